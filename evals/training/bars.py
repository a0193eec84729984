"""Bars that cross-validated probabilities set by a rule, so that no other data need be looked at to choose them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

GRID = [step / 100 for step in range(5, 96)]
PLATEAU = 0.004
"""Bars whose F1 is lower than the best by no more are as good: a lucky peak moves their mean less."""


def balanced_bar(wanted: Sequence[float], others: Sequence[float]) -> float:
    """The bar with the best F1: the mean of all that are as good.

    Args:
        wanted: probabilities of what should be above it.
        others: of what should not.
    """
    scores = {bar: _f1(wanted, others, bar) for bar in GRID}
    best = max(scores.values())
    return round(fmean(bar for bar, score in scores.items() if score >= best - PLATEAU), 2)


def _f1(wanted: Sequence[float], others: Sequence[float], bar: float) -> float:
    right = sum(each > bar for each in wanted)
    taken = right + sum(each > bar for each in others)
    return 2 * right / (len(wanted) + taken) if wanted else 0.0


def sparing_bar(others: Sequence[float], most: float) -> float:
    """The lowest bar above which at most so many of `others` are.

    Args:
        others: probabilities of what should not be above it.
        most: how many may be.
    """
    return next((bar for bar in GRID if sum(each > bar for each in others) <= most), GRID[-1])
