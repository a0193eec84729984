"""Bold and italic type of Markdown changes neither where sentences end nor what is quoted."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatbot.library.emphasis import blank_emphasis, inside_emphasis
from chatbot.library.quotable import quotable_sentences
from chatbot.library.sentences import split_sentences
from chatbot.records import Span

marked = st.lists(st.sampled_from(["*", "**", "_", "__", " ", "word", "Dr.", "no.", ". ", '"', "\\", "2"])).map("".join)


def quotable(text: str) -> list[str]:
    return [span.of(text) for span in quotable_sentences(text, split_sentences(text))]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("**The bridge is closed.** Engineers found cracks.", ["The bridge is closed.", "Engineers found cracks."]),
        ("*Nobody was hurt.* __Never again.__ He left.", ["Nobody was hurt.", "Never again.", "He left."]),
        ("**They met. They agreed.**\n\nIt was signed.", ["They met.", "They agreed.", "It was signed."]),
        ("**Correction:** it is 13. Sorry.", ["**Correction:** it is 13.", "Sorry."]),
        ("He said “**Go home.**” They went.", ["He said “**Go home.**”", "They went."]),
        ("**Dr.** Smith left at 5 **p.m.** on Friday.", ["**Dr.** Smith left at 5 **p.m.** on Friday."]),
        ("It is 2 * 3 km. They kept old_name_2 there.", ["It is 2 * 3 km.", "They kept old_name_2 there."]),
        ("***Very.*** Much.", ["Very.", "Much."]),
        ("*A*, *B* and *C*.", ["*A*, *B* and *C*."]),
        (r"\*Not italic\* at all. Nor this.", [r"\*Not italic\* at all.", "Nor this."]),
    ],
)
def test_sentences_end_and_are_quoted_as_if_the_type_were_plain(text, sentences):
    assert quotable(text) == sentences


@given(marked)
@example("*** ***")
@example("**a** b **c**")
def test_only_marks_are_dropped_and_something_is_left(text):
    for span in split_sentences(text):
        inside = inside_emphasis(text, span)
        assert span.start <= inside.start < inside.end <= span.end
        assert re.fullmatch(r"[*_]*", text[span.start : inside.start] + text[inside.end : span.end])


@given(marked)
def test_blanking_moves_no_character(text):
    plain = blank_emphasis(text)
    assert len(plain) == len(text)
    assert all(new == old or (new == " " and old in "*_") for new, old in zip(plain, text, strict=True))


def test_a_span_of_marks_alone_stays():
    assert inside_emphasis("**", Span(0, 2)) == Span(0, 2)
