"""Passages read together with the question, so that one that answers it stands above one that is only near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.models.cross_encoder import Reader, probability
from chatbot.models.evidence_selection import select_evidence
from chatbot.records import RankedPassage

READ = 30
"""Passages that are read, the best by search; those below keep their order and stay below."""
READ_WORDS = 60
"""Words of a passage that are read: the sentences nearest to the question. Reading costs time by the word."""


@dataclass(frozen=True, slots=True)
class Reranker:
    """Adds to the score of each passage how likely it answers the question.

    Args:
        reader: the evidence model.
        weight: of that probability beside the score by search; docs/benchmarks.md says how it was chosen.
    """

    reader: Reader
    weight: float = 0.3

    def rerank(self, question: str, passages: Sequence[RankedPassage]) -> list[RankedPassage]:
        """The passages, best first.

        Args:
            question: self-contained.
            passages: best first by search.
        """
        read, rest = passages[:READ], passages[READ:]
        readings = self.reader.read([(question, _focus(question, passage)) for passage in read])
        scored = [
            replace(passage, score=passage.score + self.weight * probability(reading.answer))
            for passage, reading in zip(read, readings, strict=True)
        ]
        return [*sorted(scored, key=lambda passage: -passage.score), *rest]


def _focus(question: str, ranked: RankedPassage) -> str:
    """The part of a passage that a reader looks at: its sentences that share most with the question."""
    passage = ranked.stored.passage
    sentences = [span.shifted(-passage.start).of(passage.text) for span in ranked.stored.sentences]
    return select_evidence(question, sentences or [passage.text], READ_WORDS)
