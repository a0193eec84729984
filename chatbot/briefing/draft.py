"""A briefing in the making: entries with their citations, numbered across all sections."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from chatbot.answering.citing import CitationList
from chatbot.answering.corrections import find_corrections
from chatbot.answering.wording import quoted, source_name
from chatbot.briefing.facts import Fact
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
        self.notices: tuple[Evidence, ...] = ()
        """Sentences of corrections that publishers have printed: what they correct is marked wherever it is quoted."""
        self._citations = CitationList()
        self._evidence: dict[int, Evidence] = {}
        self._entries: dict[SectionKind, list[Entry]] = {kind: [] for kind in SectionKind}
        self._titles = dict(TITLES)
        self._noted = time.perf_counter()
        self.timings: dict[str, float] = {}
        self.shown: set[int] = set()
        """Places in the material of the facts that are told already."""

    def add(  # noqa: PLR0913 -- what makes up an entry
        self,
        kind: SectionKind,
        text: str,
        evidence: Sequence[Evidence],
        *,
        score: float = 1.0,
        label: str = "",
        day: date | None = None,
    ) -> None:
        """Add a checked statement to a section."""
        numbers = self._citations.cite(evidence)
        self._evidence |= {self._citations.cite([item])[0]: item for item in evidence}
        sentence = Sentence(text, Verdict.SUPPORTED, score, numbers)
        stories = len({item.story for item in evidence})
        self._entries[kind].append(Entry(sentence, label, day, max(stories, 1)))

    def quote(
        self, kind: SectionKind, fact: Fact, evidence: Sequence[Evidence], *, label: str = "", day: date | None = None
    ) -> None:
        """Add a fact in its own words."""
        self.shown.add(fact.at)
        label = label or sources_label(evidence)
        if find_corrections((fact.evidence,), self.notices):
            label = f"{label} · {CORRECTED}"
        self.add(kind, quoted(fact.evidence.quote), evidence, label=label, day=day)

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


def sources_label(evidence: Iterable[Evidence]) -> str:
    """`The Harbor Ledger, 18 March 2025, and 2 other sources`."""
    first, *others = list(evidence)
    name = source_name(first.metadata)
    count = len({item.story for item in others} - {first.story})
    if not count:
        return name
    more = f"{count} other source" + ("s" if count > 1 else "")
    return f"{name}, and {more}" if name else more
