"""What is asked for is among what is indexed, in every script."""

from __future__ import annotations

import unicodedata
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatbot.text.asking_words import without_asking_words
from chatbot.text.tokenizing import index_tokens, query_tokens, unspaced_words

anything = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
in_many_scripts = st.text(alphabet="水库橋ペンギンのは다리สะพาเน้ำបិទ၍မြို့पुल्जسجشב a1.，。")


@example("のा0")
@example("の឴ะ")
@given(st.one_of(anything, in_many_scripts))
def test_each_token_that_is_asked_for_is_indexed(text: str) -> None:
    assert set(query_tokens(text)) <= set(index_tokens(text))


@given(in_many_scripts, in_many_scripts)
def test_what_stands_around_a_run_does_not_change_its_tokens(before: str, text: str) -> None:
    assert index_tokens(f"{before} {text}") == index_tokens(before) + index_tokens(text)


@pytest.mark.parametrize(
    ("question", "tokens"),
    [
        ("石桥镇什么时候恢复灯会？", ["石桥", "桥镇", "恢复", "复灯", "灯会"]),
        ("動物園の双子は何頭いますか", ["動物", "物園", "双子", "頭"]),
        ("박물관은 언제 여나요?", ["박물", "물관", "여"]),
        ("ร้านเปิดเมื่อไร", ["ราน", "นเปิ", "เปิด"]),
        ("من هي مديرة المهرجان؟", ["مديرة", "المهرجان"]),
        ("प्रधान मंत्री कौन हैं?", ["परधान", "मंतरी"]),
        ("GDP는 얼마입니까?", ["GDP"]),
        ("Who won the 3.5 km race?", ["Who", "won", "the", "3", "5", "km", "race"]),
    ],
)
def test_words_that_only_ask_are_left_out(question: str, tokens: list[str]) -> None:
    assert query_tokens(question) == tokens


def test_a_question_of_nothing_else_is_asked_for_as_it_is() -> None:
    assert query_tokens("什么时候？") == ["什么", "么时", "时候"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ｇ７サミット", "G7サミット"),
        ("ﾍﾟﾝｷﾞﾝ", "ペンギン"),
        ("مُدِيرَة", "مديرة"),
        ("שָׁלוֹם", "שלום"),
        ("ﬁnal", "final"),
        (unicodedata.normalize("NFD", "Café 다리"), "Café 다리"),
    ],
)
def test_one_word_in_two_encodings_has_one_form(one: str, other: str) -> None:
    assert index_tokens(one) == index_tokens(other)


def test_fractions_stay_what_they_are() -> None:
    assert index_tokens("3½ m²") == ["3½", "m²"]


def test_marks_belong_to_their_letters() -> None:
    assert index_tokens("मुख्यमंत्री जी") == ["मुखयमंतरी", "जी"]


def test_no_latin_text_loses_a_word() -> None:
    text = "Will the café’s owner ask “why”? Ärzte über Öl."
    assert without_asking_words(text) == text


def test_unspaced_words_are_estimated() -> None:
    assert unspaced_words("The ferry struck a pier; Ärzte halfen; 다리가 닫힌다.") == 0
    assert unspaced_words("市政府计划举办说明会。") == 5
    assert 3 <= unspaced_words("สะพานจะปิดเจ็ดเดือน") <= 6


@pytest.mark.parametrize("text", ["水" * 200_000, "水a" * 100_000, "ส" * 200_000, "\u0301" * 200_000, "の" * 200_000])
def test_the_time_grows_with_the_length_only(text: str) -> None:
    began = perf_counter()
    index_tokens(text)
    query_tokens(text)
    assert perf_counter() - began < 10
