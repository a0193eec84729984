"""Plans a page: which facts stand in which section, each with the sources that carry it.

Where no model writes, the page is the plan, fact by fact in the words of its best source. Where one writes, the plan is
what it reads first, and what it leaves untold is quoted.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from chatbot.answering import wording
from chatbot.answering.corrections import find_corrections, is_notice
from chatbot.answering.wording import day as written_day
from chatbot.briefing.centrality import is_weighed
from chatbot.briefing.changes import changed_numbers, new_facts
from chatbot.briefing.disagreements import find_conflicts, find_notices
from chatbot.briefing.draft import CORRECTED
from chatbot.briefing.events import BriefingProgress, BriefingStage
from chatbot.briefing.facts import Fact, carriers
from chatbot.briefing.keeping.records import EarlierBriefing
from chatbot.briefing.leading import leading_facts
from chatbot.briefing.material import Material
from chatbot.briefing.page import BOTTOM_LINE, Most, Page, lay_out
from chatbot.briefing.records import BriefingRequest, SectionKind
from chatbot.briefing.statements import open_facts, quoted_facts
from chatbot.briefing.timeline import dated_facts
from chatbot.embedding.encoder import TextEncoder
from chatbot.library.library import Library
from chatbot.records import Evidence
from chatbot.verification.evidence import SupportModel

MOST = {
    SectionKind.CHANGES: 6,
    SectionKind.DEVELOPMENTS: 8,
    SectionKind.TIMELINE: 17,
    SectionKind.STATEMENTS: 4,
    SectionKind.DISAGREEMENTS: 3,
    SectionKind.CORRECTIONS: 5,
    SectionKind.OPEN_QUESTIONS: 3,
}
"""Entries of each section of a long briefing."""
MAIN_SHARE = 0.93
"""Of a page's words for all but disagreements, corrections and what changed."""

Planning = Generator[BriefingProgress, None, "Plan"]


class Planned(NamedTuple):
    """A statement as it stands on the page where nobody phrases it."""

    kind: SectionKind
    text: str
    """Quotations, named or under a label."""
    evidence: tuple[Evidence, ...]
    """What it quotes first, then who else carries it."""
    label: str = ""
    day: date | None = None
    sides: bool = False
    """Whether its sentences say different things, so that it is told only with all of them."""


