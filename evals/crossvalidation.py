"""Cross-validation by source document over several data sets, and thresholds that serve all of them alike."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from evals.datasets import LabelledClaim
from evals.made_claims import MADE
from evals.scoring.judgements import balanced_accuracy

FOLDS = 5
UNSEEN_FOLDS = frozenset({0, 1})
"""Never trained on by the evidence model: its regression, thresholds and figures come from these."""
PRECISION = 0.95
PLATEAU = 0.004
MADE_SHARE = 0.1
"""Weight of all made claims beside all others: one more set. docs/verification.md says what it costs and gains."""

Matrix = npt.NDArray[np.float64]


class Crossed(NamedTuple):
    """What cross-validation gives for each claim."""

    scores: Matrix
    thresholds: Matrix
    """Fitted without the claim's own fold."""


def document_of(claim: LabelledClaim) -> str:
    """Names the source document, equal for claims that share it."""
    if claim.set == MADE:
        return claim.doc
    return f"{claim.set} {claim.doc}" if claim.doc else "\n".join(claim.evidence)


def folds_of(claims: Sequence[LabelledClaim], within: bool = False) -> npt.NDArray[np.int64]:
    """The fold of each claim, from a hash of its document, so that it is the same on every machine.

    Args:
        claims: any.
        within: another division, for claims that lie in a few folds of the first.
    """
    digests = [hashlib.sha256(document_of(claim).encode()).digest() for claim in claims]
    part = slice(8, 16) if within else slice(8)
    return np.array([int.from_bytes(digest[part], "big") % FOLDS for digest in digests])


def unseen(claims: Sequence[LabelledClaim]) -> list[LabelledClaim]:
    """The claims whose documents the evidence model has not been trained on."""
    return [claim for claim, fold in zip(claims, folds_of(claims), strict=True) if fold in UNSEEN_FOLDS]


def balance(claims: Sequence[LabelledClaim]) -> Matrix:
    """Weights that make every class of every set count the same, made claims `MADE_SHARE` of all others."""
    counts = Counter((claim.set, claim.supported) for claim in claims)
    others = sum(name != MADE for name, _ in counts)
    shares = {kind: MADE_SHARE / 2 if kind[0] == MADE else 1 / others for kind in counts}
    kinds = [(claim.set, claim.supported) for claim in claims]
    return len(claims) * np.array([shares[kind] / counts[kind] for kind in kinds])


def best_threshold(claims: Sequence[LabelledClaim], scores: Matrix) -> float:
    """The threshold with the highest mean over sets of balanced accuracy.

    The mean of all percentiles of the scores that come within `PLATEAU` of the best, which a lucky peak moves less.
    """
    grid = np.unique(np.quantile(scores, np.linspace(0.02, 0.98, 97)))
    accuracies = np.array([_mean_accuracy(claims, scores, threshold) for threshold in grid])
    return float(grid[accuracies >= accuracies.max() - PLATEAU].mean())


def _mean_accuracy(claims: Sequence[LabelledClaim], scores: Matrix, threshold: float) -> float:
    truth, sets = np.array([claim.supported for claim in claims]), np.array([claim.set for claim in claims])
    judged = scores >= threshold
    return float(np.mean([balanced_accuracy(truth[sets == name], judged[sets == name]) for name in np.unique(sets)]))


def precision_threshold(claims: Sequence[LabelledClaim], scores: Matrix) -> float:
    """The least threshold at which the balanced precision of "supported" is `PRECISION`; 1 when none is."""
    truth, weights = np.array([claim.supported for claim in claims]), balance(claims)
    for threshold in np.unique(np.quantile(scores, np.linspace(0, 0.995, 200))):
        chosen = scores >= threshold
        if np.average(truth[chosen], weights=weights[chosen]) >= PRECISION:
            return float(threshold)
    return 1.0


def fold_thresholds(claims: Sequence[LabelledClaim], scores: Matrix) -> Matrix:
    """For each claim the threshold that is best on the other folds."""
    folds, thresholds = folds_of(claims, within=True), np.zeros(len(claims))
    for fold in range(FOLDS):
        known = [at for at, claim in enumerate(claims) if folds[at] != fold and claim.set != MADE]
        thresholds[folds == fold] = best_threshold([claims[at] for at in known], scores[known])
    return thresholds
