"""Question to answer: condense, search, decide whether there is an answer, compose it, and show nothing unchecked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chatbot.answering import wording
from chatbot.answering.answerability import Answerability
from chatbot.answering.composing import Composer
from chatbot.answering.conversation import Condenser
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Finished, Progress, Stage
from chatbot.records import Answer, Metadata, Question, Sentence, Turn, Verdict
from chatbot.retrieval.evidence import EvidenceRanker
from chatbot.retrieval.retriever import Retriever

PASSAGES = 12
"""Passages whose sentences are ranked."""
SEARCHED_EVIDENCE = 24
"""Evidence sentences in which support for a written sentence is searched."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers questions from the library.

    Args:
        retriever: question to passages.
        ranker: passages to evidence sentences.
        condenser: rewrites follow-up questions.
        answerability: tells whether the evidence answers the question at all.
        composer: evidence to checked sentences.
    """

    retriever: Retriever
    ranker: EvidenceRanker
    condenser: Condenser
    answerability: Answerability
    composer: Composer

    def answer(self, question: Question, history: Sequence[Turn] = ()) -> Answer:
        """The whole answer at once. See `stream`."""
        return whole_answer(self.stream(question, history))

    def stream(self, question: Question, history: Sequence[Turn] = ()) -> Iterator[Event]:
        """Answer step by step. Every `Shown` sentence has been checked; the last event is `Finished`.

        Closing the iterator stops the model.

        Args:
            question: as it was asked.
            history: earlier turns of the conversation, oldest first.

        Raises:
            ModelError: the chat model failed.
            LibraryError: the library cannot be read.
        """
        draft = AnswerDraft(question.text)
        yield Progress(Stage.SEARCHING)
        condensed = replace(question, text=self.condenser.condense(question.text, history))
        draft.note("condense")
        passages = self.retriever.retrieve(condensed, PASSAGES)
        draft.note("retrieve")
        yield Progress(Stage.READING)
        evidence = self.ranker.rank(condensed.text, passages, SEARCHED_EVIDENCE)
        draft.answerability = self.answerability.probability(condensed.text, evidence)
        draft.note("rank")
        if evidence and draft.answerability >= self.answerability.threshold:
            yield from self.composer.compose(condensed, evidence, draft)
        else:
            closest = {item.article_id: item.metadata for item in evidence} or {
                found.stored.passage.article_key: found.stored.metadata for found in passages
            }
            yield from _refuse(list(closest.values()), draft, restricted=bool(question.filters.restrict))
        yield draft.finish(self.composer.writer.model_name)


def whole_answer(events: Iterator[Event]) -> Answer:
    """The answer at the end of a stream."""
    for event in events:
        if isinstance(event, Finished):
            return event.answer
    raise AssertionError("a stream of answer events ends with Finished")


def _refuse(closest: Sequence[Metadata], draft: AnswerDraft, *, restricted: bool) -> Iterator[Event]:
    draft.refused = True
    for text in wording.refusal(closest, restricted=restricted):
        yield draft.show(Sentence(text, Verdict.NOT_A_CLAIM, 1.0))
