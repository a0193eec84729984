"""The page of a model: its sentences in their sections with all their sources, and below them what it left untold."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chatbot.answering.corrections import find_corrections
from chatbot.answering.wording import source_name
from chatbot.briefing.draft import CORRECTED, BriefingDraft
from chatbot.briefing.drafting import DraftedPage, DraftedSentence, Drafting
from chatbot.briefing.events import BriefingProgress
from chatbot.briefing.fact_pack import place_of
from chatbot.briefing.facts import carriers
from chatbot.briefing.material import Material
from chatbot.briefing.page import LOOKED_AT, overtaken
from chatbot.briefing.placing import day_of, section_of
from chatbot.briefing.planning import Plan, Planned
from chatbot.briefing.records import Entry, SectionKind
from chatbot.briefing.untold import Told
from chatbot.records import BlockKind, Evidence
from chatbot.verification.local import LocalVerifier
from chatbot.verification.verifier import Claim

MOST_CARRIERS = 6
"""Sources that are tried as further ones of a sentence."""
WITHHELD = "Of the model's sentences, {} that the articles do not surely back were withheld."
TITLES = {SectionKind.STATEMENTS: "Who stands where"}


@dataclass(slots=True)
class _Entry:
    """A statement of the page on its way into the draft: a sentence of the model or a quotation."""

    kind: SectionKind
    day: date | None
    source: DraftedSentence | Planned
    backing: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """Composes pages that a model writes.

    Args:
        drafting: has the model write.
        verifier: finds further sources of what is supported.
        material: the sentences of the articles in scope.
        plan: of the page.
    """

    drafting: Drafting
    verifier: LocalVerifier
    material: Material
    plan: Plan

    def compose(self, draft: BriefingDraft) -> Generator[BriefingProgress, None, DraftedPage]:
        """Fill a draft, and return what the model wrote of it."""
        old = frozenset(overtaken(self.plan.reports[:LOOKED_AT], self.material))
        page = yield from self.drafting.draft(self.plan, self.material, old)
        if self.drafting.writer.strict:
            self._withhold(page)
        page.model = self.drafting.writer.model.name if page.sentences else ""
        places = {place_of(self.material.sentences[at]) for at in old}
        entries = [self._placed(item, places) for item in page.sentences]
        told = Told(self.plan)
        for entry, item in zip(entries, page.sentences, strict=True):
            if item.checked.finding.supported:
                told.add(entry.kind, item.checked.sentence.text, entry.backing, entry.day)
        untold = told.untold(self.drafting.request.length.words)
        entries += [_Entry(item.kind, item.day, item) for item in untold]
        for kind in SectionKind:
            for entry in _in_order(kind, [entry for entry in entries if entry.kind is kind], leads=told.leads):
                self._show(entry, draft)
        if any(item.kind is SectionKind.STATEMENTS for item in page.sentences):
            draft.entitle(SectionKind.STATEMENTS, TITLES[SectionKind.STATEMENTS])
        return page

    def _withhold(self, page: DraftedPage) -> None:
        kept = [item for item in page.sentences if not item.checked.finding.verdict.is_doubtful]
        if withheld := len(page.sentences) - len(kept):
            page.notes.append(WITHHELD.format(withheld))
        page.sentences = kept

    def _placed(self, item: DraftedSentence, old: set[tuple[str, int]]) -> _Entry:
        finding = item.checked.finding
        if not finding.supported:
            return _Entry(item.kind, item.day, item)
        kind = section_of(item.kind, finding.evidence, old)
        day = day_of(finding.evidence) if kind is SectionKind.TIMELINE and item.kind is not kind else item.day
        return _Entry(kind, day, item, (*finding.evidence, *self._further_sources(item, finding.evidence)))

    def _further_sources(self, item: DraftedSentence, backing: Sequence[Evidence]) -> Iterator[Evidence]:
        """Other sources of the same facts that support the sentence alone."""
        known = {place_of(evidence) for evidence in backing}
        others = {place_of(other): other for evidence in backing for other in self._carriers(evidence)}
        text = item.checked.sentence.text
        for place in [place for place in others if place not in known][:MOST_CARRIERS]:
            evidence = others[place]
            found = self.verifier.check(Claim(text, (evidence,)), (evidence,))
            if found.supported and set(map(place_of, found.evidence)) == {place}:
                yield evidence

    def _carriers(self, evidence: Evidence) -> Sequence[Evidence]:
        """Who else carries the fact that a sentence tells."""
        place = place_of(evidence)
        for planned in self.plan.statements:
            if not planned.sides and place in map(place_of, planned.evidence):
                return planned.evidence
        fact = next((fact for fact in self.plan.reports if place_of(fact.evidence) == place), None)
        return carriers(fact, self.material, self.verifier.model) if fact and fact.stories > 1 else ()

    def _show(self, entry: _Entry, draft: BriefingDraft) -> None:
        source = entry.source
        if isinstance(source, Planned):
            draft.quote(entry.kind, source.text, source.evidence, label=source.label, day=source.day)
            return
        written = source.said.written
        prose = written.kind is BlockKind.PARAGRAPH
        label = self._label(source, entry.backing)
        shown = Entry(source.checked.sentence, label, entry.day, paragraph=written.block + 1, prose=prose)
        draft.tell(entry.kind, shown, entry.backing, source.checked.finding.nearest)

    def _label(self, item: DraftedSentence, backing: Sequence[Evidence]) -> str:
        """What leads up to a model's sentence: its heading, whose opinion it is, whether its source was corrected."""
        opinion = source_name(backing[0].metadata) if backing and all(one.metadata.opinion for one in backing) else ""
        corrected = CORRECTED if find_corrections(tuple(backing), self.plan.notices) else ""
        return " · ".join(part for part in (item.said.label, opinion, corrected) if part)


def _in_order(kind: SectionKind, entries: Sequence[_Entry], *, leads: bool) -> Sequence[_Entry]:
    """The model's sentences, then quotations; a timeline by its days, those without one behind the one before.

    Args:
        kind: of the section.
        entries: its statements.
        leads: whether a bottom line of the model stands above the quoted one.
    """
    if kind is SectionKind.TIMELINE:
        days, last = list[date](), date.min
        for entry in entries:
            last = entry.day or last
            days.append(last)
        return [entries[at] for at in sorted(range(len(entries)), key=lambda at: days[at])]
    if kind is SectionKind.BOTTOM_LINE and not leads:
        return sorted(entries, key=lambda entry: isinstance(entry.source, DraftedSentence))
    return entries
