"""Ranked passages to ranked sentences: what the model reads, and what answers cite."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from chatbot.library.lexical import LexicalIndex
from chatbot.models.encoder import TextEncoder
from chatbot.records import Evidence, RankedPassage
from chatbot.retrieval.expected_answer import expected_answer

LEAST_WORDS = 4
"""Shorter sentences are headings, bylines and captions."""
MOST_EMBEDDED = 48
"""Sentences whose embedding is computed: the lexically best. Embedding them costs about 2 ms each."""


@dataclass(frozen=True, slots=True)
class EvidenceWeights:
    """What counts how much."""

    passage: float = 0.5
    """For the score of the passage that a sentence stands in."""
    overlap: float = 0.5
    """For the share of the question's information that the sentence repeats."""
    similarity: float = 1.0
    """For the cosine of question and sentence."""
    expected: float = 0.15
    """For holding the kind of thing that is asked for: a number, a duration, a time, a name."""


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
        sentences = [item for passage in passages for item in _sentences(passage)]
        scored = [(item, overlap(item.quote)) for item in sentences]
        scored.sort(key=lambda pair: -(self._weights.passage * pair[0].score + self._weights.overlap * pair[1]))
        scored = scored[:MOST_EMBEDDED]
        if not scored:
            return []
        vectors = self._encoder.encode([question, *(item.quote for item, _ in scored)])
        similarities = vectors[1:] @ vectors[0]
        expected = expected_answer(question)
        ranked = [
            replace(
                item,
                score=self._score(item.score, share, float(similarity))
                + self._weights.expected * expected.stands_in(item.quote),
                similarity=float(similarity),
                overlap=share,
            )
            for (item, share), similarity in zip(scored, similarities, strict=True)
        ]
        ranked.sort(key=lambda item: -item.score)
        return list(_without_repetition(ranked))[:limit]

    def _score(self, passage: float, overlap: float, similarity: float) -> float:
        weights = self._weights
        return weights.passage * passage + weights.overlap * overlap + weights.similarity * similarity

    def _overlap_with(self, question: str) -> Callable[[str], float]:
        """A function from a sentence to the share, 0..1, of the question's information that it repeats.

        Information of a term: its inverse document frequency, ln((N + 1) / (df + 1)).
        """
        total = len(self._lexical) + 1
        information = {
            term: math.log(total / (self._lexical.document_frequency(term) + 1)) + 0.1
            for term in self._lexical.terms(question)
        }
        whole = sum(information.values()) or 1.0

        def overlap(sentence: str) -> float:
            terms = set(self._lexical.terms(sentence))
            return sum(weight for term, weight in information.items() if term in terms) / whole

        return overlap


def _sentences(ranked: RankedPassage) -> Iterable[Evidence]:
    passage = ranked.stored.passage
    for span in ranked.stored.sentences:
        quote = span.shifted(-passage.start).of(passage.text)
        if len(re.findall(r"\w+", quote)) >= LEAST_WORDS:
            article_id, _, version = passage.article_key.partition("@")
            yield Evidence(
                article_id=article_id,
                version=int(version),
                span=span,
                quote=quote,
                metadata=ranked.stored.metadata,
                score=ranked.score,
                context=passage.text,
                story=ranked.stored.story,
                copies=ranked.copies,
            )


def _without_repetition(ranked: Iterable[Evidence]) -> Iterable[Evidence]:
    seen: set[str] = set()
    for item in ranked:
        words = " ".join(re.findall(r"\w+", item.quote.casefold()))
        if words not in seen:
            seen.add(words)
            yield item
