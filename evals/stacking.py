"""Adds what the evidence model says to a regression over words: one regression over its logit and the readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from chatbot.verification.support_weights import SupportWeights
from evals.crossvalidation import Matrix

READINGS = ("read_support.mean", "read_support.min", "read_worst.mean", "read_worst.max", "read_unbacked.mean")
"""Features of the evidence model that take part; all nine of them were no better (docs/verification.md)."""
WORDS = "words"
"""Name of the column that holds the logit of the regression over words."""


def stack_columns(words: SupportWeights, names: Sequence[str], features: Matrix) -> tuple[list[str], Matrix]:
    """Names and values of what the second regression sees: the logit of the first, and the readings."""
    at = {name: place for place, name in enumerate(names)}
    scaled = (features[:, [at[name] for name in words.features]] - words.means) / words.scales
    logits = scaled @ np.array(words.coefficients) + words.intercept
    return [WORDS, *READINGS], np.column_stack([logits, features[:, [at[name] for name in READINGS]]])


def unstacked(words: SupportWeights, second: SupportWeights) -> SupportWeights:
    """Both regressions as one over all features: a weighted sum of weighted sums is one."""
    place = second.features.index(WORDS)
    share = second.coefficients[place] / second.scales[place]
    readings = [at for at in range(len(second.features)) if at != place]
    return replace(
        words,
        features=words.features + tuple(second.features[at] for at in readings),
        means=words.means + tuple(second.means[at] for at in readings),
        scales=words.scales + tuple(second.scales[at] for at in readings),
        coefficients=tuple(share * value for value in words.coefficients)
        + tuple(second.coefficients[at] for at in readings),
        intercept=second.intercept + share * (words.intercept - second.means[place]),
    )
