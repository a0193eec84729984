"""What a sentence states of the kind that a question asks for, as values that can be compared between sentences."""

from __future__ import annotations

import re

from chatbot.letters import folded
from chatbot.question.asked import Asked
from chatbot.question.expected_answer import ExpectedAnswer, Kind
from chatbot.verification.claim_numbers import Number, numbers_of

NEAR = 3
"""Words before and behind a number, names aside, among which what it counts is looked for."""

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"(?:\b(\d{{1,2}})(?:st|nd|rd|th)?,? )?\b({_MONTHS})\b(?: (\d{{1,2}})\b)?")
_YEAR = re.compile(r"\b[12]\d{3}\b")
_WORD = re.compile(r"[^\W\d_]+")

Values = frozenset[str | float]


def values_of(sentence: str, expected: ExpectedAnswer, asked: Asked) -> Values:
    """What a sentence answers with: numbers of what is asked for, amounts, years or days, names; empty for no kind.

    Weekdays and hours are no values: which Tuesday is meant, only the article's day can tell.
    """
    if expected.kind is Kind.NUMBER:
        return frozenset(number.value for number in numbers_of(sentence) if _counts(sentence, number, asked))
    if expected.kind is Kind.TIME:
        return frozenset(_years(sentence) or _days(sentence))
    found = expected.found_in(sentence)
    if expected.kind in (Kind.MONEY, Kind.DURATION):
        places = [range(*match.span()) for match in found]
        return frozenset(number.value for number in numbers_of(sentence) if any(number.start in at for at in places))
    return frozenset(match.group().casefold() for match in found)


def says_else(sentence: str, said: str, expected: ExpectedAnswer, asked: Asked) -> bool:
    """Whether a sentence answers, and with nothing that was said already.

    Args:
        sentence: may answer.
        said: the answer so far.
        expected: what the question asks for; its kind is known.
        asked: the same question's names and words.
    """
    values = values_of(sentence, expected, asked)
    if expected.kind is Kind.TIME:
        return bool(values) and _is_other_time(sentence, said)
    if expected.kind is Kind.NAME:
        return not values <= values_of(said, expected, asked)
    return bool(values) and values.isdisjoint(number.value for number in numbers_of(said))


def _is_other_time(one: str, other: str) -> bool:
    """Whether two sentences name no common year, or in a common year or without one no common day."""
    years, other_years = _years(one), _years(other)
    if years and other_years and years.isdisjoint(other_years):
        return True
    days, other_days = _days(one), _days(other)
    if days and other_days:
        return days.isdisjoint(other_days)
    return not (other_years or other_days)


def _counts(text: str, number: Number, asked: Asked) -> bool:
    """Whether a number counts what is asked for: a word for that stands near it."""
    before = [word for word in _WORD.findall(text[: number.start]) if folded(word).casefold() not in asked.names]
    return any(map(asked.counts, (*before[-NEAR:], *_WORD.findall(text[number.end :])[:NEAR])))


def _years(text: str) -> set[str]:
    return set(_YEAR.findall(text))


def _days(text: str) -> set[str]:
    """Days and months without their year: `18 march`."""
    return {f"{match[1] or match[3] or ''} {match[2].casefold()}".strip() for match in _DAY.finditer(text)}
