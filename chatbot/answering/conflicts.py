"""Finds sources that disagree: articles that count the same thing on the same days and come to different numbers.

Two sentences conflict when they come from different stories, are close in meaning and time, share a counted thing
("14 injured", "23 people were injured") and no number that counts it. The reader is shown both and decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from chatbot.models.claim_numbers import Number, numbers_of
from chatbot.models.encoder import TextEncoder
from chatbot.records import Evidence

LEAST_SIMILARITY = 0.6
"""Cosine of two sentences below which they are about different things."""
MOST_APART = timedelta(days=10)
"""Numbers change with time: figures weeks apart are history, not a disagreement."""
MOST_SHOWN = 2
REACH = 40
"""Characters around a number in which the thing that it counts is looked for."""
MOST_WORDS = 3
"""And words, on either side."""

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_MONTH_BEFORE = re.compile(rf"\b(?:{_MONTHS})\w*\.?\s+$")
_MONTH_BEHIND = re.compile(rf"\.?\s+(?:{_MONTHS})")
_YEAR = re.compile(r"(?:19|20)\d\d")
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


class Conflict(NamedTuple):
    """Two pieces of evidence that cannot both be right."""

    first: Evidence
    second: Evidence


@dataclass(frozen=True, slots=True)
class ConflictFinder:
    """Compares evidence pair by pair."""

    encoder: TextEncoder

    def find(self, cited: Sequence[Evidence], evidence: Sequence[Evidence], stated: Set[float]) -> list[Conflict]:
        """Conflicts between what an answer cites and the other evidence, strongest evidence first.

        Args:
            cited: the evidence that the answer cites so far.
            evidence: everything that was found, best first.
            stated: numbers that the answer states. A conflict about others does not concern the reader.
        """
        candidates = [(one, other) for one in dict.fromkeys(cited) for other in evidence if comparable(one, other)]
        contradicting = [pair for pair in candidates if _differ_about(pair[0].quote, pair[1].quote, stated)]
        return list(self._distinct(contradicting))[:MOST_SHOWN]

    def _distinct(self, pairs: Sequence[tuple[Evidence, Evidence]]) -> Iterator[Conflict]:
        """One conflict for each pair of stories, and only between sentences of like meaning."""
        seen: set[frozenset[str]] = set()
        for one, other in pairs:
            stories = frozenset((one.story, other.story))
            if stories not in seen and self._similar(one, other):
                seen.add(stories)
                yield Conflict(one, other)

    def _similar(self, one: Evidence, other: Evidence) -> bool:
        first, second = self.encoder.encode([one.quote, other.quote])
        return float(first @ second) >= LEAST_SIMILARITY


def counts_differ(one: str, other: str) -> bool:
    """Whether two sentences give different numbers for a thing that both count, and agree on none."""
    first, second = _counts(one), _counts(other)
    shared = first.keys() & second.keys()
    return bool(shared) and all(first[thing].isdisjoint(second[thing]) for thing in shared)


def stated_numbers(texts: Iterable[str], question: str) -> set[float]:
    """The numbers that texts state as counts: no "one" and no ordinal, and dates only where the question asks when."""
    asks_when = bool(_WHEN.search(question))
    numbers = [(text, number) for text in texts for number in numbers_of(text)]
    return {number.value for text, number in numbers if _counts_something(text, number, dates=asks_when)}


def _counts_something(text: str, number: Number, *, dates: bool) -> bool:
    if number.text.casefold() == "one" or _ORDINAL.search(number.text):
        return False
    return dates or not (_YEAR.fullmatch(number.text) or _is_day(text, number))


def _is_day(text: str, number: Number) -> bool:
    return bool(_MONTH_BEFORE.search(text[: number.start]) or _MONTH_BEHIND.match(text[number.end :]))


def _differ_about(one: str, other: str, stated: Set[float]) -> bool:
    """Whether two sentences count something differently, one of them with a number that the answer states."""
    if not counts_differ(one, other):
        return False
    first, second = _counts(one), _counts(other)
    return any((first[thing] | second[thing]) & stated for thing in first.keys() & second.keys())


def comparable(one: Evidence, other: Evidence) -> bool:
    """Whether two pieces of evidence can contradict each other: of different stories, and of about the same days."""
    if one.story == other.story:
        return False
    first, second = one.metadata.published, other.metadata.published
    return first is None or second is None or abs(first - second) <= MOST_APART


def _counts(text: str) -> dict[str, set[float]]:
    """Numbers by the things that they count: the content words just behind and before each number."""
    counted: dict[str, set[float]] = {}
    for number in numbers_of(text):
        behind = _WORD.findall(text[number.end : number.end + REACH])[:MOST_WORDS]
        before = _WORD.findall(text[max(number.start - REACH, 0) : number.start])[-MOST_WORDS:]
        for word in (*behind, *before):
            if len(word) > 3 and word.casefold() not in _IGNORED:
                counted.setdefault(word.casefold()[:6], set()).add(number.value)
    return counted
