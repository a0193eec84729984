"""What is believed of a model's plan for a question.

Everything in it may be missing, of another type, or made up by a model that was talked into it. So it only adds to
what the rules found, and each field must pass a test that needs no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chatbot.control_characters import printable_line
from chatbot.question.kinds import TOPICAL
from chatbot.question.limits import narrowed_period
from chatbot.question.naming import names_articles, names_time
from chatbot.question.resolving import REMEMBERED_TURNS
from chatbot.question.rewriting import alike, is_faithful
from chatbot.question.rules import MOST_QUERIES, WITHOUT_SEARCH, distinct
from chatbot.question.state_words import COVERED_LANGUAGES
from chatbot.question.times import read_time
from chatbot.records import AnswerKind, ParsedQuestion, Period, TimeReading, Turn
from chatbot.text.languages import language_codes, language_of
from chatbot.text.time_vocabulary import FIRST_YEAR

_LONGEST_QUERY = 200
_LONGEST_QUESTION = 300
_LOOKED_AT = 20
"""Queries that are looked at."""
_SHORT = 4
"""Words up to which a question may be a greeting that the rules do not know."""
_DAY = timedelta(days=1)


def believed(
    plan: dict[str, Any], by_rules: ParsedQuestion, history: Sequence[Turn], languages: Sequence[str]
) -> ParsedQuestion:
    """The rules' reading of a question with what a model's plan adds to it.

    Args:
        plan: as the model sent it.
        by_rules: what the rules say.
        history: earlier turns, oldest first.
        languages: ISO codes of the library's articles, most frequent first.
    """
    kind = _kind(plan.get("kind"), by_rules)
    if kind in WITHOUT_SEARCH:
        return replace(by_rules, kind=kind, queries=(), language=_language(plan, by_rules, languages))
    parsed = _with_text(plan.get("question"), replace(by_rules, kind=kind), history)
    parsed = _with_period(plan, replace(parsed, language=_language(plan, parsed, languages)))
    queries = _queries(_proposed(plan.get("queries"), parsed, history), parsed, by_rules, languages)
    return replace(parsed, newest_first=_newest_first(plan, parsed), queries=queries)


def without_guessed_days(parsed: ParsedQuestion) -> ParsedQuestion | None:
    """The question without days that only a model has read in it; None where there are none.

    For when they leave no article: "Days of Our Lives" is no time, and a model that takes it for one hides the library.
    """
    guessed = parsed.reading is not None and not parsed.reading.words and parsed.filters != parsed.asked.filters
    return replace(parsed, reading=None, filters=parsed.asked.filters) if guessed else None


def _kind(value: object, by_rules: ParsedQuestion) -> AnswerKind:
    """The rules' kind, where they found one; a model is asked only for what looks like a plain fact to them."""
    if by_rules.kind is not AnswerKind.FACT or not isinstance(value, str) or value not in set(AnswerKind):
        return by_rules.kind
    kind, text = AnswerKind(value), by_rules.asked.text
    if kind is AnswerKind.COURTESY and (len(text.split()) > _SHORT or "?" in text):
        return by_rules.kind
    if kind in {AnswerKind.ARTICLES, AnswerKind.LIBRARY} and not names_articles(text):
        return by_rules.kind
    return kind


def _language(plan: dict[str, Any], parsed: ParsedQuestion, languages: Sequence[str]) -> str:
    """The detected language; the model's, where the words are too few to detect one."""
    said = plan.get("language")
    unsure = not language_of(parsed.asked.text, languages)
    return said if unsure and isinstance(said, str) and said in language_codes() else parsed.language


def _with_text(value: object, parsed: ParsedQuestion, history: Sequence[Turn]) -> ParsedQuestion:
    """With the model's self-contained question, where it is one of the conversation's words."""
    text = _line(value, _LONGEST_QUESTION)
    if not text or not is_faithful(text, parsed, history):
        return parsed
    sources = parsed.article_ids if parsed.history else history[-1].article_ids
    reading = parsed.reading or read_time(text, parsed.asked_at)
    turns = tuple(history[-REMEMBERED_TURNS:])
    return replace(parsed, text=text, reading=reading, history=turns, article_ids=sources)


def _with_period(plan: dict[str, Any], parsed: ParsedQuestion) -> ParsedQuestion:
    """With the model's days, where the question names a time that the rules cannot read; only lists end there."""
    period = _period(plan.get("since"), plan.get("until"), parsed.asked_at)
    known = parsed.reading or parsed.filters != parsed.asked.filters
    if period is None or known or not names_time(parsed.text, parsed.language):
        return parsed
    parsed = replace(parsed, reading=TimeReading(period, "", "explicit"))
    if parsed.kind not in {AnswerKind.ARTICLES, AnswerKind.DIGEST}:
        return parsed
    return replace(parsed, filters=replace(parsed.filters, period=narrowed_period(parsed.filters.period, period)))


def _period(since: object, until: object, asked_at: datetime) -> Period | None:
    """Whole days until the day of asking; None where there are none, or none that make sense."""
    first, last, today = _day(since), _day(until), asked_at.date()
    if (first is None and last is None) or (first and first > min(last or today, today)):
        return None
    zone = asked_at.tzinfo or UTC
    after = min(last or today, today) + _DAY
    begin = datetime.combine(first, time.min, zone) if first else None
    return Period(begin, datetime.combine(after, time.min, zone))


def _day(value: object) -> date | None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2025-03-31") else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year < date.max.year else None


def _newest_first(plan: dict[str, Any], parsed: ParsedQuestion) -> bool:
    """The rules know the words for it in their languages; in others the model is believed, since it only reorders."""
    unknown = parsed.language not in COVERED_LANGUAGES
    return parsed.newest_first or (unknown and plan.get("newest_first") is True)


def _proposed(value: object, parsed: ParsedQuestion, history: Sequence[Turn]) -> list[str]:
    """The model's searches, without those that only repeat what was typed now or before."""
    typed = {alike(parsed.asked.text), *(alike(turn.question) for turn in history[-REMEMBERED_TURNS:])}
    texts = [each for each in (value[:_LOOKED_AT] if isinstance(value, list) else []) if isinstance(each, str)]
    lines = (_line(text, _LONGEST_QUERY) for text in texts if alike(text) not in typed)
    return [line for line in lines if line]


def _queries(
    lines: Sequence[str], parsed: ParsedQuestion, by_rules: ParsedQuestion, languages: Sequence[str]
) -> tuple[str, ...]:
    if by_rules.kind in TOPICAL and not by_rules.queries:
        return ()
    own = by_rules.queries if parsed.text == by_rules.text else (parsed.text, *by_rules.queries[1:])
    if languages and parsed.language not in languages:
        translated = [line for line in lines if language_of(line, languages) not in {"", parsed.language}]
        if translated:
            return distinct((*translated[: MOST_QUERIES - 1], *own))
    if parsed.kind in TOPICAL and by_rules.kind not in TOPICAL:
        return distinct((*lines[:1], *own, *lines[1:]))
    return distinct((*own[:1], *lines, *own[1:]))


def _line(value: object, longest: int) -> str:
    """A text on one line and of bounded length; empty for anything else."""
    line = printable_line(value[: 2 * longest]) if isinstance(value, str) else ""
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0]
