"""Many articles to one page: select, read, merge what they say, plan, let the model write, check every statement."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace

import numpy as np

from chatbot.briefing.centrality import is_weighed, without_strays
from chatbot.briefing.draft import BriefingDraft
from chatbot.briefing.drafting import FAILED, DraftedPage, Drafting
from chatbot.briefing.events import BriefingEvent, BriefingFinished, BriefingProgress, BriefingStage
from chatbot.briefing.facts import Fact, find_facts
from chatbot.briefing.importance import importance
from chatbot.briefing.keeping.store import BriefingStore
from chatbot.briefing.material import Material, Vectors, build_material, embed, read_sentences
from chatbot.briefing.planning import Plan, Planner
from chatbot.briefing.ranking import score_sentences
from chatbot.briefing.records import Briefing, BriefingRequest
from chatbot.briefing.scope import Scope, ScopeLimits, read_scope
from chatbot.briefing.writing import BriefingWriter
from chatbot.briefing.written_page import WrittenPage
from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import ModelError, NothingToReport
from chatbot.library.library import Library
from chatbot.verification.evidence import SupportModel
from chatbot.verification.local import LocalVerifier


@dataclass(frozen=True, slots=True)
class Briefer:
    """Writes briefings.

    Args:
        library: what is known.
        encoder: the one that the library was built with.
        verifier: judges whether a sentence carries a fact.
        new_writer: makes what writes the pages; None from it: the statements of a page are quotations.
        history: knows what earlier briefings rested on; None: no change is told.
        limits: which articles are read.
    """

    library: Library
    encoder: TextEncoder
    verifier: SupportModel
    new_writer: Callable[[], BriefingWriter | None]
    history: BriefingStore | None
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
        material, left_out = without_strays(build_material(sentences, np.vstack(vectors)), scope.topic)
        facts = self._facts(material, scope.topic)
        draft.note("compare")
        earlier = self.history.latest(request, user) if self.history else None
        planner = Planner(self.library, self.encoder, self.verifier)
        plan = yield from planner.plan(request, scope.topic, material, facts, earlier)
        draft.note("plan")
        page = yield from self._composed(request, scope, material, plan, draft)
        draft.note("write")
        briefing = replace(_finished(request, scope, material, draft, page), left_out=left_out)
        read = tuple(sorted({item.article_key for item in sentences}))
        yield BriefingFinished(briefing, draft.evidence(), read)

    def _facts(self, material: Material, topic: str) -> list[Fact]:
        """Best first; for a topic by their importance too."""
        matters = importance(material, topic, self.encoder) if is_weighed(material, topic) else None
        return find_facts(material, score_sentences(material, topic, self.encoder), matters)

    def _composed(
        self, request: BriefingRequest, scope: Scope, material: Material, plan: Plan, draft: BriefingDraft
    ) -> Generator[BriefingProgress, None, DraftedPage]:
        """Fill the draft: by a model, where there is one, else with the plan as it is."""
        for kind, title in plan.titles.items():
            draft.entitle(kind, title)
        page = DraftedPage()
        try:
            writer = self.new_writer()
        except ModelError as error:
            writer = None
            page.notes.append(FAILED.format(error))
        if writer:
            written = WrittenPage(Drafting(writer, request, scope.topic), LocalVerifier(self.verifier), material, plan)
            return (yield from written.compose(draft))
        for item in plan.statements:
            draft.quote(item.kind, item.text, item.evidence, label=item.label, day=item.day)
        return page


def _finished(
    request: BriefingRequest, scope: Scope, material: Material, draft: BriefingDraft, page: DraftedPage
) -> Briefing:
    days = sorted(item.metadata.published.date() for item in material.sentences if item.metadata.published)
    topic = scope.topic
    return Briefing(
        title=f"Briefing: {topic}" if topic else "News briefing",
        topic=topic,
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        written_at=request.asked_at,
        audience=request.audience,
        articles=len({item.article_id for item in material.sentences}),
        stories=len(set(material.stories.tolist())),
        sections=draft.sections(),
        citations=draft.citations(),
        sources=draft.sources(),
        model=page.model,
        notes=tuple(page.notes),
        usage=page.usage,
        timings=draft.timings,
    )


def _nothing(request: BriefingRequest) -> NothingToReport:
    about = f" about {request.topic!r}" if request.topic else ""
    return NothingToReport(
        f"Your library has no article{about} in this period and from these publishers",
        "Add articles with `chatbot ingest`, use other words, or a longer period.",
    )
