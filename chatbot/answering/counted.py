"""What sentences count: their numbers by the things that stand beside them, comparable from sentence to sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from chatbot.answering.splits import disputed_splits
from chatbot.verification.claim_numbers import Number, numbers_of

REACH = 40
"""Characters around a number in which the thing that it counts is looked for."""
YEAR_REACH = 60
"""And the year of the count."""
MOST_WORDS = 3
"""And words of that thing, on either side."""

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_MONTH_BEFORE = re.compile(rf"\b(?:{_MONTHS})\w*\.?\s+$")
_MONTH_BEHIND = re.compile(rf"\.?\s+(?:{_MONTHS})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_NEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?![\w%]|[.,]\d)")
_UNIT = re.compile(r"[\s-]?(per ?cent|%|year|month|week|day|hour|minute|second)s?(?!\w)", re.IGNORECASE)
_RATE = re.compile(
    r"(?:[\s-]+[^\W\d_]+){0,3}?\s+(?:per|an?|each|every)\s+(second|minute|hour|day|night|week|month|year)\b"
    r"(?!\s+(?:earlier|later|ago|before|after)\b)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\d(?:st|nd|rd|th)$|^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$", re.I
)
_WHEN = re.compile(r"\b(?:when|what (?:year|day|date)|which (?:year|day)|wann)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_IGNORED = frozenset(
    (
        "a an the of in on at to for from by with and or but is are was were be been had has have people "
        "persons percent per more than about around nearly almost over least other others million billion "
        "thousand hundred dollars euros year years day days hour hours minute minutes week weeks month months "
        "am pm"
    ).split()
)


class _Count(NamedTuple):
    value: float
    unit: str
    """"year" in "a median age of 36 years"; empty where it counts things."""
    rate: str
    """"day" in "10,000 steps a day"; empty where it counts no rate."""
    year: str
    """The year beside it; empty where none stands there."""

    def measures_with(self, other: _Count) -> bool:
        """Whether both can be numbers of one thing: not steps a day and steps a minute, nor those of two years."""
        if self.unit != other.unit:
            return False
        return all(not one or not two or one == two for one, two in zip(self[2:], other[2:], strict=True))


class _Thing(NamedTuple):
    """What numbers stand beside. Years date it, other numbers count it: that is not compared with each other."""

    stem: str
    dated: bool


_Counted = Mapping[_Thing, Set[_Count]]


def counts_differ(one: str, other: str) -> bool:
    """Whether two sentences give different numbers for a thing that both count, and agree on none."""
    return bool(disputed_numbers(one, other))


def disputed_numbers(one: str, other: str) -> set[float]:
    """The numbers that two sentences give for the things that both count; none where they agree on one of them.

    Results of two sides ("96 votes to 41") are compared as wholes: their halves count one thing.
    """
    if (split := disputed_splits(one, other)) is not None:
        return split
    first, second = _counts(one), _counts(other)
    disputed = set[float]()
    for thing in first:
        if _both_measure(thing, first, second):
            mine, theirs = ({count.value for count in side[thing]} for side in (first, second))
            if mine.isdisjoint(theirs):
                disputed |= mine | theirs
            elif not thing.dated:
                return set()
    return disputed


def stated_numbers(texts: Iterable[str], question: str) -> set[float]:
    """The numbers that texts state as counts: no "one" and no ordinal, and dates only where the question asks when."""
    asks_when = bool(_WHEN.search(question))
    numbers = [(text, number) for text in texts for number in numbers_of(text)]
    return {number.value for text, number in numbers if _counts_something(text, number, dates=asks_when)}


def _both_measure(thing: _Thing, first: _Counted, second: _Counted) -> bool:
    return any(one.measures_with(other) for one in first[thing] for other in second.get(thing, ()))


def _counts_something(text: str, number: Number, *, dates: bool) -> bool:
    if number.text.casefold() == "one" or _ORDINAL.search(number.text):
        return False
    return dates or not (_YEAR.fullmatch(number.text) or _is_day(text, number))


def _is_day(text: str, number: Number) -> bool:
    return bool(_MONTH_BEFORE.search(text[: number.start]) or _MONTH_BEHIND.match(text[number.end :]))


def _counts(text: str) -> dict[_Thing, set[_Count]]:
    """Counts by the things that they count: the content words just behind and before each number."""
    counted: dict[_Thing, set[_Count]] = {}
    for number in numbers_of(text):
        before, behind = _around(text, number, REACH)
        dated = bool(_YEAR.fullmatch(number.text))
        year = "" if dated else _year_beside(*_around(text, number, YEAR_REACH))
        count = _Count(number.value, _found(_UNIT, behind), _found(_RATE, behind), year)
        for word in (*_WORD.findall(behind)[:MOST_WORDS], *_WORD.findall(before)[-MOST_WORDS:]):
            if len(word) > 3 and word.casefold() not in _IGNORED:
                counted.setdefault(_Thing(word.casefold()[:6], dated), set()).add(count)
    return counted


def _found(pattern: re.Pattern[str], behind: str) -> str:
    match = pattern.match(behind)
    return match[1].casefold() if match else ""


def _around(text: str, number: Number, reach: int) -> tuple[str, str]:
    return text[max(number.start - reach, 0) : number.start], text[number.end : number.end + reach]


def _year_beside(before: str, behind: str) -> str:
    """The nearer of the years on both sides of a number."""
    found = [(match.start(), match[0]) for match in _YEAR_NEAR.finditer(behind)][:1]
    found += [(len(before) - match.end(), match[0]) for match in _YEAR_NEAR.finditer(before)][-1:]
    return min(found)[1] if found else ""
