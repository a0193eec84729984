"""Misspelt words find what they are meant to be, and right ones are searched as they are."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.library.misspelling import edits_between, nearest
from tests.conftest import document
from tests.samples import sample_library

WORDS = st.text("abc", max_size=7)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Iterator[Library]:
    with sample_library(tmp_path_factory.mktemp("samples"), encoder) as library:
        yield library


@pytest.mark.parametrize(
    ("misspelt", "right"),
    [
        ("ferrry accident", "ferry accident"),
        ("Kilbranagh", "Kilbrannagh"),
        ("libary reopening", "library reopening"),
        ("the Bank of Cadlria", "the Bank of Caldria"),
        ("Zelenksy in Oslo", "Zelensky in Oslo"),
        ("Radbrücke von Altenreid", "Radbrücke von Altenried"),
    ],
)
def test_a_misspelt_word_finds_the_passages_of_the_right_one(samples: Library, misspelt: str, right: str) -> None:
    found = samples.lexical.search(right, 5)
    assert found
    assert samples.lexical.search(misspelt, 5) == found


def test_a_word_that_stands_in_a_passage_is_searched_as_it_is(samples: Library) -> None:
    text = "Was the ferry late when it left the pier?"
    assert samples.lexical.searched_terms(text) == list(dict.fromkeys(samples.lexical.terms(text)))


@pytest.mark.parametrize("unknown", ["chess", "Toronto", "4100x", "qxzvbnmkl", "pir", ""])
def test_a_word_like_none_in_the_library_finds_nothing(samples: Library, unknown: str) -> None:
    assert samples.lexical.search(unknown, 5) == []


def test_the_nearest_term_is_told(samples: Library) -> None:
    assert samples.lexical.nearest_terms("kilbranagh") == ["kilbrannagh"]
    assert samples.lexical.nearest_terms("toronto") == []


def test_a_word_of_a_title_alone_is_known(library: Library, ingest: Callable[..., object]) -> None:
    ingest(
        document("/a", "The harbor was closed.", title="Kestler resigns"),
        document("/b", "Kessler is a village.", title="A walk"),
    )
    assert library.lexical.searched_terms("Kestler") == ["kestler"]


def test_all_passages_of_a_term_are_told_those_of_its_title_included(samples: Library) -> None:
    (term,) = samples.lexical.terms("Kilbrannagh")
    ferry = {item.id for item in samples.summaries() if "Kilbrannagh" in item.metadata.title}
    standing = samples.lexical.standing(term)
    assert {name.partition("@")[0] for name in standing} >= ferry
    assert standing >= {hit.passage_id for hit in samples.lexical.search("Kilbrannagh", 100)}
    assert samples.lexical.standing("toronto") == set()


@pytest.mark.parametrize("asked", ["大桥", "溪大桥的", "桥", "철교", "แพขนาน", "ペンギン館", "मन्त्री"])
def test_words_that_no_space_parts_are_found(library: Library, ingest: Callable[..., object], asked: str) -> None:
    ingest(
        document("/zh", "青溪大桥今天关闭。"),
        document("/ko", "한강철교가 닫힌다."),
        document("/th", "เรือแพขนานยนต์หยุดให้บริการ"),
        document("/ja", "新しいペンギン館が開く。"),
        document("/hi", "प्रधान मन्त्री आए।"),
        document("/en", "The ferry struck a pier."),
    )
    (hit,) = library.lexical.search(asked, 5)
    assert library.passages_by_id([hit.passage_id])


def test_an_index_of_other_tokens_is_made_anew(tmp_path: Path, encoder: SentenceEncoder) -> None:
    import tantivy

    with Library.open(tmp_path / "library", encoder.fingerprint) as opened:
        list(Ingestor(opened, encoder).run([document("/zh", "青溪大桥今天关闭。")]))
        folder = tmp_path / "library" / "lexical"
    shutil.rmtree(folder)
    folder.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="news", index_option="freq")
    tantivy.Index(builder.build(), str(folder))
    with Library.open(tmp_path / "library", encoder.fingerprint) as opened:
        assert opened.lexical.search("大桥", 5)


@given(WORDS, WORDS)
def test_edits_are_counted_as_by_the_recurrence(one: str, other: str) -> None:
    expected = _edits(one, other)
    assert edits_between(one, other, 20) == expected
    assert (edits_between(one, other, 1) <= 1) == (expected <= 1)


def test_a_frequent_word_is_likelier_than_a_rare_one_as_near() -> None:
    assert nearest("presidnt", [("presient", 1), ("presid", 7000), ("garden", 40)], 3) == ["presid", "presient"]
    assert nearest("presidnt", [("presient", 90), ("presid", 100)], 1) == ["presient"]


def _edits(one: str, other: str) -> int:
    """The definition of optimal string alignment, without a table."""
    if not one or not other:
        return max(len(one), len(other))
    costs = [
        _edits(one[:-1], other) + 1,
        _edits(one, other[:-1]) + 1,
        _edits(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[-1] + other[-2]:
        costs.append(_edits(one[:-2], other[:-2]) + 1)
    return min(costs)
