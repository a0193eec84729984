"""What the search thinks of its own findings: the model that answers is told, and decides.

A model that reads poorly answers from articles that hold no answer. The probability by which the embedded mode refuses
sees many of these cases. docs/benchmarks.md holds what telling it is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chatbot.answering.answerability import Answerability
from chatbot.answering.quoting import PASSAGES, SEARCHED_EVIDENCE
from chatbot.records import ParsedQuestion, RankedPassage
from chatbot.retrieval.evidence import EvidenceRanker


@dataclass(frozen=True, slots=True)
class Adviser:
    """Estimates whether passages answer a question.

    Args:
        ranker: passages to evidence sentences.
        answerability: features of them to a probability.
        languages: gives the ISO codes of the library's articles: questions in others share no words with them.
    """

    ranker: EvidenceRanker
    answerability: Answerability
    languages: Callable[[], Sequence[str]]

    def probability(self, question: ParsedQuestion, passages: Sequence[RankedPassage]) -> float | None:
        """Probability, 0..1, that the passages answer; None where that cannot be told."""
        languages = self.languages()
        if languages and question.language not in languages:
            return None
        evidence = self.ranker.rank(question.text, passages[:PASSAGES], SEARCHED_EVIDENCE)
        return self.answerability.probability(question.text, evidence)
