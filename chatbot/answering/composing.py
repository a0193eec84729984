"""Evidence to checked sentences: what the model writes, what supports it, and what is quoted instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from chatbot.answering.asserted import is_asserted
from chatbot.answering.attribution import Attribution, Attributor
from chatbot.answering.claims import is_claim, is_source_label, says_nothing_found
from chatbot.answering.completing import Completer
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Progress, Shown, Stage
from chatbot.answering.focus import focused
from chatbot.answering.generation import Writer, read_sentences
from chatbot.answering.sentence_stream import DraftSentence
from chatbot.answering.short_answer import is_short_answer, stands_in
from chatbot.answering.short_support import ShortAnswer, is_too_old, read_short_answer
from chatbot.question.expected_answer import Kind, expected_answer
from chatbot.records import Evidence, Question, Sentence, Verdict

OFF_THE_QUESTION = 0.5
"""A model that copies an evidence sentence whose score is lower than the best by more has lost the question."""
MOST_POINTED_AT = 2
"""Evidence sentences that are quoted because the model seems to have read its unsupported words there."""
LEAST_POINTING = 0.2
"""Probability of support from which an unsupported sentence is taken to have been read in what comes nearest to it."""


@dataclass(slots=True)
class _Waiting:
    """What a draft has left to be shown, or not, when its end is known."""

    doubtful: list[Sentence] = field(default_factory=list)
    """Sentences without support."""
    quotes: list[Evidence] = field(default_factory=list)
    """What supports sentences that have given way."""
    pointed: list[Evidence] = field(default_factory=list)
    """Where the model has read what nothing supports."""

    def to_quote(self, best: Evidence, *, anything_stands: bool) -> list[Evidence]:
        """What is to be quoted at the end. Where nothing else is said, what the model points to, and the best evidence
        beside it: either may be the one that answers.
        """
        if self.quotes or not self.pointed or anything_stands:
            return self.quotes
        return [*self.pointed[:MOST_POINTED_AT], best]


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes answers.

    Args:
        writer: drafts sentences from evidence.
        attributor: finds the evidence that supports a sentence.
        completer: adds what the evidence says beside them.
        top_k: how many evidence sentences the model sees.
        strict: withhold unsupported sentences instead of marking them.
    """

    writer: Writer
    attributor: Attributor
    completer: Completer
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
        waiting = _Waiting()
        for written in read_sentences(generation):
            if _asserts(written.text, question.text, evidence):
                yield Progress(Stage.CHECKING)
                yield from self._check(written, question, evidence, draft, waiting)
        draft.usage = generation.usage
        draft.note("generate")
        quotes = waiting.to_quote(evidence[0], anything_stands=draft.supported)
        yield from self.completer.complete(question.text, evidence, draft, quotes)
        draft.note("complete")

    def _check(
        self,
        written: DraftSentence,
        question: Question,
        evidence: Sequence[Evidence],
        draft: AnswerDraft,
        waiting: _Waiting,
    ) -> Iterator[Shown]:
        """Show a supported sentence at once. Where its support is not sure enough for words of its own, the words that
        support it wait to be quoted, since a disagreement may quote them too. One without support waits until another
        one stands: when none does, quotations replace the whole draft.
        """
        short = read_short_answer(written.text, question, evidence)
        claim = short.claim if short else written.text
        with draft.verifying():
            if short:
                found = short.support(self.attributor)
            else:
                found = self.attributor.attribute(claim, written.markers, evidence)
        if found.supported:
            first = not (draft.sentences or waiting.doubtful or waiting.quotes)
            part = focused(claim, question.text) if first else None
            answer = short.shown(found.evidence) if short else part
            if self._keeps_its_words(claim, answer, found, question):
                if not _is_off_the_question(written.text, found.evidence, evidence[0]):
                    yield from _shown_at_last(waiting.doubtful, draft)
                    yield draft.show(_supported(claim, answer, found.score), found.evidence)
            elif not _is_far(found.evidence, evidence[0]):
                waiting.quotes.extend(_answering(found.evidence, evidence[0], question.text))
            return
        waiting.pointed.extend(self._pointed_at(short, found, evidence))
        if not short and not self.strict:  # A name or a number that nothing backs tells nobody anything.
            waiting.doubtful.append(_unsupported(written.text, found))
            if draft.supported:
                yield from _shown_at_last(waiting.doubtful, draft)

    def _pointed_at(
        self, short: ShortAnswer | None, found: Attribution, evidence: Sequence[Evidence]
    ) -> Iterable[Evidence]:
        """Where, among what it saw, the model has read what nothing supports."""
        seen = evidence[: self.top_k]
        if short:
            return short.read_in(seen)
        if found.score < LEAST_POINTING:
            return ()
        # A sentence is near the best evidence because both say what the question says: that is no hint.
        return (item for item in found.nearest if item in seen[1:])

    def _keeps_its_words(self, claim: str, answer: str | None, found: Attribution, question: Question) -> bool:
        """Whether its support is sure enough for a sentence's own words, or what is shown of it are words of its
        evidence. What is older than the time asked about is quoted, since only a quotation shows its day, and so are a
        few words that their evidence denies or only expects.
        """
        if all(is_too_old(item, question) for item in found.evidence):
            return False
        if answer and not any(is_asserted(answer, item.quote, question.text) for item in found.evidence):
            return False
        copied = answer is not None and any(stands_in(answer, item.quote) for item in found.evidence)
        return copied or self.attributor.vouches_for(claim, found)


def _shown_at_last(doubtful: list[Sentence], draft: AnswerDraft) -> Iterator[Shown]:
    while doubtful:
        yield draft.show(doubtful.pop(0))


def _unsupported(text: str, found: Attribution) -> Sentence:
    return Sentence(text, Verdict.UNSUPPORTED, found.score, reason=found.reason, unbacked=found.unbacked)


def _supported(claim: str, answer: str | None, score: float) -> Sentence:
    """A supported sentence, shown as the part of it that answers where there is such a part."""
    if answer is None:
        return Sentence(claim, Verdict.SUPPORTED, score)
    return Sentence(answer, Verdict.SUPPORTED, score, claim=claim)


def _asserts(text: str, question: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a written sentence says anything to be checked: no courtesy, no "nothing found", no bare label.

    A name in answer to a question is no label, although the title of an article may hold it.
    """
    if not is_claim(text) or says_nothing_found(text):
        return False
    return is_short_answer(text, question) or not is_source_label(text, evidence)


def _is_off_the_question(text: str, support: Sequence[Evidence], best: Evidence) -> bool:
    """Whether the model went on copying evidence that has little to do with the question."""
    return any(_letters(text) in _letters(item.quote) for item in support) and _is_far(support, best)


def _is_far(support: Sequence[Evidence], best: Evidence) -> bool:
    return best.score - max(item.score for item in support) > OFF_THE_QUESTION


def _answering(support: Sequence[Evidence], best: Evidence, question: str) -> Sequence[Evidence]:
    """What is quoted for a sentence: what supports it, or the best evidence where this alone holds a number, a duration
    or a time and the question asks for one. "They spoke for two hours" is supported by what was said two hours earlier.
    """
    expected = expected_answer(question)
    if expected.kind in (None, Kind.NAME) or any(expected.stands_in(item.quote) for item in support):
        return support
    return [best] if expected.stands_in(best.quote) else support


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
