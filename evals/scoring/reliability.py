"""How far probabilities can be taken at their word. Pure: lists in, numbers out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

BINS = 10


class Bin(NamedTuple):
    """Claims of like probability."""

    claims: int
    weight: float
    """Of all its claims; their number where every claim counts the same."""
    probability: float
    """Mean of what was said."""
    share: float
    """How many of them were supported."""


def equal_mass_bins(
    truth: Sequence[bool], probabilities: Sequence[float], weights: Sequence[float] | None = None, bins: int = BINS
) -> list[Bin]:
    """The claims in order of their probability, cut into bins of equal weight; claims of one probability stay together.

    Args:
        truth: whether each claim is supported.
        probabilities: of support, 0..1.
        weights: how much each claim counts; the same for all when left out.
        bins: most bins; there are fewer where probabilities repeat.
    """
    counts = [1.0] * len(truth) if weights is None else weights
    order = sorted(range(len(truth)), key=lambda at: probabilities[at])
    groups: dict[int, list[int]] = {}
    total, passed, number, last = math.fsum(counts), 0.0, 0, math.nan
    for at in order:
        if probabilities[at] != last:
            number = min(int(bins * passed / total), bins - 1)
        groups.setdefault(number, []).append(at)
        passed, last = passed + counts[at], probabilities[at]
    return [_bin(group, truth, probabilities, counts) for group in groups.values()]


def _bin(group: Sequence[int], truth: Sequence[bool], probabilities: Sequence[float], weights: Sequence[float]) -> Bin:
    weight = math.fsum(weights[at] for at in group)
    probability = math.fsum(weights[at] * probabilities[at] for at in group) / weight
    share = math.fsum(weights[at] * truth[at] for at in group) / weight
    return Bin(len(group), weight, probability, share)


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of probability and share over the bins, each with its weight, 0..1; NaN without a bin.

    Naeini et al., "Obtaining well calibrated probabilities using Bayesian binning" (2015); with bins of equal mass, as
    Nixon et al., "Measuring calibration in deep learning" (2019), recommend.
    """
    total = math.fsum(found.weight for found in bins)
    return (
        math.fsum(found.weight * abs(found.probability - found.share) for found in bins) / total if bins else math.nan
    )


def brier_score(truth: Sequence[bool], probabilities: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """Mean squared distance of the probability from what is true, 0..1, lower is better; NaN without any claim.

    Brier, "Verification of forecasts expressed in terms of probability" (1950).
    """
    counts = [1.0] * len(truth) if weights is None else weights
    squares = (weight * (said - actual) ** 2 for weight, said, actual in zip(counts, probabilities, truth, strict=True))
    return math.fsum(squares) / math.fsum(counts) if truth else math.nan
