"""Passages cover the sentences in order, stay within their size, and end where the article pauses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatbot.library.passages import pack_passages
from chatbot.library.sentences import split_sentences
from chatbot.records import Span

LIMIT = 256


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def packed(text: str, target: int = 200) -> list[str]:
    return [span.of(text) for span in pack_passages(text, split_sentences(text), count_words, target)]


def sentence(words: int) -> str:
    return "Word " + "word " * (words - 2) + "end."


texts = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    st.lists(st.sampled_from(["Word. ", "long " * 30, "\n", "\n\n", "# Head\n", "x" * 90, " ", "— said. "])).map(
        "".join
    ),
)


@given(texts, st.sampled_from([count_words, count_characters]), st.integers(5, 60))
@example("00000000000000000 000", count_characters, 16)
def test_passages_hold_every_sentence_once_in_order(text, count, target):
    sentences = split_sentences(text)
    passages = pack_passages(text, sentences, count, target)
    starts, ends = {span.start for span in sentences}, {span.end for span in sentences}
    limit = int(target * 1.28)

    assert all(before.end <= after.start for before, after in pairwise(passages))
    assert all(span.of(text) and span.of(text) == span.of(text).strip() for span in passages)
    assert "".join("".join(span.of(text).split()) for span in passages) == "".join(text.split())
    for span in sentences:
        inside = [passage for passage in passages if passage.overlaps(span)]
        if count([span.of(text)])[0] <= limit:
            assert [passage.start <= span.start and span.end <= passage.end for passage in inside] == [True]
        else:
            assert len(inside) > 1
    for passage in passages:
        whole = [span for span in sentences if span.overlaps(passage)]
        if all(count([span.of(text)])[0] <= limit for span in whole):
            assert (passage.start, passage.end) == (whole[0].start, whole[-1].end)
            assert passage.start in starts
            assert passage.end in ends


@given(st.lists(st.integers(3, 120), min_size=1, max_size=60))
def test_no_passage_exceeds_the_limit_and_neighbours_could_not_be_one(lengths):
    text = " ".join(sentence(words) for words in lengths)
    sizes = [len(passage.split()) for passage in packed(text)]
    assert sum(sizes) == sum(lengths)
    assert max(sizes) <= LIMIT
    assert all(left + right > 200 for left, right in pairwise(sizes))


@given(st.integers(257, 2_000))
def test_a_sentence_over_the_limit_is_cut_at_white_space(words):
    text = ("word " * words).strip()
    passages = pack_passages(text, [Span(0, len(text))], count_words)
    assert [word for span in passages for word in span.of(text).split()] == ["word"] * words
    assert max(len(span.of(text).split()) for span in passages) <= LIMIT


def test_a_word_over_the_limit_is_cut_into_characters():
    passages = pack_passages("x" * 1_000, [Span(0, 1_000)], count_characters)
    assert passages[0].start == 0
    assert passages[-1].end == 1_000
    assert all(before.end == after.start for before, after in pairwise(passages))
    assert max(end - start for start, end in passages) <= LIMIT


def test_a_paragraph_border_is_preferred_to_the_exact_size():
    text = "\n\n".join(" ".join(sentence(40) for _ in range(4)) for _ in range(4))
    assert packed(text) == text.split("\n\n")


def test_a_heading_stays_with_the_text_after_it():
    text = f"{sentence(190)}\n\n## What comes next\n\n{sentence(190)}\n\nPlain heading\n\n{sentence(190)}"
    starts = [passage[:13] for passage in packed(text)]
    assert starts == ["Word word wor", "## What comes", "Plain heading"]


@pytest.mark.parametrize("words", [210, 250, 270, 410, 450])
def test_no_tiny_passage_is_left_at_the_end(words):
    text = " ".join(sentence(10) for _ in range(words // 10))
    assert min(len(passage.split()) for passage in packed(text)) >= 120


def test_nothing_gives_no_passage():
    assert pack_passages("", [], count_words) == []
    assert pack_passages(" \n ", split_sentences(" \n "), count_words) == []


def test_the_work_grows_with_the_length_only():
    spans = [Span(at * 2, at * 2 + 1) for at in range(40_000)]
    began = perf_counter()
    passages = pack_passages("a " * 40_000, spans, count_words)
    assert perf_counter() - began < 20
    assert passages[0].start == 0
    assert passages[-1].end == 79_999


def test_a_sentence_without_spaces_is_cut_at_its_pauses():
    text = "水位下降三十米，" * 60 + "农民担心。"
    passages = [span.of(text) for span in pack_passages(text, [Span(0, len(text))], count_characters)]
    assert len(passages) > 1
    assert all(passage.endswith(("，", "。")) for passage in passages)


@pytest.mark.parametrize("letter", ["ดิ่", "แก้", "क्षि", "កិ្ក", "1234567"])
def test_letters_are_not_parted_from_their_marks_nor_digits_of_a_number(letter):
    text = f"水{letter}" * 300
    for span in pack_passages(text, [Span(0, len(text))], count_characters)[1:]:
        assert text[span.start] in {"水", letter[0]}
        assert not (text[span.start - 1].isdecimal() and text[span.start].isdecimal())
