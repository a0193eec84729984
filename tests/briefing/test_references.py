"""Which sources stand beside a statement: the best two, under the number of their article, the others counted."""

from __future__ import annotations

from dataclasses import replace

from chatbot.briefing.references import Backing, References
from chatbot.records import Citation, Verdict
from tests.briefing.pages import cited, doubted, page, told

OWN = "The harbour closes on Monday."
OTHER = "From Monday the harbour is closed."


def backing_of(text: str, *citations: Citation) -> Backing:
    entry = told(text, *(citation.id for citation in citations))
    return References(page((entry,), citations)).backing(entry.sentence)


def articles(backing: Backing) -> list[str]:
    return [mark.citation.article_id for mark in (*backing.best, *backing.more)]


def test_a_statement_shows_two_sources_and_counts_the_others() -> None:
    backing = backing_of(f"“{OWN}”", *(cited(number, f"a{number}", OTHER) for number in range(1, 6)))
    assert [mark.number for mark in backing.best] == [1, 2]
    assert backing.rest == "and 3 more"
    assert backing_of(f"“{OWN}”", cited(1, "a", OWN), cited(2, "b", OTHER)).rest == ""


def test_the_article_whose_words_it_is_comes_first() -> None:
    backing = backing_of(f"“{OWN}”", cited(1, "a", OTHER), cited(2, "b", OTHER), cited(3, "own", OWN))
    assert articles(backing) == ["own", "a", "b"]


def test_both_sides_of_a_disagreement_are_shown_before_what_stands_nowhere() -> None:
    sides = f"The A: “{OWN}”, but the C: “{OTHER}”"
    backing = backing_of(sides, cited(1, "a", OWN), cited(2, "b", "Closed."), cited(3, "c", OTHER, publisher="The a"))
    assert articles(backing)[:2] == ["a", "c"]


def test_another_publisher_comes_before_the_same_and_a_report_before_opinion() -> None:
    backing = backing_of(
        f"“{OWN}”",
        cited(1, "own", OWN, publisher="The Courier"),
        cited(2, "view", OTHER, publisher="The Post", opinion=True),
        cited(3, "again", OTHER, publisher="the courier"),
        cited(4, "post", OTHER, publisher="The Post"),
    )
    assert articles(backing) == ["own", "post", "again", "view"]
    unknown = replace(cited(2, "unknown", OTHER), publisher="")
    assert articles(backing_of(f"“{OWN}”", cited(1, "own", OWN), unknown, cited(3, "b", OTHER))) == [
        "own", "b", "unknown",
    ]  # fmt: skip


def test_of_two_publishers_the_one_nearest_in_time_comes_first() -> None:
    undated = replace(cited(2, "undated", OTHER), published=None)
    late, near = cited(3, "late", OTHER, day=30), cited(4, "near", OTHER, day=7)
    assert articles(backing_of(f"“{OWN}”", cited(1, "own", OWN, day=8), undated, late, near)) == [
        "own", "near", "late", "undated",
    ]  # fmt: skip


def test_an_article_has_one_number_however_often_it_is_cited() -> None:
    first, second = told("The mole is broken.", 1, 2), told("The bridge is shut.", 3, 2)
    citations = (cited(1, "a", "The mole broke."), cited(2, "b", "Shut."), cited(3, "a", "Nobody crosses the bridge."))
    references = References(page((first, second), citations))
    assert [[mark.number for mark in references.backing(each.sentence).best] for each in (first, second)] == [
        [1, 2],
        [1, 2],
    ]
    assert [source.number for source in references.sources] == [1, 2]
    assert [quote.id for quote in references.sources[0].quotes] == [1, 3]


def test_two_passages_of_one_article_are_one_source_that_leads_to_both() -> None:
    backing = backing_of("They took it back.", cited(1, "a", "We wrote 63."), cited(2, "a", "It is 36."))
    (mark,) = backing.best
    assert [citation.id for citation in mark.citations] == [1, 2]
    assert not backing.more


def test_what_the_text_tells_is_not_quoted_again() -> None:
    own = 'He called it "a mess" on Monday.'
    entry = told("“He called it ‘a mess’ on Monday.”", 1, 2)
    references = References(page((entry,), (cited(1, "a", own), cited(2, "b", OTHER))))
    assert [len(source.quotes) for source in references.sources] == [0, 1]


def test_what_is_only_counted_is_listed_apart_and_numbered_last() -> None:
    first = told(f"“{OWN}”", 1, 2, 3)
    second = told("The bridge is shut.", 4)
    citations = (cited(1, "a", OWN), cited(2, "b", OTHER), cited(3, "c", OTHER), cited(4, "d", "Shut."))
    references = References(page((first, second), citations))
    assert [(source.number, source.article.article_id) for source in references.sources] == [
        (1, "a"), (2, "b"), (3, "d"),
    ]  # fmt: skip
    assert [(source.number, source.article.article_id) for source in references.further] == [(4, "c")]
    assert references.backing(first.sentence).more[0].number == 4


def test_what_is_nearest_to_a_doubtful_statement_is_a_source_too() -> None:
    entry = doubted("It closes on Tuesday.", Verdict.CONTRADICTED, 1, "another day", "Tuesday")
    references = References(page((entry,), (cited(1, "a", OWN),)))
    (mark,) = references.nearest(entry.sentence)
    assert (mark.number, mark.citation.quote) == (1, OWN)
    assert references.sources[0].quotes == (), "its words stand beside the statement"
    assert not references.backing(entry.sentence).best


def test_what_backs_one_statement_is_quoted_although_it_stands_beside_a_doubtful_other() -> None:
    doubtful = doubted("It may cost more.", Verdict.UNSURE, 1, "", "more")
    references = References(page((doubtful, told("The harbour will close.", 1)), (cited(1, "a", OWN),)))
    assert [citation.quote for citation in references.sources[0].quotes] == [OWN]
