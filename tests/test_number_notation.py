"""Numbers of all languages in the notation of English; plain English ones stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.letters import plain_letters
from chatbot.text.number_notation import english_numbers

ANYWHERE = [
    ("1.250.000 euros", "1,250,000 euros"),
    ("8\u00a0340\u00a0000 visitors", "8,340,000 visitors"),
    ("8\u202f340 visitors", "8,340 visitors"),
    ("8 340 000 visitors", "8,340,000 visitors"),
    ("15 000 visitors", "15,000 visitors"),
    ("7'460'000 and 7’460’000", "7,460,000 and 7,460,000"),
    ("62,3 percent", "62.3 percent"),
    ("2,5 km", "2.5 km"),
    ("45,67,000 rupees", "4,567,000 rupees"),
    ("12 lakh", "1200000"),
    ("4.250,75 €", "4,250.75 €"),
    ("0,375 liters", "0.375 liters"),
    ("٣٬٤٥٠٬٠٠٠", "3,450,000"),
    ("४५,६७,०००", "4,567,000"),
    ("２，５００", "2,500"),
    ("EUR1.250.000", "EUR 1,250,000"),
]
OF_LANGUAGE = [
    ("el", "900 χιλιάδες ευρώ", "900 thousand ευρώ"),
    ("el", "900 ΧΙΛΙΆΔΕΣ ευρώ", "900 thousand ευρώ"),
    ("tr", "3 MİLYON lira", "3 million lira"),
    ("de", "1.250 Plätze", "1,250 Plätze"),
    ("de", "1,250 Liter", "1.250 Liter"),
    ("de", "1,25 Mio. Euro", "1.25 million Euro"),
    ("de", "2 Billionen Euro", "2 trillion Euro"),
    ("de", "3 Mrd.", "3 billion"),
    ("fr", "12 340 personnes", "12,340 personnes"),
    ("fr", "1,5 Md€", "1.5 billion€"),
    ("fr", "3 M€", "3 million€"),
    ("es", "20 mil y 3 mil millones", "20 thousand y 3 billion"),
    ("es", "1.250", "1,250"),
    ("pt", "R$ 1,5 bi", "R$ 1.5 billion"),
    ("it", "20mila euro", "20 thousand euro"),
    ("sv", "3 miljarder", "3 billion"),
    ("pl", "2,5 mln zł", "2.5 million zł"),
    ("ru", "1,25 млн", "1.25 million"),
    ("tr", "5 bin", "5 thousand"),
    ("hi", "३ करोड़", "30000000"),
    ("ja", "負傷者は23人", "負傷者は 23 人"),
    ("ja", "1億2000万円", "120000000 円"),
    ("zh", "损失1.2亿元", "损失 120000000 元"),
    ("ko", "3만5000명", "35000 명"),
    ("ar", "١٫٥ مليون", "1.5 million"),
]
PLAIN = [
    "1,250 and 1.25 and 1.250 and 2.5 million and $1,250.50",
    "in 2024, 300 people came, and 20 went",
    "in 2019,20 people",
    "Python 3.11, section 4.2.1, at 10.30, won 3-2, 10,000-15,000, 2023-24",
    "Flight 370 239 people",
    "rooms 1,2,3 and 12.03.2025",
    "$5m and 1.2bn and 60s and 21st",
]


@pytest.mark.parametrize(("written", "english"), ANYWHERE)
@pytest.mark.parametrize("language", ["en", ""])
def test_what_can_only_be_one_number_is_read_in_any_text(written: str, english: str, language: str) -> None:
    assert english_numbers(plain_letters(written).text, language).text == english


@pytest.mark.parametrize(("language", "written", "english"), OF_LANGUAGE)
def test_the_language_decides(language: str, written: str, english: str) -> None:
    assert english_numbers(plain_letters(written).text, language).text == english


@pytest.mark.parametrize("text", PLAIN)
def test_plain_english_stays(text: str) -> None:
    assert english_numbers(text, "en").text == text


@pytest.mark.parametrize(("language", "written"), [("", "1.250"), ("es", "1,250"), ("ar", "1.250"), ("xx", "17.500")])
def test_what_may_be_two_numbers_is_none(language: str, written: str) -> None:
    assert english_numbers(written, language).text == f"_{written}"


@given(st.text("0123456789., '’\u00a0aMio.億€", max_size=40), st.sampled_from(["", "en", "de", "fr", "ja", "es"]))
def test_the_rest_of_a_text_stays_where_it_was(text: str, language: str) -> None:
    written = english_numbers(text, language)
    places = [written.original(at, at + 1) for at in range(len(written.text))]
    assert all(0 <= start <= end <= len(text) for start, end in places)
    assert all(written.text[begin:end] != text[was:until] for begin, end, was, until in written.edits)
