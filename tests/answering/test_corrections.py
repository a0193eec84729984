"""Corrections that a publisher prints, elsewhere and in the same article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.answering.corrections import find_corrections, is_correction, is_notice
from chatbot.records import Evidence, Span
from tests.answering.evidence import evidence


def test_a_correction_is_shown_for_the_article_that_it_corrects() -> None:
    wrong = evidence("The bridge program will cost $84 million.", title="Dunmore to repair its bridges")
    notice = "Correction: Dunmore bridge program costs $48 million"
    right = evidence("The program will cost $48 million.", "b", days=2, title=notice)
    more = replace(evidence("Two digits were transposed.", "b", days=2, title=notice), span=Span(50, 77))
    elsewhere = evidence("The program will cost $48 million.", "c", days=2, title=notice, publisher="Tribune")
    earlier = evidence("The program costs less.", "d", days=-2, title=notice)
    unrelated = evidence("The mayor's name is Ruth.", "e", days=2, title="Correction: the mayor's first name")
    pool = [earlier, elsewhere, unrelated, right, more, wrong]
    assert find_corrections([wrong], pool) == [(right, more)]
    assert find_corrections([wrong, more], pool) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Correction: the mayor’s first name", True),
        ("CORRECTION — Dunmore bridges", True),
        ("Corrections and clarifications", True),
        ("Editor’s note (6 March): on our bridge report", True),
        ("Berichtigung zum Bericht über die Brücken", True),
        ("Correction", True),
        ("Corrections officers walk out over pay", False),
        ("Correction fears weigh on stocks", False),
        ("A correction course for drivers", False),
    ],
)
def test_a_title_announces_a_correction(title: str, expected: bool) -> None:
    assert is_correction(title) is expected


def test_words_that_stand_in_any_title_make_no_correction() -> None:
    cited = evidence("Fire crews left after midnight.", title="Fire after storm from the sea")
    notice = evidence(
        "The mayor was born in 1961.", "b", days=2, title="Correction: mayor returns after trip from Spain"
    )
    assert find_corrections([cited], [cited, notice]) == []


def of_one_article(*sentences: str) -> list[Evidence]:
    """The sentences of one paragraph, each with the one before it."""
    found: list[Evidence] = []
    start = 0
    for quote in sentences:
        before = f"{found[-1].quote} " if found else ""
        span = Span(start, start + len(quote))
        found.append(replace(evidence(quote), span=span, before=before, context=" ".join(sentences)))
        start = span.end + 1
    return found


SCHOOLS = ["All 63 schools are to send pupils home.", "The sea is rough."]


EARLIER = "An earlier version of this article"


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        (
            [*SCHOOLS, "At 10:15 we wrote that 63 schools were closing.", "The council says that it is 36.", "Sorry!"],
            None,
        ),
        (
            [*SCHOOLS, "At 10:15 we wrote that 63 schools were closing.", "It is 36.", "We regret the error."],
            "At 10:15 we wrote that 63 schools were closing. It is 36.",
        ),
        (
            ["The bridge opened in 1923.", f"{EARLIER} misstated when the bridge opened.", "It was 1932, not 1923."],
            "It was 1932, not 1923.",
        ),
        (
            ["Repairs will cost $84 million.", f"{EARLIER} gave a wrong figure.", "Repairs will cost $48 million.",
             "They will not cost $84 million.", "Two digits were transposed."],
            "Repairs will cost $48 million. They will not cost $84 million.",
        ),
        (
            ["The chair is Ruth Pruitt.", f"{EARLIER} misspelled the name of the chair.",
             "She is Ruth Pruett, not Ruth Pruitt."],
            "She is Ruth Pruett, not Ruth Pruitt.",
        ),
        (["The bridge opened in 1932.", f"{EARLIER} said that the bridge opened in 1923."], None),
        (["The bridge opened in 1932.", f"{EARLIER} said that the bridge opened in 1923, not 1932."], None),
        (["The union had 63 members.", "“At first we said that 63 members would leave,” she said.", "It is 36."], None),
        (["The plant employs 63 people.", "We wrote in March that 63 people work at the plant."], None),
        (["The plant has 63 engines.", "It needs 36 people, not 63."], None),
        (["63 people escaped from the prison.", "Corrections officers said that 63 people fled the prison."], None),
    ],
)  # fmt: skip
def test_an_article_may_correct_itself(sentences: list[str], told: str | None) -> None:
    cited, *others = of_one_article(*sentences)
    found = find_corrections([cited], others)
    assert ["".join(item.quote for item in pieces) for pieces in found] == ([told] if told else [])
    assert all(cited.version == item.version and item.span.start > cited.span.end for [item] in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Editor’s note: This is the second of three articles about the bridge.", False),
        ("Editor’s note: The year in this article was wrong.", True),
        ("Ruth Pruett writes for the Courier, where this column originally appeared.", False),
        ("This column originally said that the bridge opened in 1923.", True),
        ("Correction: The bridge opened in 1932.", True),
        ("Berichtigung: Die Brücke wurde 1932 eröffnet.", True),
    ],
)
def test_a_paragraph_is_a_notice_where_it_admits_an_error(text: str, expected: bool) -> None:
    (item,) = of_one_article(text)
    assert is_notice(item) is expected


def test_what_was_written_once_is_not_told_without_what_is_right() -> None:
    wrote, right, _ = of_one_article("We wrote that 63 schools would close.", "It is 36.", "We regret the error.")
    assert find_corrections([wrote], [wrote, right]) == [(right,)]
    assert find_corrections([wrote, right], [wrote, right]) == []


def test_a_notice_tells_what_was_wrong_and_what_is_right() -> None:
    wrong = evidence("The bridges will cost $84 million.", title="Dunmore to repair its bridges")
    title = "Correction: Dunmore bridge program costs $48 million"
    sentences = of_one_article("It costs $48 million.", "It will not cost $84 million.", "Two digits stood wrong.")
    notice = [replace(item, article_id="b", metadata=replace(wrong.metadata, title=title)) for item in sentences]
    assert [item.quote for [item] in find_corrections([wrong], notice)] == [
        "It costs $48 million. It will not cost $84 million."
    ]
