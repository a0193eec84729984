"""Ranked passages to ranked sentences: what the model reads, and what answers cite."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from chatbot.embedding.encoder import TextEncoder
from chatbot.library.lexical import LexicalIndex
from chatbot.question.expected_answer import ExpectedAnswer, expected_answer
from chatbot.records import Evidence, RankedPassage
from chatbot.retrieval.sentences import sentences_of
from chatbot.text.sentence_kinds import asks, tells

MOST_EMBEDDED = 48
"""Sentences whose embedding is computed: the lexically best. Embedding them costs about 2 ms each."""


@dataclass(frozen=True, slots=True)
class EvidenceWeights:
    """What counts how much: chosen on four sets of questions; docs/benchmarks.md says what each part is worth."""

    passage: float = 0.5
    """For the score of the passage that a sentence stands in."""
    overlap: float = 0.25
    """For the share of the question's information that the sentence repeats."""
    surroundings: float = 0.5
    """For the share that the sentence, the one before it and the title repeat together: who "he" is stands there."""
    similarity: float = 1.0
    """For the cosine of question and sentence."""
    expected: float = 0.3
    """For holding the kind of thing that is asked for: a number, a duration, a time, a name."""
    question: float = -0.2
    """For asking instead of telling."""


class EvidenceRanker:
    """Ranks the sentences of retrieved passages by how likely they answer the question."""

    def __init__(
        self, lexical: LexicalIndex, encoder: TextEncoder, weights: EvidenceWeights = EvidenceWeights()
    ) -> None:
        self._lexical = lexical
        self._encoder = encoder
        self._weights = weights

    def rank(self, question: str, passages: Sequence[RankedPassage], limit: int) -> list[Evidence]:
        """The best sentences, best first; a sentence that repeats an earlier one is left out.

        Args:
            question: self-contained.
            passages: as `Retriever.retrieve` returns them.
            limit: how many sentences at most.
        """
        overlap = self._overlap_with(question)
        found = [pair for passage in passages for pair in _sentences(passage)]
        shares = [_Shares(item, overlap(item.quote), overlap(around)) for item, around in found]
        shares.sort(key=lambda shared: -self._lexical_score(shared))
        shares = shares[:MOST_EMBEDDED]
        if not shares:
            return []
        similarities = self._similarities(question, [shared.item.quote for shared in shares])
        expected = expected_answer(question)
        ranked = [
            self._ranked(shared, similarity, expected) for shared, similarity in zip(shares, similarities, strict=True)
        ]
        ranked.sort(key=lambda item: -item.score)
        return list(_without_repetition(ranked))[:limit]

    def _similarities(self, question: str, quotes: Sequence[str]) -> list[float]:
        """The cosine of each sentence and the question; 0 where the model does not read the question's script."""
        if not self._encoder.reads(question):
            return [0.0] * len(quotes)
        vectors = self._encoder.encode([question, *quotes])
        similarities: list[float] = (vectors[1:] @ vectors[0]).tolist()
        return similarities

    def _ranked(self, shared: _Shares, similarity: float, expected: ExpectedAnswer) -> Evidence:
        weights = self._weights
        quote = shared.item.quote
        kind = weights.expected * expected.stands_in(quote) + weights.question * asks(quote)
        score = self._lexical_score(shared) + weights.similarity * similarity + kind
        return replace(shared.item, score=score, similarity=similarity, overlap=shared.own)

    def _lexical_score(self, shared: _Shares) -> float:
        weights = self._weights
        own, around = weights.overlap * shared.own, weights.surroundings * shared.around
        return weights.passage * shared.item.score + own + around

    def _overlap_with(self, question: str) -> Callable[[str], float]:
        """A function from a sentence to the share, 0..1, of the question's information that it repeats.

        Information of a term: its inverse document frequency, ln((N + 1) / (df + 1)), and never less than nothing: the
        index counts deleted passages among those that hold a term until it has tidied up.
        """
        total = len(self._lexical) + 1
        information = {
            term: max(math.log(total / (self._lexical.document_frequency(term) + 1)), 0.0) + 0.1
            for term in self._lexical.searched_terms(question)
        }
        whole = sum(information.values()) or 1.0

        def overlap(sentence: str) -> float:
            terms = set(self._lexical.terms(sentence))
            return sum(weight for term, weight in information.items() if term in terms) / whole

        return overlap


class _Shares(NamedTuple):
    """A sentence, and the shares of the question's information that it repeats, alone and with what stands around."""

    item: Evidence
    own: float
    around: float


def _sentences(ranked: RankedPassage) -> Iterable[tuple[Evidence, str]]:
    """The telling sentences of a passage, each with the title and the sentence before it."""
    before = ""
    for found in sentences_of(ranked):
        if tells(found.quote) and not found.heading:
            yield found, f"{found.metadata.title} {before} {found.quote}"
        before = found.quote


def _without_repetition(ranked: Iterable[Evidence]) -> Iterable[Evidence]:
    seen: set[str] = set()
    for item in ranked:
        words = " ".join(re.findall(r"\w+", item.quote.casefold()))
        if words not in seen:
            seen.add(words)
            yield item
