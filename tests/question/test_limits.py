"""Periods and publishers that a question names, the state of things, and what a question is wrapped in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chatbot.question.phrasing import phrased
from chatbot.question.understanding import plain_question
from chatbot.records import AnswerKind, Filters, Period
from tests.question.asking import NOW, asked, by_rules


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


LIMITED = [
    ("list all articles from April", AnswerKind.ARTICLES, "2025-04-01", "2025-05-01", ()),
    ("Which articles were published in April?", AnswerKind.ARTICLES, "2025-04-01", "2025-05-01", ()),
    ("list articles published on 8 March", AnswerKind.ARTICLES, "2025-03-08", "2025-03-09", ()),
    ("articles about puffins from May 2025", AnswerKind.ARTICLES, "2025-05-01", "2025-06-01", ("puffins",)),
    ("Liste alle Artikel vom April auf", AnswerKind.ARTICLES, "2025-04-01", "2025-05-01", ()),
    ("Lista todos los artículos de abril", AnswerKind.ARTICLES, "2025-04-01", "2025-05-01", ()),
    ("Liste tous les articles d'avril", AnswerKind.ARTICLES, "2025-04-01", "2025-05-01", ()),
    ("what happened this week?", AnswerKind.DIGEST, "2025-11-13", "2025-11-21", ()),
    ("What's new this week?", AnswerKind.DIGEST, "2025-11-13", "2025-11-21", ()),
    ("what happened in April?", AnswerKind.DIGEST, "2025-04-01", "2025-05-01", ()),
    ("summarize the rail strike since October", AnswerKind.DIGEST, "2025-10-01", "2025-11-21", ("the rail strike",)),
    ("Was ist diese Woche passiert?", AnswerKind.DIGEST, "2025-11-13", "2025-11-21", ()),
    ("¿Qué ha pasado esta semana?", AnswerKind.DIGEST, "2025-11-13", "2025-11-21", ()),
    ("Que s'est-il passé cette semaine ?", AnswerKind.DIGEST, "2025-11-13", "2025-11-21", ()),
]


@pytest.mark.parametrize(("text", "kind", "since", "until", "queries"), LIMITED)
def test_a_period_that_a_list_or_digest_names_is_a_limit(
    text: str, kind: AnswerKind, since: str, until: str, queries: tuple[str, ...]
) -> None:
    parsed = by_rules(text)
    assert parsed.kind is kind
    assert parsed.filters.period == Period(day(since), day(until))
    assert parsed.queries == queries


@pytest.mark.parametrize(
    "text",
    [
        "Which articles report on the ferry accident of 8 March?",
        "Summarize the fire of July 12",
        "timeline of the strike in April",
        "latest articles on the storm",
        "How many people were hurt in April?",
    ],
)
def test_the_time_of_what_happened_limits_nothing(text: str) -> None:
    assert by_rules(text).filters == Filters()


def test_a_publisher_that_a_list_names_is_a_limit() -> None:
    both = by_rules("What articles from The Harbor Ledger and Continental Review mention the truce?")
    assert set(both.filters.publishers) == {"The Harbor Ledger", "Continental Review"}
    assert both.queries == ("the truce",)
    one = by_rules("show me everything by the harbor ledger")
    assert (one.filters.publishers, one.queries) == (("The Harbor Ledger",), ())
    assert by_rules("Which articles mention The Harbor Ledger?").filters == Filters()
    assert by_rules("What does Continental Review say about the truce?").filters == Filters()


def test_a_readers_own_limits_are_narrowed_and_never_widened() -> None:
    own = Filters(Period(day("2025-04-10"), day("2025-09-01")), ("The Harbor Ledger",), ("Ada Moor",))
    listed = by_rules("list all articles from April", filters=own)
    assert listed.filters == Filters(Period(day("2025-04-10"), day("2025-05-01")), own.publishers, own.authors)
    assert by_rules("everything by Continental Review", filters=own).filters.publishers == own.publishers
    empty = by_rules("list all articles from March", filters=own).filters.period
    assert not any(empty.contains(day(f"2025-0{month}-15")) for month in range(1, 10))


@pytest.mark.parametrize(
    "text",
    [
        "latest on the ferry",
        "what's new on the rail strike?",
        "Is the pier still closed?",
        "How many homes are without power now?",
        "what is the current key rate",
        "How is the season going so far?",
        "any updates on the recall?",
        "Are any flood alerts in force?",
        "Wie ist der aktuelle Stand beim Bahnstreik?",
        "Ist der Pier noch immer gesperrt?",
        "Was gibt es Neues zur Radbrücke?",
        "¿Cuál es el último balance de heridos?",
        "¿Sigue cerrado el muelle?",
        "¿Qué hay de nuevo sobre la huelga?",
        "Quel est le dernier bilan ?",
        "Le quai est-il toujours fermé ?",
    ],
)
def test_the_state_of_things_is_asked_for(text: str) -> None:
    assert by_rules(text).newest_first


@pytest.mark.parametrize(
    "text",
    [
        "How many people died in the 2004 tsunami?",
        "Now that the strike is over, who won?",
        "Why did the union accept?",
        "Wer gewann den Preis?",
        "¿Quién ganó el premio?",
        "Qui a gagné le prix ?",
        "Which levers would still work?",
    ],
)
def test_the_state_of_things_is_not_asked_for(text: str) -> None:
    assert not by_rules(text).newest_first


WRAPPED = [
    ("hi, who is the mayor?", "who is the mayor?", "who is the mayor?"),
    ("Hello! Who is the mayor?", "Who is the mayor?", "Who is the mayor?"),
    ("Thanks! And who said that?", "And who said that?", "And who said that?"),
    ("great, and when?", "and when?", "and when?"),
    ("Please tell me who won.", "Please tell me who won.", "who won?"),
    ("Can you tell me who won?", "Can you tell me who won?", "who won?"),
    ("Who won, please? Thanks!", "Who won, please? Thanks!", "Who won?"),
    ("who won pls", "who won pls", "who won?"),
    ("“Who won?”", "Who won?", "Who won?"),
    ("'Who won?'", "Who won?", "Who won?"),
    ("Q: Who won?", "Who won?", "Who won?"),
    ("Kannst du mir bitte sagen, wer gewann?", "Kannst du mir bitte sagen, wer gewann?", "wer gewann?"),
    ("Hola, ¿me puedes decir quién ganó?", "¿me puedes decir quién ganó?", "quién ganó?"),
    ("Bonjour, qui a gagné ?", "qui a gagné ?", "qui a gagné ?"),
    ("WHO WON THE PRIZE IN MAY 2025?", "Who won the prize in May 2025?", "Who won the prize in May 2025?"),
    ("Great Britain and the truce", "Great Britain and the truce", "Great Britain and the truce"),
    ("Hello Kitty film", "Hello Kitty film", "Hello Kitty film"),
    ("NATO?", "NATO?", "NATO?"),
    ("thanks", "thanks", "thanks"),
    ("“Stop,” he said: who?", "“Stop,” he said: who?", "“Stop,” he said: who?"),
]


@pytest.mark.parametrize(("question", "text", "search"), WRAPPED)
def test_form_is_taken_off_and_nothing_else(question: str, text: str, search: str) -> None:
    form = phrased(question)
    assert (form.text, form.search) == (text, search)


def test_capitals_do_not_hide_words_of_time() -> None:
    loud = by_rules("HOW MANY PEOPLE WERE HURT IN MAY 2025?")
    assert loud.reading is not None
    assert loud.reading.period.since == day("2025-05-01")


def test_a_plain_question_is_its_own_only_query() -> None:
    filters = Filters(publishers=("The Harbor Ledger",))
    parsed = plain_question(asked("Hi, 14 people were hurt this week.", filters))
    assert parsed.queries == (parsed.text,) == ("Hi, 14 people were hurt this week.",)
    assert (parsed.kind, parsed.filters, parsed.asked_at) == (AnswerKind.FACT, filters, NOW)
    assert parsed.reading is not None
    assert parsed.reading.words == "this week"
