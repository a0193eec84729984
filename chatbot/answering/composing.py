"""Evidence to checked sentences: what the model writes, what supports it, and what is quoted instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.answering import wording
from chatbot.answering.attribution import Attributor
from chatbot.answering.claims import is_claim, says_nothing_found
from chatbot.answering.conflicts import ConflictFinder
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Progress, Shown, Stage
from chatbot.answering.generation import Writer, read_sentences
from chatbot.answering.sentence_stream import DraftSentence
from chatbot.records import Evidence, Question, Sentence, Verdict

LEADING_EVIDENCE = 3
"""An answer that cites none of the first three evidence sentences is completed by quoting the first."""

QUOTED = 2
"""Evidence sentences that are quoted when nothing that the model wrote stands."""


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes answers.

    Args:
        writer: drafts sentences from evidence.
        attributor: finds the evidence that supports a sentence.
        conflicts: finds sources that disagree.
        top_k: how many evidence sentences the model sees.
        strict: withhold unsupported sentences instead of marking them.
    """

    writer: Writer
    attributor: Attributor
    conflicts: ConflictFinder
    top_k: int
    strict: bool = False

    def compose(self, question: Question, evidence: Sequence[Evidence], draft: AnswerDraft) -> Iterator[Event]:
        """Show the model's sentences as they are checked, then complete them from the evidence itself.

        Args:
            question: self-contained.
            evidence: best first; the model sees the first `top_k`, support is searched in all of it.
            draft: receives the sentences.

        Raises:
            ModelError: the chat model failed; what was shown until then stays true.
        """
        yield Progress(Stage.WRITING)
        generation = self.writer.begin(question.text, question.asked_at, evidence[: self.top_k])
        for written in read_sentences(generation):
            yield Progress(Stage.CHECKING)
            yield from self._check(written, evidence, draft)
        draft.usage = generation.usage
        draft.note("generate")
        yield from self._complete(evidence, draft)
        yield from self._disagreements(evidence, draft)
        draft.note("complete")

    def _check(self, written: DraftSentence, evidence: Sequence[Evidence], draft: AnswerDraft) -> Iterator[Shown]:
        if says_nothing_found(written.text) or not is_claim(written.text):
            return
        found = self.attributor.attribute(written.text, written.markers, evidence)
        if found.supported:
            yield draft.show(Sentence(written.text, Verdict.SUPPORTED, found.score), found.evidence)
        elif not self.strict:
            yield draft.show(Sentence(written.text, Verdict.UNSUPPORTED, found.score, reason=found.reason))

    def _complete(self, evidence: Sequence[Evidence], draft: AnswerDraft) -> Iterator[Shown]:
        """Quote the best evidence when the model passed it over: no answer depends on what the model made of it."""
        leading = evidence[:LEADING_EVIDENCE]
        if any(item in draft.cited for item in leading):
            return
        for item in leading[: 1 if draft.supported else QUOTED]:
            yield draft.show(_quotation(item), (item,))

    def _disagreements(self, evidence: Sequence[Evidence], draft: AnswerDraft) -> Iterator[Shown]:
        for conflict in self.conflicts.find(draft.cited, evidence):
            text = wording.disagreement(conflict.first, conflict.second)
            yield draft.show(Sentence(text, Verdict.SUPPORTED, 1.0), tuple(conflict))


def _quotation(evidence: Evidence) -> Sentence:
    return Sentence(wording.quotation(evidence), Verdict.SUPPORTED, 1.0)
