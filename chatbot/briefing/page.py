"""Lays out a page about a topic: what stands at its top, its turns by day, and what else fits its length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.answering.conflicts import LEAST_SIMILARITY
from chatbot.answering.counted import counts_differ
from chatbot.briefing.facts import Fact
from chatbot.briefing.material import Material
from chatbot.briefing.statements import QuotedFact, is_unattributed, open_facts, quoted_facts
from chatbot.briefing.timeline import DatedFact, looks_ahead, told_days, told_ordinal
from chatbot.text.tokenizing import word_count
from chatbot.verification.plain_text import plain_quote

BOTTOM_LINE = 3
TOO_ALIKE = 0.7
"""Cosine from which a fact repeats one that is told already."""
ALIKE = 0.3
"""Cosine above which likeness to what is told begins to count against a fact."""
LIKENESS = 2.0
"""Score that a fact loses for each 1.0 of cosine above `ALIKE`."""
MOST_WORDS = 45
"""Of one statement: longer ones tell several things, of which few matter."""
LENGTHY = 0.03
"""Score that a fact loses for each of its words: of two that matter alike the shorter leaves room for another."""
BETTER = 1 / 3
"""Of the facts, best first, that a page tells beside its timeline: of a small story it does not tell every detail."""
FEW = 12
"""Facts that it tells at any rate."""
LAST_DAYS = 14
"""Before the newest article, of which a bottom line tells."""
SOON = timedelta(days=7)
"""After which what was to come soon has come."""
LOOKED_AT = 200
"""Best facts of which it is asked whether later articles overtook them."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Page:
    """The facts of a page."""

    bottom_line: list[Fact] = field(default_factory=list)
    timeline: list[DatedFact] = field(default_factory=list)
    developments: list[Fact] = field(default_factory=list)
    statements: list[QuotedFact] = field(default_factory=list)
    open_questions: list[Fact] = field(default_factory=list)


class Most(NamedTuple):
    """How much a page holds at most."""

    words: int
    """Of all its statements, about."""
    days: int
    """Of the timeline: those of the most important facts."""
    quoted: int
    """Facts in the words of a named person."""
    open: int
    """Facts that say what is not known yet."""


def lay_out(facts: Sequence[Fact], material: Material, most: Most) -> Page:
    """A page of the most important facts, none told twice.

    What a fact is decides its section, and its importance whether it is told at all; only for what is open is room
    kept, since an editor looks for it.

    Args:
        facts: best first.
        material: their sentences.
        most: its length.
    """
    facts = [fact for fact in facts if not is_unattributed(fact.evidence.quote)]
    chooser = _Chooser(facts, material, most.words)
    old = overtaken(facts[:LOOKED_AT], material) | passed(facts)
    page = Page()
    leading = [fact for fact in facts if not fact.evidence.metadata.opinion]
    chosen = chooser.take(BOTTOM_LINE, without=old | _others(facts, fresh(leading)))
    chosen += chooser.take(BOTTOM_LINE - len(chosen), without=old | _others(facts, leading))
    page.bottom_line.extend(chosen)
    page.timeline.extend(chooser.take_days(most.days, rather_not=old))
    better = facts[: max(round(len(facts) * BETTER), FEW)]
    page.open_questions.extend(chooser.take(most.open, without=old | _others(facts, open_facts(better, len(better)))))
    others = chooser.take(len(better), without=old | _others(facts, better))
    page.statements.extend(quoted_facts(others, most.quoted))
    quoted = {item.fact.at for item in page.statements}
    page.developments.extend(fact for fact in others if fact.at not in quoted)
    return page


def overtaken(facts: Iterable[Fact], material: Material) -> set[int]:
    """Places of facts that what is known of a later day counts otherwise: a toll that rose, a storm that weakened.

    What is still said on that day is not overtaken. What several stories say is overtaken by their own publishers only:
    another one that differs disagrees with them.
    """
    days = np.array([told_ordinal(item) for item in material.sentences])
    found = set()
    for fact in facts:
        cosines = material.vectors @ material.vectors[fact.at]
        said = plain_quote(fact.evidence)
        near = np.flatnonzero((cosines >= LEAST_SIMILARITY) & (days >= days[fact.at])).tolist()
        otherwise = {at for at in near if counts_differ(said, plain_quote(material.sentences[at]))}
        agreeing = {fact.at, *(at for at in near if cosines[at] >= TOO_ALIKE and at not in otherwise)}
        last = max(days[at] for at in agreeing)
        stories = {material.sentences[at].story for at in agreeing}
        publishers = {material.sentences[at].metadata.publisher for at in agreeing}
        if any(
            days[at] > last and (len(stories) == 1 or material.sentences[at].metadata.publisher in publishers)
            for at in otherwise
        ):
            found.add(fact.at)
    return found