@dataclass(slots=True)
class Plan:
    """The statements of a page, and what else its writer must know."""

    statements: list[Planned] = field(default_factory=list)
    reports: tuple[Fact, ...] = ()
    """All facts that are news, best first."""
    placed: frozenset[int] = frozenset()
    """Places in the material of those that stand on the page."""
    notices: tuple[Evidence, ...] = ()
    """Sentences of corrections that publishers have printed: what they correct is marked wherever it is told."""
    titles: dict[SectionKind, str] = field(default_factory=dict)
    """Of sections that have another title than always."""
    since: str = ""
    """The day of the briefing before; empty where there is none."""

    def of(self, kind: SectionKind) -> list[Planned]:
        """The statements of a section."""
        return [item for item in self.statements if item.kind is kind]


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans pages.

    Args:
        library: what is known.
        encoder: the one that the library was built with.
        verifier: judges whether a sentence carries a fact.
    """

    library: Library
    encoder: TextEncoder
    verifier: SupportModel

    def plan(
        self,
        request: BriefingRequest,
        topic: str,
        material: Material,
        facts: Sequence[Fact],
        earlier: EarlierBriefing | None,
    ) -> Planning:
        """A page of the facts; tells how far it is.

        Args:
            request: what is to be told.
            topic: in words; empty for none.
            material: the sentences of the articles in scope.
            facts: theirs, best first.
            earlier: the briefing before on this topic.
        """
        return _Planning(self, request, topic, material, facts).fill(earlier)


class _Planning:
    """One page while it is planned."""

    def __init__(
        self, planner: Planner, request: BriefingRequest, topic: str, material: Material, facts: Sequence[Fact]
    ) -> None:
        self._planner = planner
        self._request = request
        self._topic = topic
        self._material = material
        self._facts = facts
        self._plan = Plan(notices=tuple(item for item in material.sentences if is_notice(item)))
        self._placed: set[int] = set()
        """Places in the material of the facts that stand somewhere."""

    def fill(self, earlier: EarlierBriefing | None) -> Planning:
        page = self._page()
        main = [*page.bottom_line, *page.developments]
        backing: dict[int, tuple[Evidence, ...]] = {}
        for number, fact in enumerate(main):
            yield BriefingProgress(BriefingStage.WRITING, number, len(main))
            backing[fact.at] = self._carriers(fact)
        for fact in page.bottom_line:
            self._place(SectionKind.BOTTOM_LINE, fact, backing[fact.at])
        if earlier:
            self._changes(earlier)
        for fact in self._unplaced(page.developments):
            self._place(SectionKind.DEVELOPMENTS, fact, backing[fact.at])
        for day, fact in page.timeline:
            self._place(SectionKind.TIMELINE, fact, self._carriers(fact), day=day)
        self._statements(page)
        self._disagreements()
        self._plan.reports, self._plan.placed = tuple(self._reports()), frozenset(self._placed)
        return self._plan

    def _page(self) -> Page:
        """What the main sections tell: of a topic what matters and fits, of everything one fact of each happening."""
        reports = list(self._reports())
        days = self._most(SectionKind.TIMELINE) if self._request.with_timeline else 0
        quoted, unsolved = self._most(SectionKind.STATEMENTS), self._most(SectionKind.OPEN_QUESTIONS)
        if is_weighed(self._material, self._topic):
            words = round(MAIN_SHARE * self._request.length.words)
            return lay_out(reports, self._material, Most(words, days, quoted, unsolved))
        limit = BOTTOM_LINE + self._most(SectionKind.DEVELOPMENTS)
        main = leading_facts(reports, self._material, limit, has_topic=bool(self._topic))
        page = Page(main[:BOTTOM_LINE], dated_facts(reports, days), main[BOTTOM_LINE:])
        placed = {fact.at for fact in (*main, *(fact for _, fact in page.timeline))}
        left = [fact for fact in self._facts if fact.at not in placed]
        page.statements.extend(quoted_facts(left, quoted))
        said = {fact.at for _, fact in page.statements}
        page.open_questions.extend(open_facts([fact for fact in left if fact.at not in said], unsolved))
        return page

    def _reports(self) -> Iterator[Fact]:
        """The facts that are news: notices of corrections have a section of their own."""
        return (fact for fact in self._facts if not is_notice(fact.evidence))

    def _unplaced(self, facts: Sequence[Fact] | Iterator[Fact]) -> list[Fact]:
        return [fact for fact in facts if fact.at not in self._placed]

    def _changes(self, earlier: EarlierBriefing) -> None:
        kind, limit = SectionKind.CHANGES, self._most(SectionKind.CHANGES)
        self._plan.since = written_day(earlier.moment)
        self._plan.titles[kind] = f"What changed since the briefing of {self._plan.since}"
        fresh = self._unplaced(new_facts(self._facts, earlier, len(self._facts)))
        library, encoder = self._planner.library, self._planner.encoder
        for before, now in changed_numbers(self._material, earlier, library, encoder)[:limit]:
            text = f"Then: {wording.quotation(before)} Now: {wording.quotation(now)}"
            self._plan.statements.append(Planned(kind, text, (before, now), sides=True))
        for fact in fresh[:limit]:
            self._place(kind, fact, self._carriers(fact))

    def _statements(self, page: Page) -> None:
        for speaker, fact in page.statements:
            if fact.at not in self._placed:
                self._place(SectionKind.STATEMENTS, fact, (fact.evidence,), label=speaker)
        for fact in self._unplaced(page.open_questions):
            self._place(SectionKind.OPEN_QUESTIONS, fact, (fact.evidence,))

    def _disagreements(self) -> None:
        kind = SectionKind.DISAGREEMENTS
        for pair in find_conflicts(self._facts, self._material, self._most(kind)):
            self._plan.statements.append(Planned(kind, wording.sides(pair, change=False), tuple(pair), sides=True))
        kind = SectionKind.CORRECTIONS
        for notice in find_notices(self._material, self._most(kind)):
            self._plan.statements.append(Planned(kind, wording.correction(notice), tuple(notice)))

    def _place(
        self,
        kind: SectionKind,
        fact: Fact,
        evidence: tuple[Evidence, ...],
        *,
        label: str = "",
        day: date | None = None,
    ) -> None:
        """Give a fact its place, in its own words. Its sources are its citations: a label tells what these do not."""
        self._placed.add(fact.at)
        corrected = CORRECTED if find_corrections((fact.evidence,), self._plan.notices) else ""
        label = " · ".join(part for part in (label, wording.opinion_of(fact.evidence.metadata), corrected) if part)
        self._plan.statements.append(Planned(kind, wording.quoted(fact.evidence.quote), evidence, label, day))

    def _carriers(self, fact: Fact) -> tuple[Evidence, ...]:
        return carriers(fact, self._material, self._planner.verifier)

    def _most(self, kind: SectionKind) -> int:
        return self._request.length.limit(MOST[kind])
