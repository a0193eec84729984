"""Finds sources that disagree: articles that count the same thing on the same days and come to different numbers.

Two sentences conflict when they come from different stories, are close in meaning and time, share a counted thing
("14 injured", "23 people were injured") and no number that counts it. The reader is shown both and decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from chatbot.models.claim_numbers import numbers_of
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

    def find(self, cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Conflict]:
        """Conflicts between what an answer cites and the other evidence, strongest evidence first.

        Args:
            cited: the evidence that the answer cites so far.
            evidence: everything that was found, best first.
        """
        candidates = [(one, other) for one in dict.fromkeys(cited) for other in evidence if comparable(one, other)]
        contradicting = [pair for pair in candidates if counts_differ(pair[0].quote, pair[1].quote)]
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
