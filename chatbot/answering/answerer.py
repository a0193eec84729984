"""Question to answer: understand it once, search, read widely, let the model write, check, and tell what stands beside.

Without a chat model article sentences are quoted instead; lists and courtesies come from the library's records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chatbot.answering.advising import Adviser
from chatbot.answering.composing import Composer
from chatbot.answering.digester import Digester
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Finished, Progress, Stage
from chatbot.answering.library_answers import KINDS, LibraryAnswers
from chatbot.answering.moments import note_nearest, quote_moment
from chatbot.answering.naming import ArticleNaming
from chatbot.answering.notes import Annotator
from chatbot.answering.quoting import Quoter, untranslated
from chatbot.answering.refusing import refuse
from chatbot.errors import PromptTooLong
from chatbot.question.believing import without_guessed_days
from chatbot.question.understanding import Understanding
from chatbot.records import Answer, AnswerKind, Evidence, EvidencePack, ParsedQuestion, Question, RankedPassage, Turn
from chatbot.retrieval.packing import Packer
from chatbot.retrieval.retriever import Retriever
from chatbot.retrieval.timed import TimedSearch, with_moment

PASSAGES = 200
"""Passages from which a pack is filled: more than any budget holds."""
LEAST_TOKENS = 500
"""Of a pack: a model that reads less is of no use."""
DIGESTS = frozenset((AnswerKind.DIGEST, AnswerKind.TIMELINE))


@dataclass(frozen=True, slots=True)
class ModelAnswering:
    """How answers are made where a chat model writes them."""

    packer: Packer
    adviser: Adviser
    composer: Composer
    annotator: Annotator
    evidence_tokens: int
    """Budget of a pack."""


@dataclass(frozen=True, slots=True)
class QuotedAnswering:
    """How answers are made where no model writes."""

    quoter: Quoter
    digester: Digester
    languages: Callable[[], Sequence[str]]
    """ISO codes of the library's articles, most frequent first."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers questions from the library.

    Args:
        understanding: question and conversation to what is asked.
        retriever: what is asked to passages.
        timed: what stands at the moment that is asked for.
        records: answers that come from the library's records.
        answering: passages to answer, with a chat model or without.
        naming: finds the articles that a request for a summary names; None: none is looked for.
    """

    understanding: Understanding
    retriever: Retriever
    timed: TimedSearch
    records: LibraryAnswers
    answering: ModelAnswering | QuotedAnswering
    naming: ArticleNaming | None = None

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
        yield Progress(Stage.UNDERSTANDING)
        understood = self.understanding.understand(question, history)
        draft.usage += understood.usage
        draft.book("understand")
        parsed = understood.question
        yield from self._told(self.naming.named(parsed, history) if self.naming else parsed, draft)
        yield draft.finish(self._writer_of(draft))

    def _told(self, parsed: ParsedQuestion, draft: AnswerDraft) -> Iterator[Event]:
        if parsed.kind in KINDS:
            yield from self.records.answer(parsed, draft)
            return
        if isinstance(self.answering, QuotedAnswering) and parsed.kind in DIGESTS:
            yield from self.answering.digester.digest(parsed, draft)
            return
        yield Progress(Stage.SEARCHING)
        passages = self.retriever.retrieve(parsed, PASSAGES)
        if not passages and (wider := without_guessed_days(parsed)):
            parsed, passages = wider, self.retriever.retrieve(wider, PASSAGES)
        timed = self.timed.find(parsed, passages)
        passages = with_moment(passages, timed) if timed else passages
        draft.book("retrieve")
        if passages and isinstance(self.answering, ModelAnswering):
            yield from _written(parsed, passages, self.answering, draft, is_told=bool(timed and timed.told))
        elif isinstance(self.answering, QuotedAnswering) and timed and (timed.told or timed.settles):
            yield from quote_moment(timed, passages, draft)
            yield from untranslated(parsed, self.answering.languages(), draft) if draft.refused else ()
        elif passages and isinstance(self.answering, QuotedAnswering):
            quoting = self.answering
            yield from quoting.quoter.quote(parsed, passages, quoting.languages(), draft)
        if draft.refused or not passages:
            yield from refuse(parsed, passages, draft)
            yield from note_nearest(parsed, timed, draft) if timed else ()

    def _writer_of(self, draft: AnswerDraft) -> str:
        """The model's name, where it wrote anything of the answer."""
        if isinstance(self.answering, ModelAnswering) and draft.wrote:
            return self.answering.composer.writer.model_name
        return ""


def whole_answer(events: Iterator[Event]) -> Answer:
    """The answer at the end of a stream."""
    for event in events:
        if isinstance(event, Finished):
            return event.answer
    raise AssertionError("a stream of answer events ends with Finished")


def _written(
    parsed: ParsedQuestion,
    passages: Sequence[RankedPassage],
    answering: ModelAnswering,
    draft: AnswerDraft,
    *,
    is_told: bool,
) -> Iterator[Event]:
    """Let the model write; a pack that is more than it reads is halved and asked with again.

    `is_told`: whether something stands at the moment that the question names. Its words are not those of the question,
    so that nothing would speak for an answer.
    """
    budget = answering.evidence_tokens
    chance = None if is_told else answering.adviser.probability(parsed, passages)
    draft.answerability = chance or 0.0
    while True:
        yield Progress(Stage.READING)
        pack = answering.packer.pack(parsed, passages, budget)
        draft.book("rank")
        draft.wrote = True
        try:
            yield from answering.composer.compose(parsed, pack, draft, chance)
            break
        except PromptTooLong:
            budget //= 2
            if budget < LEAST_TOKENS or draft.sentences:
                raise
    if not draft.refused:
        yield from answering.annotator.annotate(parsed.text, _best_first(pack), draft, quoted=False)
        draft.book("notes")


def _best_first(pack: EvidencePack) -> list[Evidence]:
    return sorted(pack.sentences, key=lambda item: -item.score)
