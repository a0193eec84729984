"""A briefing in the making: entries with their citations, numbered across all sections."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from chatbot.answering.citing import CitationList
from chatbot.briefing.records import Entry, Section, SectionKind, SourceUse
from chatbot.records import Citation, Evidence, Sentence, Verdict

TITLES = {
    SectionKind.BOTTOM_LINE: "Bottom line",
    SectionKind.CHANGES: "What changed",
    SectionKind.DEVELOPMENTS: "Key developments",
    SectionKind.TIMELINE: "Timeline",
    SectionKind.STATEMENTS: "Who said what",
    SectionKind.DISAGREEMENTS: "Where sources disagree",
    SectionKind.CORRECTIONS: "Corrected since",
    SectionKind.OPEN_QUESTIONS: "Open questions",
}

CORRECTED = "corrected since, see below"


class BriefingDraft:
    """Collects the entries of one briefing."""

    def __init__(self) -> None:
        self._citations = CitationList()
        self._evidence: dict[int, Evidence] = {}
        self._entries: dict[SectionKind, list[Entry]] = {kind: [] for kind in SectionKind}
        self._titles = dict(TITLES)
        self._noted = time.perf_counter()
        self.timings: dict[str, float] = {}

    def quote(
        self, kind: SectionKind, text: str, evidence: Sequence[Evidence], *, label: str = "", day: date | None = None
    ) -> None:
        """Add a statement in the words of articles, which needs no check.

        Args:
            kind: of its section.
            text: quotations.
            evidence: what is quoted first, then who else carries it.
            label: what leads up to it.
            day: in a timeline: when it happened.
        """
        sentence = Sentence(text, Verdict.SUPPORTED, 1.0, self._numbers(evidence))
        self._entries[kind].append(Entry(sentence, label, day, _stories(evidence)))

    def tell(
        self, kind: SectionKind, entry: Entry, backing: Sequence[Evidence] = (), nearest: Sequence[Evidence] = ()
    ) -> None:
        """Add a sentence that a model wrote and that was checked.

        Args:
            kind: of its section.
            entry: the sentence, without the numbers of its citations.
            backing: what supports it.
            nearest: what comes nearest to a doubtful one.
        """
        numbers, near = self._numbers(backing), self._numbers(nearest)
        sentence = replace(entry.sentence, citations=numbers, nearest=near)
        self._entries[kind].append(replace(entry, sentence=sentence, sources=_stories(backing)))

    def entitle(self, kind: SectionKind, title: str) -> None:
        """Give a section another title."""
        self._titles[kind] = title

    def note(self, stage: str) -> None:
        """Book the seconds since the last note under this stage."""
        now = time.perf_counter()
        self.timings[stage] = self.timings.get(stage, 0.0) + now - self._noted
        self._noted = now

    def sections(self) -> tuple[Section, ...]:
        """The sections that have something to say, in their order."""
        return tuple(
            Section(kind, self._titles[kind], tuple(entries)) for kind, entries in self._entries.items() if entries
        )

    def citations(self) -> tuple[Citation, ...]:
        return self._citations.all()

    def evidence(self) -> tuple[Evidence, ...]:
        """What the citations point to, in their order."""
        return tuple(self._evidence[number] for number in sorted(self._evidence))

    def sources(self) -> tuple[SourceUse, ...]:
        """The cited articles, most cited first."""
        known = {citation.id: citation for citation in self.citations()}
        numbers = [
            number for entries in self._entries.values() for entry in entries for number in entry.sentence.citations
        ]
        uses = Counter((known[number].article_id, known[number].version) for number in numbers)
        articles = {(item.article_id, item.version): item for item in reversed(known.values())}
        return tuple(
            SourceUse(*key, item.title, item.publisher, item.url, item.published, count, item.authors, item.opinion)
            for key, count in uses.most_common()
            if (item := articles[key])
        )

    def _numbers(self, evidence: Sequence[Evidence]) -> tuple[int, ...]:
        self._evidence |= {self._citations.cite([item])[0]: item for item in evidence}
        return self._citations.cite(evidence)


def _stories(evidence: Sequence[Evidence]) -> int:
    """How many independent sources there are."""
    return max(len({item.story for item in evidence}), 1)
