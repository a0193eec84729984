"""Bends in otherwise straight features, so that a linear model can tell "almost" from "all" and "one" from "none"."""

from __future__ import annotations

import math
from collections.abc import Mapping

_COUNTS = ("novel_terms.max", "novel_terms_strict.max", "substituted.max", "names_missing.max", "digits_missing.max")
"""One that does not fit says most; each further one says less."""
_SHARES = ("coverage_all.min", "coverage_best.min", "coverage_window.min", "trigrams_exact.min", "bigrams.min",
           "longest_run.min", "cosine_best.min")  # fmt: skip
"""From here on a share counts more, or less, than before."""
_KNOTS = (0.5, 0.75, 0.9)
_WHOLE = 0.97
"""A share that is as good as 1."""


def bent(features: Mapping[str, float]) -> dict[str, float]:
    """Further features: whether and how far counts are above zero and shares above knots, and shares that are whole."""
    bends: dict[str, float] = {}
    for name in _COUNTS:
        bends[f"{name}>0"] = float(features[name] > 0)
        bends[f"log {name}"] = math.log1p(features[name])
    for name in _SHARES:
        bends.update({f"{name}>{knot}": max(features[name] - knot, 0.0) for knot in _KNOTS})
        bends[f"{name} whole"] = float(features[name] >= _WHOLE)
    bends["covered length"] = features["length.mean"] * features["coverage_best.min"]
    bends["novel in copied"] = math.log1p(features["novel_terms.max"]) * features["trigrams_exact.mean"]
    return bends
