"""The fitted weights of the support model, as `python -m evals.calibrate_support` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.errors import WeightsError

READING_WEIGHTS = Path(__file__).parent.parent / "weights" / "support.json"
"""Of the regression in which the evidence model has a vote; the product does without."""
WORDS_WEIGHTS = Path(__file__).parent.parent / "weights" / "support_words.json"
"""Of the regression that the product uses."""


@dataclass(frozen=True, slots=True)
class SupportWeights:
    """A logistic regression over named features."""

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    threshold: float
    precision_95: float
    """The least threshold at which at least 95 % of what counts as supported was supported, in cross-validation."""
    agreement: Mapping[str, float] = field(default_factory=dict)
    """Balanced accuracy against people's judgements, by data set, in cross-validation."""

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability of support, 0..1, for features by name; features without a weight are ignored."""
        values = (np.array([features[name] for name in self.features]) - self.means) / self.scales
        return float(1 / (1 + np.exp(-(values @ np.array(self.coefficients) + self.intercept))))


@cache
def load_support_weights(path: Path = READING_WEIGHTS) -> SupportWeights:
    """Read the weights.

    Raises:
        WeightsError: the file is missing or is not what the calibration writes.
    """
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        names = tuple(stored["features"])
        means, scales, coefficients = (
            tuple(float(stored["features"][name][part]) for name in names) for part in ("mean", "scale", "coefficient")
        )
        intercept, threshold, sure = (float(stored[name]) for name in ("intercept", "threshold", "precision_95"))
        agreement = {name: float(value) for name, value in stored["agreement"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"The weights of the support model in {path} cannot be read ({type(error).__name__}: {error})"
        raise WeightsError(reason, "Reinstall the package, or run `python -m evals.calibrate_support`.") from error
    return SupportWeights(names, means, scales, coefficients, intercept, threshold, sure, agreement)
