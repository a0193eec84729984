"""Many articles to one page: select, read, merge what they say, phrase it where a model may, check every statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.answering import wording
from chatbot.answering.corrections import is_notice
from chatbot.answering.wording import day as written_day
from chatbot.briefing.changes import changed_numbers, new_facts
from chatbot.briefing.disagreements import find_conflicts, find_notices
from chatbot.briefing.draft import BriefingDraft
from chatbot.briefing.events import BriefingEvent, BriefingFinished, BriefingProgress, BriefingStage
from chatbot.briefing.facts import Fact, carriers, find_facts
from chatbot.briefing.history import BriefingHistory, EarlierBriefing
from chatbot.briefing.leading import leading_facts
from chatbot.briefing.material import Material, Vectors, build_material, embed, read_sentences
from chatbot.briefing.ranking import score_sentences
from chatbot.briefing.records import Briefing, BriefingRequest, SectionKind
from chatbot.briefing.scope import Scope, ScopeLimits, read_scope
from chatbot.briefing.statements import open_facts, quoted_facts
from chatbot.briefing.timeline import dated_facts
from chatbot.briefing.writing import ONE, TWO, BriefingWriter, Written
from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import ModelError, NothingToReport
from chatbot.library.library import Library
from chatbot.records import Evidence, Usage
from chatbot.verification.evidence import SupportModel

MOST = {
    SectionKind.CHANGES: 6,
    SectionKind.DEVELOPMENTS: 8,
    SectionKind.TIMELINE: 12,
    SectionKind.STATEMENTS: 8,
    SectionKind.DISAGREEMENTS: 5,
    SectionKind.CORRECTIONS: 5,
    SectionKind.OPEN_QUESTIONS: 5,
}
"""Entries of each section of a long briefing."""
BOTTOM_LINE = 2


@dataclass(frozen=True, slots=True)
class Briefer:
    """Writes briefings.

    Args:
        library: what is known.
        encoder: the one that the library was built with.
        verifier: judges whether a sentence carries a fact.
        new_writer: makes what phrases the statements of one briefing; None from it: statements are quotations.
        history: remembers what earlier briefings rested on; None: nothing is remembered, and no change is told.
        limits: which articles are read.
    """

    library: Library
    encoder: TextEncoder
    verifier: SupportModel
    new_writer: Callable[[], BriefingWriter | None]
    history: BriefingHistory | None
    limits: ScopeLimits = ScopeLimits()

    def stream(self, request: BriefingRequest, user: str = "") -> Iterator[BriefingEvent]:
        """Write a briefing step by step; the last event is `BriefingFinished`.

        Closing the iterator ends the work and leaves nothing behind.

        Args:
            request: what is to be told.
            user: whose earlier briefings count for what changed.

        Raises:
            NothingToReport: no article is in scope.
            ChatbotError: the library or its embedding model failed. A failing chat model is noted in the briefing.
        """
        draft = BriefingDraft()
        yield BriefingProgress(BriefingStage.SELECTING)
        scope = read_scope(self.library, self.encoder, request, self.limits)
        sentences = read_sentences(self.library, scope.articles)
        if not sentences:
            raise _nothing(request)
        draft.note("select")
        vectors: list[Vectors] = []
        for done in embed(sentences, self.encoder, vectors):
            yield BriefingProgress(BriefingStage.READING, done, len(sentences))
        draft.note("read")
        yield BriefingProgress(BriefingStage.COMPARING)
        material = build_material(sentences, np.vstack(vectors))
        facts = find_facts(material, score_sentences(material, scope.topic, self.encoder))
        draft.note("compare")
        composing = _Composing(self, request, scope, material, facts, draft)
        yield from composing.compose(self.history.latest(request, user) if self.history else None)
        draft.note("write")
        briefing = composing.finish()
        if self.history:
            self.history.add(request, briefing, sorted({item.article_key for item in sentences}), user)
        yield BriefingFinished(briefing, draft.evidence())


class _Composing:
    """Fills the sections of one briefing."""

    def __init__(  # noqa: PLR0913 -- the parts of one run
        self,
        briefer: Briefer,
        request: BriefingRequest,
        scope: Scope,
        material: Material,
        facts: Sequence[Fact],
        draft: BriefingDraft,
    ) -> None:
        self._briefer = briefer
        self._request = request
        self._scope = scope
        self._material = material
        self._facts = facts
        self._draft = draft
        self._writer = self._author = briefer.new_writer()
        self._phrased = False
        """Whether anything that the model wrote stands."""
        self._notes: list[str] = []

    def compose(self, earlier: EarlierBriefing | None) -> Iterator[BriefingEvent]:
        self._draft.notices = tuple(item for item in self._material.sentences if is_notice(item))
        limit = BOTTOM_LINE + self._most(SectionKind.DEVELOPMENTS)
        main = leading_facts(list(self._reports()), self._material, limit, has_topic=bool(self._scope.topic))
        backing: list[tuple[Evidence, ...]] = []
        for number, fact in enumerate(main):
            yield BriefingProgress(BriefingStage.WRITING, number, len(main))
            backing.append(self._carriers(fact))
        self._bottom_line(main, backing)
        if earlier:
            self._changes(earlier)
        for number, (fact, evidence) in enumerate(zip(main, backing, strict=True)):
            yield BriefingProgress(BriefingStage.WRITING, number + 1, len(main))
            if fact.at not in self._draft.shown:
                self._tell(SectionKind.DEVELOPMENTS, fact, evidence)
        self._timeline()
        self._statements()
        self._disagreements()

    def finish(self) -> Briefing:
        days = sorted(item.metadata.published.date() for item in self._material.sentences if item.metadata.published)
        topic = self._scope.topic
        return Briefing(
            title=f"Briefing: {topic}" if topic else "News briefing",
            topic=topic,
            first_day=days[0] if days else None,
            last_day=days[-1] if days else None,
            written_at=self._request.asked_at,
            audience=self._request.audience,
            articles=len(self._scope.articles),
            stories=len(set(self._material.stories.tolist())),
            sections=self._draft.sections(),
            citations=self._draft.citations(),
            sources=self._draft.sources(),
            model=self._author.model_name if self._author and self._phrased else "",
            notes=tuple(self._notes),
            usage=self._author.usage if self._author else Usage(),
            timings=self._draft.timings,
        )

    def _reports(self) -> Iterator[Fact]:
        """The facts that are news: notices of corrections have a section of their own."""
        return (fact for fact in self._facts if not is_notice(fact.evidence))

    def _bottom_line(self, main: Sequence[Fact], backing: Sequence[Sequence[Evidence]]) -> None:
        written = self._write([item for evidence in backing for item in evidence[:1]], TWO)[:BOTTOM_LINE]
        for sentence in written:
            self._draft.add(SectionKind.BOTTOM_LINE, sentence.text, sentence.evidence, score=sentence.score)
        for fact, evidence in list(zip(main, backing, strict=True))[: 0 if written else BOTTOM_LINE]:
            self._draft.quote(SectionKind.BOTTOM_LINE, fact, evidence)

    def _tell(self, kind: SectionKind, fact: Fact, evidence: tuple[Evidence, ...]) -> None:
        written = self._write(evidence, ONE)[:1]
        if written:
            self._draft.shown.add(fact.at)
            self._draft.add(kind, written[0].text, written[0].evidence, score=written[0].score)
        else:
            self._draft.quote(kind, fact, evidence)

    def _write(self, evidence: Sequence[Evidence], task: str) -> Sequence[Written]:
        """What the model makes of it; nothing without a model, or after it failed once."""
        if self._writer is None:
            return []
        try:
            written = self._writer.write(evidence, task, self._request.audience)
        except ModelError as error:
            self._notes.append(f"The chat model failed, so sources are quoted instead. {error}")
            self._writer = None
            return []
        self._phrased |= bool(written)
        return written

    def _changes(self, earlier: EarlierBriefing) -> None:
        kind, limit = SectionKind.CHANGES, self._most(SectionKind.CHANGES)
        self._draft.entitle(kind, f"What changed since the briefing of {written_day(earlier.moment)}")
        fresh = new_facts(self._facts, earlier, len(self._facts))
        briefer = self._briefer
        for before, now in changed_numbers(self._material, earlier, briefer.library, briefer.encoder)[:limit]:
            text = f"Then: {wording.quotation(before)} Now: {wording.quotation(now)}"
            self._draft.add(kind, text, (before, now))
        for fact in [fact for fact in fresh if fact.at not in self._draft.shown][:limit]:
            self._draft.quote(kind, fact, self._carriers(fact))

    def _timeline(self) -> None:
        for day, fact in dated_facts(self._reports(), self._most(SectionKind.TIMELINE)):
            label, evidence = _name(fact.evidence), self._carriers(fact)
            self._draft.quote(SectionKind.TIMELINE, fact, evidence, label=label, day=day)

    def _statements(self) -> None:
        left = [fact for fact in self._facts if fact.at not in self._draft.shown]
        for speaker, fact in quoted_facts(left, self._most(SectionKind.STATEMENTS)):
            self._draft.quote(
                SectionKind.STATEMENTS, fact, (fact.evidence,), label=f"{speaker} ({_name(fact.evidence)})"
            )
        left = [fact for fact in left if fact.at not in self._draft.shown]
        for fact in open_facts(left, self._most(SectionKind.OPEN_QUESTIONS)):
            self._draft.quote(SectionKind.OPEN_QUESTIONS, fact, (fact.evidence,))

    def _disagreements(self) -> None:
        for first, second in find_conflicts(self._facts, self._material, self._most(SectionKind.DISAGREEMENTS)):
            self._draft.add(SectionKind.DISAGREEMENTS, wording.sides((first, second), change=False), (first, second))
        for notice in find_notices(self._material, self._most(SectionKind.CORRECTIONS)):
            self._draft.add(SectionKind.CORRECTIONS, wording.correction(notice), notice)

    def _carriers(self, fact: Fact) -> tuple[Evidence, ...]:
        return carriers(fact, self._material, self._briefer.verifier)

    def _most(self, kind: SectionKind) -> int:
        return self._request.length.limit(MOST[kind])


def _name(evidence: Evidence) -> str:
    return wording.source_name(evidence.metadata)


def _nothing(request: BriefingRequest) -> NothingToReport:
    about = f" about {request.topic!r}" if request.topic else ""
    return NothingToReport(
        f"Your library has no article{about} in this period and from these publishers",
        "Add articles with `chatbot ingest`, use other words, or a longer period.",
    )
