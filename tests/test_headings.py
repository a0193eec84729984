"""What heads the paragraphs of a page: shown to be understood, and evidence of nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chatbot.answering.mentions import MentionFinder
from chatbot.briefing.material import read_sentences
from chatbot.briefing.summarizing import Summarizer, SummaryForm
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library import rows
from chatbot.library.ingest import Outcome
from chatbot.library.library import Library
from chatbot.library.quotable import keep_sentences, quotable_sentences
from chatbot.library.sentences import split_sentences
from chatbot.question.understanding import plain_question
from chatbot.records import Question, RankedPassage, StoredPassage
from chatbot.retrieval.evidence import EvidenceRanker
from chatbot.retrieval.pack_text import pack_text
from chatbot.retrieval.packing import Packer
from chatbot.retrieval.sentences import sentences_of
from tests.conftest import document

LEAD = "The harbor council of Elmwick approved a new ferry pier on Tuesday, ending two years of debate over its cost."
COST = "The pier will cost $14.2 million, council member Ruth Okafor said, and is to open in the spring of 2027."
CRANES = "Two of the three cranes that unload the trawlers broke down on Monday, so that crews waited nine hours."
VOTE = "Seven members voted for the plan and two against it, while one was absent because of the storm."
AFTER = (
    "Crews from three villages waited in line at the harbor on Monday night, some of them with fish for the market.",
    "The harbor master, Tom Abel, said a firm from the mainland would look at the broken cranes before the weekend.",
    "Without them, he said, each trawler takes four hours to unload, and at least six come into the harbor every day.",
    "Okafor told the council that the new pier would have two cranes of its own, and a hall in which fish is weighed.",
    "Nobody could say on Tuesday who will pay for the repair, because the contract for the cranes ran out last year.",
)
TITLE = "Elmwick council approves new ferry pier"
HEADING = "Trawlers still delayed at Elmwick harbor Thursday"
QUESTION = "Why are trawlers delayed at Elmwick harbor?"
NOW = datetime(2026, 5, 20, 18, tzinfo=UTC)


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def headings(text: str, title: str = TITLE, language: str = "") -> list[str]:
    sentences = split_sentences(text)
    page = keep_sentences(text, sentences, title, language)
    assert page.headings == set(page.kept) - set(quotable_sentences(text, sentences, title, language))
    return [span.of(text) for span in page.kept if span in page.headings]


@pytest.mark.parametrize(
    "line",
    [
        HEADING,
        "Storm damage keeps crews busy at the old jetty",
        "Cranes break down at the harbor",
        "What the new pier means for fishing crews",
        "Okafor: ‘We cannot wait any longer’",
        "## Cranes break down",
        "A harbor in trouble",
        "Background",
    ],
)
def test_a_line_that_heads_a_paragraph_is_a_heading(line: str) -> None:
    assert headings(page(LEAD, COST, line, CRANES, *AFTER)) == [line]


def test_a_heading_is_told_by_its_form_in_any_language() -> None:
    heading = "Kutter liegen weiter im Hafen von Elmwick fest"
    text = page(
        "Der Hafenrat von Elmwick hat am Dienstag nach zwei Jahren Streit einen neuen Anleger für die Fähre genehmigt.",
        "Der Anleger wird 14,2 Millionen Euro kosten und soll im Frühjahr 2027 öffnen, sagte Ratsmitglied Ruth Okafor.",
        heading,
        "Zwei der drei Kräne, die Kutter entladen, fielen am Montag aus, und die Mannschaften warteten neun Stunden.",
        "Sieben Mitglieder stimmten für den Plan und zwei dagegen, eines fehlte wegen des Sturms an diesem Abend.",
    )

    assert headings(text, "Neuer Anleger", "de") == [heading]


@pytest.mark.parametrize(
    "items",
    [
        ("Northgate County: 9", "Calder County: 103", "Arden County: 17"),
        ("- Northgate County: 9 dead", "- Calder County: 103 dead", "- Arden County: none yet"),
        ("• The north jetty", "• The south jetty and the old market hall", "• The ferry terminal"),
        ("County | Dead | Missing", "Northgate | 9 | 4", "Calder | 103 | 12"),
        ("County: Northgate | Dead: 9", "County: Calder | Dead: 103"),
        ("Q: Who pays for the pier?", "A: The county, in ten yearly parts", "A: Nobody else"),
        ("Northgate – 9", "Calder – 103"),
        ("Pier master: Lena Marsh", "Harbor engineer: Tom Abel"),
    ],
)
def test_lists_tables_and_interviews_stay_evidence(items: Sequence[str]) -> None:
    assert headings(page(LEAD, COST, *items, CRANES, *AFTER)) == []


def test_a_sentence_with_an_end_is_no_heading_however_it_looks() -> None:
    assert headings(page(LEAD, COST, "Nobody was hurt.", CRANES, VOTE)) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("เรือประมงยังคงล่าช้าที่ท่าเรือ", "สภาเมืองอนุมัติท่าเรือใหม่เมื่อวันอังคาร", "เครนสองตัวเสียเมื่อวันจันทร์"),
        ("The north jetty of Elmwick", "The south jetty of Elmwick", "The old market hall of Elmwick"),
    ],
)
def test_where_no_sentence_has_an_end_a_missing_one_tells_nothing(lines: Sequence[str]) -> None:
    assert headings(page(*lines), "") == []


@pytest.mark.parametrize(
    "text", ["Ferry delayed", "Ferry delayed\n\nSubscribe to our newsletter.", "Elmwick\n\nCalder"]
)
def test_what_heads_nothing_is_no_heading(text: str) -> None:
    assert headings(text, "") == []


def test_marked_headings_are_headings_even_alone() -> None:
    assert headings("# Ferry delayed", "") == ["# Ferry delayed"]


@pytest.fixture
def delayed(ingest: Callable[..., list[Outcome]], library: Library) -> list[StoredPassage]:
    """The passages of an article in which a heading repeats the question best."""
    (outcome,) = ingest(document("/pier.txt", page(LEAD, COST, HEADING, CRANES, VOTE, *AFTER), title=TITLE))
    return library.passages_of([outcome.article_id])


def test_that_it_is_a_heading_is_stored_and_stands_on_the_evidence(delayed: list[StoredPassage]) -> None:
    told = {item.quote: item.heading for each in delayed for item in sentences_of(RankedPassage(each, 1.0, 1.0))}

    assert [quote for quote, heading in told.items() if heading] == [HEADING]
    assert list(told) == [LEAD, COST, HEADING, CRANES, VOTE, *AFTER]


def test_the_sentence_behind_a_heading_is_not_quoted_with_it(delayed: list[StoredPassage]) -> None:
    before = {item.quote: item.before for each in delayed for item in sentences_of(RankedPassage(each, 1.0, 1.0))}

    assert before[CRANES] == ""
    assert before[VOTE].strip() == CRANES


def test_no_answer_quotes_a_heading(delayed: list[StoredPassage], library: Library, encoder: SentenceEncoder) -> None:
    ranked = [RankedPassage(each, 1.0, 1.0) for each in delayed]

    quotes = [item.quote for item in EvidenceRanker(library.lexical, encoder).rank(QUESTION, ranked, 10)]

    assert HEADING not in quotes
    assert CRANES in quotes


def test_a_pack_shows_a_heading_without_a_number(delayed: list[StoredPassage], library: Library) -> None:
    ranked = [RankedPassage(each, 1.0, 1.0) for each in delayed]

    pack = Packer(library).pack(plain_question(Question(QUESTION, NOW)), ranked, 2_000)

    assert f"\n{HEADING}\n" in pack_text(pack)
    assert HEADING not in [item.quote for item in pack.sentences]


def test_briefings_summaries_and_lists_tell_no_heading_and_no_question(
    ingest: Callable[..., list[Outcome]], library: Library, encoder: SentenceEncoder
) -> None:
    asked = "Who is going to pay for the new ferry pier at Elmwick harbor?"
    (outcome,) = ingest(document("/pier.txt", page(LEAD, COST, asked, CRANES, HEADING, *AFTER), title=TITLE))
    article = library.get(outcome.article_id)
    assert article is not None

    summary = Summarizer(encoder).summarize([article], SummaryForm.BULLETS)
    briefed = read_sentences(library, library.summaries())
    listed = MentionFinder(library).telling_sentences([article.id], frozenset(library.lexical.terms(HEADING)))

    told = [LEAD, COST, CRANES, *AFTER]
    assert [item.quote for item in briefed] == told
    assert {citation.quote for citation in summary.citations} <= set(told)
    assert listed[article.id].quote in told


def test_rows_hold_the_headings_and_those_of_older_libraries_tell_them_by_their_words(
    delayed: list[StoredPassage], library: Library
) -> None:
    stored = next(each for each in delayed if each.headings)
    article = library.get(stored.passage.article_key.partition("@")[0])
    assert article is not None
    row = rows.passage_row(article, stored)
    text = stored.passage.text

    assert rows.passage_from(row, text) == stored
    older = {name: value for name, value in row.items() if name != "headings"}
    assert rows.passage_from(older, text) == replace(stored, headings=frozenset())


def test_a_library_of_before_still_knows_marked_headings(
    ingest: Callable[..., list[Outcome]], library: Library
) -> None:
    (outcome,) = ingest(document("/pier.md", page(LEAD, "## Cranes break down", CRANES), title=TITLE))
    (stored,) = library.passages_of([outcome.article_id])
    article = library.get(outcome.article_id)
    assert article is not None
    row = rows.passage_row(article, stored)
    del row["headings"]

    assert rows.passage_from(row, stored.passage.text).headings == stored.headings
    assert len(stored.headings) == 1
