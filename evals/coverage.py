"""Judges whether a briefing covers an insight, and which of its statements does, without a remote model.

The task and the labels are those of Laban et al., "Summary of a Haystack" (2024): people judged for each insight
whether a summary covers it fully, partially or not, and with which bullet. Two logistic regressions over four features
stand in for them; `python -m evals.calibrate_coverage` fits them and measures how often they agree with people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.verification.claim_analysis import analyse
from chatbot.verification.claim_features import coverage
from chatbot.verification.evidence import FeatureSupportModel, RememberingEncoder

WEIGHTS_FILE = Path(__file__).with_name("coverage.json")
FEATURES = ("similarity", "shared_words", "support", "support_of_all")
FULL, PARTIAL, NONE = 1.0, 0.5, 0.0
"""What coverage counts, as in the paper."""
LEAST_WORDS = 3

_MARKUP = re.compile(r"\s*\[[\d\]\[, ]+\]|\*\*|^[\s*#-]+")

Floats = NDArray[np.float64]


class Judgement(NamedTuple):
    """How well an insight is covered."""

    coverage: float
    """1 fully, 0.5 partially, 0 not."""
    statement: int | None
    """Place of the statement that comes nearest; None when there is no statement."""


@dataclass(frozen=True, slots=True)
class CoverageWeights:
    """Of two regressions: covered at all, and covered fully."""

    covered: tuple[float, ...]
    fully: tuple[float, ...]
    """Weights of the features, then the intercept; 0 is the threshold."""
    agreement: float
    """Balanced accuracy against people, cross-validated by summary: covered fully or partially, against not."""


def load_weights() -> CoverageWeights:
    """The weights that come with the evals."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return CoverageWeights(tuple(stored["covered"]), tuple(stored["fully"]), stored["cross_validated"]["agreement"])


class CoverageJudge:
    """Judges insights against statements.

    Args:
        encoder: embeds both, each text once.
        weights: of the regressions; may be None while they are being fitted.
    """

    def __init__(self, encoder: RememberingEncoder, weights: CoverageWeights | None = None) -> None:
        self._encoder = encoder
        self._support = FeatureSupportModel(encoder)
        self._weights = weights

    def features(self, insight: str, statements: Sequence[str]) -> tuple[Floats, int | None]:
        """The features of the nearest statement, in the order of `FEATURES`, and its place."""
        texts = [_MARKUP.sub("", text).strip() for text in statements]
        usable = [at for at, text in enumerate(texts) if len(text.split()) >= LEAST_WORDS]
        if not usable:
            return np.zeros(len(FEATURES)), None
        similarity = self._encoder.encode([texts[at] for at in usable]) @ self._encoder.encode([insight])[0]
        wanted = analyse(insight)
        shared = np.array([coverage(wanted, analyse(texts[at]).content) for at in usable])
        best = int(np.argmax(similarity + 0.5 * shared))
        support = self._support.support(insight, [texts[usable[best]]])
        of_all = self._support.support(insight, [texts[at] for at in usable])
        return np.array([float(similarity[best]), float(shared[best]), support, of_all]), usable[best]

    def judge(self, insight: str, statements: Sequence[str]) -> Judgement:
        """How well the statements cover an insight, and which does."""
        if self._weights is None:
            raise ValueError("a judge without weights cannot judge")
        found, place = self.features(insight, statements)
        if place is None or _value(found, self._weights.covered) < 0:
            return Judgement(NONE, place)
        return Judgement(FULL if _value(found, self._weights.fully) >= 0 else PARTIAL, place)


def _value(features: Floats, weights: Sequence[float]) -> float:
    return float(features @ np.array(weights[:-1]) + weights[-1])
