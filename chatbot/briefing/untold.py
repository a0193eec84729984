"""What a model's page leaves untold of the plan, so that a weak model loses nothing of the page.

Only sentences that are supported tell anything. Where a model tells all of the plan, nothing is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from chatbot.briefing.fact_pack import Place, place_of
from chatbot.briefing.page import BOTTOM_LINE
from chatbot.briefing.planning import Plan, Planned
from chatbot.briefing.records import SectionKind
from chatbot.records import Evidence
from chatbot.text.tokenizing import word_count

_ORDER = (
    SectionKind.BOTTOM_LINE,
    SectionKind.CHANGES,
    SectionKind.CORRECTIONS,
    SectionKind.TIMELINE,
    SectionKind.DEVELOPMENTS,
    SectionKind.DISAGREEMENTS,
    SectionKind.STATEMENTS,
    SectionKind.OPEN_QUESTIONS,
)
"""The sections in the order in which they get the room that is left."""
_MAIN = frozenset((SectionKind.BOTTOM_LINE, SectionKind.DEVELOPMENTS, SectionKind.TIMELINE))
TRUSTED = 1 / 3
"""Share of the plan's main facts that a model's page must tell, so that its bottom line leads. A model that tells less
has not weighed them, whatever it put at the top."""
TOLERANCE = 1.1
"""Of the length: what a model tells in other words than the plan stands beside it."""
_SKELETON = frozenset(_ORDER[:4])
"""Sections that have room always: few words, without which a page is none."""
_BESIDE_A_MODEL = frozenset((SectionKind.STATEMENTS, SectionKind.OPEN_QUESTIONS))
"""Sections of which nothing is quoted where the model wrote one that holds."""


@dataclass(slots=True)
class Told:
    """What the supported sentences of a model tell.

    Args:
        plan: of the page.
    """

    plan: Plan
    words: int = 0
    _cited: dict[SectionKind, set[Place]] = field(default_factory=dict)
    _days: set[date] = field(default_factory=set)
    _sections: Counter[SectionKind] = field(default_factory=Counter)

    def add(self, kind: SectionKind, text: str, backing: Iterable[Evidence], day: date | None) -> None:
        """Book a supported sentence of a section."""
        self.words += word_count(text)
        self._cited.setdefault(kind, set()).update(map(place_of, backing))
        self._sections[kind] += 1
        if day:
            self._days.add(day)

    @property
    def leads(self) -> bool:
        """Whether the model's bottom line may lead the page: it holds, and the page tells enough of what matters."""
        main = [item for item in self.plan.statements if item.kind in _MAIN]
        told = sum(self._cites(item) for item in main)
        return self._sections[SectionKind.BOTTOM_LINE] > 0 and told >= TRUSTED * len(main)

    def untold(self, words: int) -> list[Planned]:
        """The statements of the plan that are not told, as long as there is room, each in its section.

        Args:
            words: that the page may have; a plan that is longer has its own length.
        """
        plan = self.plan
        room = max(TOLERANCE * words, sum(word_count(item.text) for item in plan.statements)) - self.words
        left = []
        for item in (item for kind in _ORDER for item in self._left(plan.of(kind))):
            if room > 0 or item.kind in _SKELETON:
                room -= word_count(item.text)
                left.append(item)
        return left

    def _left(self, planned: Sequence[Planned]) -> Iterator[Planned]:
        full = self._sections[SectionKind.BOTTOM_LINE] if self.leads else 0
        for item in planned:
            if self._tells(item):
                continue
            if item.kind is SectionKind.BOTTOM_LINE:
                # A bottom line that the model has filled is its choice; what else matters stands below it.
                yield item if full < BOTTOM_LINE else item._replace(kind=SectionKind.DEVELOPMENTS)
                full += 1
            else:
                yield item

    def _tells(self, item: Planned) -> bool:
        kind = item.kind
        if kind is SectionKind.CORRECTIONS:
            return False
        if kind is SectionKind.BOTTOM_LINE:
            return self._cites(item) if self.leads else self._cites(item, (kind,))
        if kind is SectionKind.TIMELINE:
            return self._cites(item) and item.day in self._days
        return self._cites(item) or (kind in _BESIDE_A_MODEL and self._sections[kind] > 0)

    def _cites(self, item: Planned, kinds: Iterable[SectionKind] = tuple(SectionKind)) -> bool:
        """Whether sentences of some sections cite a fact, of several sides all."""
        cited = set[Place]().union(*(self._cited.get(kind, set()) for kind in kinds))
        return (all if item.sides else any)(place_of(evidence) in cited for evidence in item.evidence)
