"""Finds sources that disagree: articles that count the same thing on the same days and come to different numbers.

Two sentences conflict when they come from different stories, are close in meaning and time, share a counted thing
("14 injured", "23 people were injured") and no number that counts it. The reader is shown both and decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from chatbot.answering.counted import disputed_numbers
from chatbot.embedding.encoder import TextEncoder
from chatbot.records import Evidence
from chatbot.verification.plain_text import plain_quote

LEAST_SIMILARITY = 0.6
"""Cosine of two sentences below which they are about different things."""
MOST_APART = timedelta(days=10)
"""Numbers change with time: figures weeks apart are history, not a disagreement."""
MOST_SHOWN = 2

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    rf"\b(?:(?P<month>{_MONTHS}) (?P<day>\d{{1,2}})|(?P<first>\d{{1,2}}) (?P<later>{_MONTHS}))\b"
    r"(?:,? (?P<year>(?:19|20)\d\d)\b)?"
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
        contradicting = [pair for pair in candidates if disputed_numbers(*map(plain_quote, pair)) & stated]
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


def sides_of(conflicts: Sequence[Conflict]) -> list[tuple[Evidence, ...]]:
    """The sides of each disagreement: conflicts that share a side are one, which begins with that side."""
    told: list[tuple[Evidence, ...]] = []
    for conflict in conflicts:
        joined = next((sides for sides in told if set(sides) & set(conflict)), ())
        shared = [item for item in joined if item in conflict][:1]
        sides = tuple(dict.fromkeys((*shared, *joined, *conflict)))
        told = [*(other for other in told if other is not joined), sides]
    return told


def comparable(one: Evidence, other: Evidence) -> bool:
    """Whether two pieces of evidence can contradict each other: of different stories, and of about the same days."""
    if one.story == other.story or _of_days_apart(one, other):
        return False
    first, second = one.metadata.published, other.metadata.published
    if first is None or second is None:
        return True
    return abs(first - second) <= MOST_APART and not _is_later(one, second) and not _is_later(other, first)


def _is_later(item: Evidence, published: datetime) -> bool:
    """Whether a piece of evidence names a day on which another had been published already: of that it could not tell.

    A day more is allowed: it is another day elsewhere.
    """
    return any(day > published.date() + timedelta(days=1) for day in _days(item))


def _of_days_apart(one: Evidence, other: Evidence) -> bool:
    """Whether each names days and none is the same: "120 acres by July 10" does not dispute 5,700 on July 14."""
    first, second = set(_days(one)), set(_days(other))
    return bool(first and second) and not first & second


def _days(item: Evidence) -> Iterator[date]:
    """The days that its quote names, without a year those of the year in which it was published."""
    published = item.metadata.published
    for match in _DAY.finditer(item.quote):
        year = match["year"] or (published and published.year)
        named = f"{match['month'] or match['later']} {match['day'] or match['first']} {year}"
        with suppress(ValueError):  # The 31st of June.
            yield datetime.strptime(named, "%B %d %Y").date()  # noqa: DTZ007
