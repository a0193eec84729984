"""Decides whether the evidence answers the question at all, before a model gets the chance to make something up.

A logistic regression over four features, fitted on questions with and without an answer in their documents by
`python -m evals.calibrate_answerability`; its weights and figures stand in answerability.json beside this module. More
features (the kind of answer expected, missing names, unknown words) were tried and did not help: docs/benchmarks.md.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chatbot.embedding.reading import is_in_read_script
from chatbot.letters import folded
from chatbot.records import Evidence
from chatbot.text.tokenizing import index_tokens, query_tokens

WEIGHTS_FILE = Path(__file__).with_name("answerability.json")
CONTEXTS = 5
"""Evidence sentences whose passages are looked through for the question's words."""
SENTENCES = 12
"""Evidence sentences of which the one with most of the question's words counts."""
STEM = 5
"""Letters of a word that are compared: enough to match inflections without knowing the language."""
EVEN_SHARE = 0.45
STEEPNESS = 10.0
"""Of the probability by words alone: the share at which an answer is as likely as none, and how fast that changes.

Chosen on 95 questions in Chinese, Japanese, Korean, Thai, Arabic, Hebrew and Hindi: 43 of 45 are answered, and 45 of
50 that have no answer are refused. Of 49 others, in `tests/scripts/questions.json`, it is 24 of 25 and 23 of 24."""

_WORD = re.compile(r"\w+")
_UNTELLING = frozenset(
    (
        "a an the of in on at to for from by with and or but is are was were be been being do does did has have had "
        "will would can could should may might what which who whom whose when where why how that this these those not "
        "no it its his her their he she they them there say said says tell mention article articles report reported "
        "news about according much many long often name called new"
    ).split()
)


@dataclass(frozen=True, slots=True)
class AnswerabilityFeatures:
    """What speaks for an answer, each about 0..1."""

    best_similarity: float
    """Highest cosine of the question and an evidence sentence."""
    top_similarity: float
    """Mean of the three highest."""
    context_share: float
    """Share of the question's telling words that stand in the passages of the best sentences."""
    sentence_share: float
    """Highest share of them that stands in one sentence and its title."""


def features(question: str, evidence: Sequence[Evidence]) -> AnswerabilityFeatures:
    """Compare a question with the evidence found for it.

    Args:
        question: self-contained.
        evidence: at least one sentence, best first.
    """
    similarities = sorted((item.similarity for item in evidence), reverse=True)
    context = " ".join(f"{item.metadata.title} {item.context}" for item in evidence[:CONTEXTS])
    asked = _stems(question)
    return AnswerabilityFeatures(
        best_similarity=similarities[0],
        top_similarity=sum(similarities[:3]) / len(similarities[:3]),
        context_share=_share(asked, context),
        sentence_share=max(_share(asked, f"{item.metadata.title} {item.quote}") for item in evidence[:SENTENCES]),
    )


class Answerability:
    """Turns features into a probability.

    Args:
        threshold: least probability at which a question is answered; the calibrated one by default.
        reads: whether the similarities of a question's evidence mean anything; by default as of the embedded model.
    """

    def __init__(self, threshold: float | None = None, reads: Callable[[str], bool] = is_in_read_script) -> None:
        self._weights = _weights()
        self._reads = reads
        self.threshold = self._weights["threshold"] if threshold is None else threshold

    def probability(self, question: str, evidence: Sequence[Evidence]) -> float:
        """Probability, 0..1, that the evidence answers the question; 0 without evidence."""
        if not evidence:
            return 0.0
        if not self._reads(question):
            return _by_words(question, evidence)
        found = features(question, evidence)
        names = AnswerabilityFeatures.__slots__
        total = self._weights["intercept"] + sum(self._weights[name] * getattr(found, name) for name in names)
        return 1 / (1 + math.exp(-total))


def _by_words(question: str, evidence: Sequence[Evidence]) -> float:
    """The probability where only words tell: by the share of the question's in one sentence and its title."""
    asked = set(query_tokens(folded(question).casefold()))
    texts = (f"{item.metadata.title} {item.quote}" for item in evidence[:SENTENCES])
    share = max(len(asked.intersection(index_tokens(folded(text).casefold()))) for text in texts) / max(len(asked), 1)
    return 1 / (1 + math.exp(STEEPNESS * (EVEN_SHARE - share)))


@cache
def _weights() -> dict[str, float]:
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return {name: float(value) for name, value in stored["weights"].items()}


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in _WORD.findall(folded(text).casefold()) if word not in _UNTELLING}


def _share(asked: set[str], text: str) -> float:
    """Share of the stems that a text holds; 1 for a question without any telling word."""
    return len(asked & _stems(text)) / len(asked) if asked else 1.0
