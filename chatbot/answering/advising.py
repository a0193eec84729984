"""What the search thinks of its own findings, told to the model that answers: it advises and decides nothing.

A model that reads poorly answers from articles that hold no answer, and says of an answer that it is not there; the
probability that answers for the embedded mode errs on other questions (docs/benchmarks.md holds what this is worth).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chatbot.answering.answerability import Answerability
from chatbot.records import ParsedQuestion, RankedPassage
from chatbot.retrieval.evidence import EvidenceRanker

PASSAGES = 12
SENTENCES = 24


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
        evidence = self.ranker.rank(question.text, passages[:PASSAGES], SENTENCES)
        return self.answerability.probability(question.text, evidence)
