"""Quotes that a model says it copied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.records import Evidence
from chatbot.verification.quotes import all_found, evidence_holding
from tests.verification.articles import BUDGET, ENGINES, FERRY, POOL, evidence


@pytest.mark.parametrize(
    ("quote", "holding"),
    [
        (FERRY.quote, (FERRY,)),
        ("ran aground off Lakeview", (FERRY,)),
        ("“RAN AGROUND — off\n  Lakeview”…", (FERRY,)),
        ("with 1300 passengers", (FERRY,)),
        ("1,300 passengers on board. Harbour master Inga", (FERRY, ENGINES)),
        ("passengers on board. The council approved", ()),
        ("in heavy fog. The council approved a budget", ()),
        ("ran aground off Norwick", ()),
        ("aground ran off Lakeview", ()),
        ("ferry", ()),
        ("", ()),
        ("«…» — !?", ()),
    ],
)
def test_a_quote_is_found_where_its_letters_stand(quote: str, holding: tuple[Evidence, ...]) -> None:
    assert evidence_holding(quote, POOL) == holding


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("legal under the new law", "It is illegal under the new law."),
        ("5,000 people were evacuated", "About 15,000 people were evacuated."),
        ("people who were evacuated: 5", "Of the people who were evacuated: 57."),
        ("the mayor was care", "Critics say that the mayor was careless."),
    ],
)
def test_a_part_of_a_word_or_a_number_is_no_quote(quote: str, sentence: str) -> None:
    assert evidence_holding(quote, [evidence(sentence)]) == ()


def test_a_script_without_spaces_is_quoted_from_anywhere() -> None:
    told = evidence("市議会は火曜日に橋の修理のための予算を全会一致で承認した。")
    assert evidence_holding("火曜日に橋の修理のための予算を", [told]) == (told,)


def test_the_first_sentence_that_holds_a_quote_counts() -> None:
    again = evidence(FERRY.quote, "z")
    assert evidence_holding(FERRY.quote, [FERRY, again]) == (FERRY,)


def test_one_quote_that_stands_nowhere_spoils_all() -> None:
    assert all_found([BUDGET.quote, FERRY.quote, BUDGET.quote], POOL) == (BUDGET, FERRY)
    assert all_found([BUDGET.quote, "This was never said anywhere."], POOL) == ()
    assert all_found([], POOL) == ()
    assert all_found([BUDGET.quote], []) == ()


@given(st.text(max_size=60))
def test_any_text_may_be_given(quote: str) -> None:
    assert set(evidence_holding(quote, POOL)) <= set(POOL)
    assert evidence_holding(quote, [evidence(quote)]) in ((), (evidence(quote),))


@pytest.mark.parametrize(
    "quote",
    [
        "The oﬃce in Łódź ﬁned Jürgen Müller",
        "The office in Lodz fined Jurgen Muller",
        "The of\u00adfice in Łódź fined Ju\u0308rgen Mu\u0308ller",
    ],
)
def test_letters_are_compared_in_one_writing(quote: str) -> None:
    told = evidence("The office in Łódź fined Jürgen Müller on Monday.")
    assert evidence_holding(quote, [told]) == (told,)
