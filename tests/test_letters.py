"""What reads alike is compared as equal, and every character knows where it stood."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.letters import folded, plain_letters, rewrite

WRITTEN_ALIKE = [
    ("Zoë Škrabalová", unicodedata.normalize("NFD", "Zoë Škrabalová")),
    ("한국어 がぎ", unicodedata.normalize("NFD", "한국어 がぎ")),
    ("the chief office flew", "the chief oﬃce ﬂew"),
    ("Ferry 2025 NATO", "Ｆｅｒｒｙ ２０２５ ＮＡＴＯ"),
    ("harbor", "har\u00adbor"),
    ("harbor", "\u2060har\u200bbor\ufeff"),
    ("17 March", "١٧ March"),
    ("17 March", "१७ March"),
    ("“yes”", "«yes»"),
    ("“yes”", "„yes“"),
    ("well-known", "well‑known"),
    ("كتب", "كَتَبَ"),
]


@pytest.mark.parametrize(("plain", "written"), WRITTEN_ALIKE)
def test_one_writing(plain: str, written: str) -> None:
    assert plain_letters(written).text == plain_letters(plain).text == plain


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Muller", "Müller"), ("Sao Paulo", "São Paulo"), ("Erdogan", "Erdoğan"), ("Istanbul isik", "İstanbul ışık"),
        ("Strasse", "Straße"), ("Lodz", "Łódź"), ("Ore", "Øre"), ("Αθηνα", "Αθήνα"), ("пчелы", "пчёлы"),
    ],
)  # fmt: skip
def test_marks_that_a_keyboard_lacks_are_free(typed: str, written: str) -> None:
    assert folded(written) == folded(unicodedata.normalize("NFD", written)) == typed


@pytest.mark.parametrize("text", ["строй", "हिन्दी", "m² and ½ mile…", "plain English – “as is” — it’s", "東京、大阪。"])
def test_what_makes_another_letter_stays(text: str) -> None:
    assert folded(text) == plain_letters(text).text == text


@given(st.lists(st.one_of(st.sampled_from("eo\u0301\u0308\u00adﬁﬃ１٣가ᄀ\u1161ß„“ "), st.characters()), max_size=30))
def test_every_character_knows_where_it_stood(parts: list[str]) -> None:
    text = "".join(parts)
    plain = plain_letters(text)
    assert plain.original(0, len(plain.text))[1] <= len(text)
    last = 0
    for at in range(len(plain.text)):
        start, end = plain.original(at, at + 1)
        assert last <= end
        assert start < end <= len(text)
        last = start


def test_a_word_is_found_again_where_it_stood() -> None:
    text = unicodedata.normalize("NFD", "Zoë ﬁned the oﬃce in São Telmo")
    plain = plain_letters(text)
    at = plain.text.index("office")
    start, end = plain.original(at, at + len("office"))
    assert text[start:end] == "oﬃce"


def test_what_was_rewritten_twice_is_found_at_first() -> None:
    first = rewrite("a bb c", [(2, 4, "xyz")])
    second = rewrite(first.text, [(0, 1, "")])
    both = type(second)(second.text, second.edits, first)
    assert both.text == " xyz c"
    assert both.original(1, 4) == (2, 4)
    assert both.original(5, 6) == (5, 6)
