"""A short answer beside the evidence that holds its words: what supports it, how it is shown, where it was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.answering.asserted import is_asserted
from chatbot.answering.attribution import Attribution, Attributor
from chatbot.answering.focus import capitalised
from chatbot.answering.referring import is_told_by_the_sentence_before
from chatbot.answering.short_answer import (
    as_written,
    held_part,
    is_short_answer,
    stands_in,
    stated,
    telling_words,
    without_article,
)
from chatbot.question.expected_answer import Kind, expected_answer
from chatbot.records import Evidence, Question
from chatbot.retrieval.recency import precedes_period
from chatbot.text.time_words import read_period

_CHOICE = re.compile(r"\b(?:or|which of|oder)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A few words in answer to a question."""

    said: str
    question: Question
    holding: tuple[Evidence, ...]
    """What holds all its words and is not too old to, best first; nothing where it cannot be what is asked for."""

    @property
    def claim(self) -> str:
        """What it says, as a sentence."""
        return stated(self.question.text, self.said)

    def support(self, attributor: Attributor) -> Attribution:
        """The evidence that says it outright and supports it, with the sentence before where that is referred to."""
        asked = self.question.text
        holding = [item for item in self.holding if is_asserted(self.said, item.quote, asked)]
        found = attributor.attribute(self.claim, (), holding, headed=True)
        if found.supported:
            return found
        told = (item for item in holding if is_told_by_the_sentence_before(self.said, item, asked))
        joined = [item.with_sentence_before() for item in told]
        return attributor.attribute(self.claim, (), joined, headed=True) if joined else found

    def read_in(self, seen: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """The best evidence that holds it among what the model saw: a model that cannot be believed can still point."""
        return tuple(item for item in self.holding if item in seen)[:1]

    def shown(self, support: Sequence[Evidence]) -> str:
        """As it is shown: as its support writes it, with a capital and a full stop."""
        quotes = [item.quote for item in support]
        return f"{capitalised(as_written(without_article(self.said.rstrip('.'), quotes), quotes))}."


def read_short_answer(written: str, question: Question, evidence: Sequence[Evidence]) -> ShortAnswer | None:
    """A drafted sentence as a short answer, without what no evidence holds of it; None when it is a whole sentence.

    Args:
        written: without citation markers.
        question: self-contained.
        evidence: best first.
    """
    if not is_short_answer(written, question.text):
        return None
    said, expected = held_part(written, (item.quote for item in evidence)), expected_answer(question.text)
    if _repeats(said, question.text) or not expected.fits(said):
        return ShortAnswer(said, question, ())
    holding = [item for item in evidence if stands_in(said, item.quote) and not is_too_old(item, question)]
    if expected.kind is Kind.DURATION:  # "Two hours earlier" holds the words of "two hours", but says when.
        holding = [item for item in holding if expected.stands_in(item.quote)]
    return ShortAnswer(said, question, tuple(holding))


def _repeats(said: str, question: str) -> bool:
    """Whether an answer says nothing that the question, which leaves no choice, did not say: who speaks of Trump is not
    Trump.
    """
    return not _CHOICE.search(question) and telling_words(said) <= telling_words(question)


def is_too_old(item: Evidence, question: Question) -> bool:
    """Whether an article was published before the time that the question names, "this week" for instance."""
    return precedes_period(item.metadata.published, read_period(question.text, question.asked_at))