def passed(facts: Iterable[Fact]) -> set[int]:
    """Places of facts that look ahead to what has come by the time their newest article is published.

    They name a day that has come, or are a week old and speak of soon: "a plan next week", "will speak on Thursday".
    """
    known = list(facts)
    published = [item.evidence.metadata.published for item in known]
    newest = max((moment.date() for moment in published if moment), default=date.min)
    found = set()
    for fact, moment, day in zip(known, published, told_days(known), strict=True):
        if moment is None:
            continue
        named = day is not None and moment.date() < day <= newest
        if named or (newest - moment.date() >= SOON and looks_ahead(fact.evidence.quote)):
            found.add(fact.at)
    return found


def fresh(facts: Sequence[Fact]) -> list[Fact]:
    """Those that tell of the last days: neither of a day long before the newest article nor of an earlier year."""
    days = [told_ordinal(fact.evidence) for fact in facts]
    first = max(days, default=0.0) - LAST_DAYS
    return [fact for fact, day in zip(facts, days, strict=True) if day >= first and not _names_earlier_year(fact)]


def _names_earlier_year(fact: Fact) -> bool:
    published = fact.evidence.metadata.published
    years = [int(year) for year in _YEAR.findall(fact.evidence.quote)]
    return published is not None and any(year < published.year for year in years)


def _others(facts: Iterable[Fact], chosen: Iterable[Fact]) -> set[int]:
    """The places of facts that are not among the chosen ones."""
    return {fact.at for fact in facts} - {fact.at for fact in chosen}


class _Chooser:
    """Takes facts, the most important first, as long as there is room and they say something new."""

    def __init__(self, facts: Sequence[Fact], material: Material, words: int) -> None:
        self._facts = facts
        self._vectors = material.vectors[[fact.at for fact in facts]]
        self._scores = np.array([fact.score for fact in facts])
        self._words = np.array([word_count(fact.evidence.quote) for fact in facts])
        self._told = np.full(len(facts), -1.0)
        """Highest cosine with what is taken."""
        self._room = words

    def take(self, most: int, *, without: Set[int] = frozenset()) -> list[Fact]:
        """The best facts that are left."""
        allowed = np.array([fact.at not in without for fact in self._facts], bool)
        allowed &= self._words <= MOST_WORDS
        taken: list[Fact] = []
        while len(taken) < most and self._room > 0 and (at := self._best(allowed)) is not None:
            taken.append(self._taken(at))
        return taken

    def take_days(self, most: int, *, rather_not: Set[int]) -> list[DatedFact]:
        """The best fact of each day, of the days with the most important facts; in their order.

        What is rather not told is told of a day of which nothing else is.
        """
        days: dict[date, list[int]] = {}
        for at, day in enumerate(told_days(self._facts)):
            if day and self._words[at] <= MOST_WORDS:
                days.setdefault(day, []).append(at)
        ranked = sorted(days, key=lambda day: -self._scores[days[day]].max())[:most]
        found = []
        for day in ranked:
            allowed = np.zeros(len(self._facts), bool)
            allowed[[at for at in days[day] if self._facts[at].at not in rather_not] or days[day]] = True
            best = self._best(allowed) if self._room > 0 else None
            if best is not None:
                found.append(DatedFact(day, self._taken(best)))
        return sorted(found, key=lambda dated: dated.day)

    def _best(self, allowed: NDArray[np.bool_]) -> int | None:
        places = np.flatnonzero(allowed & (self._told < TOO_ALIKE))
        if not len(places):
            return None
        worth = self._scores[places] - LIKENESS * np.maximum(0, self._told[places] - ALIKE)
        worth -= LENGTHY * self._words[places]
        return int(places[int(worth.argmax())])

    def _taken(self, at: int) -> Fact:
        likeness = self._vectors @ self._vectors[at]
        said = plain_quote(self._facts[at].evidence)
        for other in np.flatnonzero(likeness >= TOO_ALIKE).tolist():
            if other != at and counts_differ(said, plain_quote(self._facts[other].evidence)):
                likeness[other] = ALIKE  # What counts the same otherwise repeats nothing.
        self._told = np.maximum(self._told, likeness)
        self._room -= int(self._words[at])
        return self._facts[at]
