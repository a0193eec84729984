"""Scales the logits of a classifier so that its probabilities can be taken at their word; no decision changes.

Temperature scaling: Guo et al., "On calibration of modern neural networks" (2017). With a bias it is Platt's method,
"Probabilistic outputs for support vector machines" (1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from chatbot.verification.support_weights import SupportWeights
from evals.crossvalidation import FOLDS, Matrix, balance, folds_of
from evals.datasets import LabelledClaim
from evals.scoring.reliability import brier_score, equal_mass_bins, expected_calibration_error

STEPS = 50
"""Of Newton's method, which needs about six."""
PRIOR = 1.0
"""Claims' worth of belief that nothing need change: it keeps the temperature finite where all claims are told apart."""
HOTTEST = 20.0
"""Largest temperature: a larger or negative one would turn the order of claims round."""
_KINDS = {"temperature": False, "temperature and bias": True}


class Scaling(NamedTuple):
    """What becomes of a logit: it is divided by the temperature, and the bias is added."""

    temperature: float = 1.0
    bias: float = 0.0

    def apply(self, probabilities: Matrix) -> Matrix:
        """The scaled probabilities; 1 stays 1, a threshold that nothing passes."""
        scaled = expit(logit(probabilities) / self.temperature + self.bias)
        return np.where(probabilities < 1, scaled, 1.0)


class Calibration(NamedTuple):
    """How far probabilities can be taken at their word; sets and classes weigh the same. Lower is better."""

    error: float
    """Expected calibration error."""
    brier: float


def logit(probabilities: Matrix) -> Matrix:
    """Log odds; 0 and 1 count as one in a million."""
    kept = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(kept / (1 - kept)))


def expit(logits: Matrix) -> Matrix:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-logits)))


def fit_scaling(claims: Sequence[LabelledClaim], probabilities: Matrix, *, with_bias: bool) -> Scaling:
    """The scaling under which what is known is likeliest, sets and classes weighing the same; by Newton's method."""
    truth, weights = np.array([claim.supported for claim in claims], float), balance(claims)
    columns = np.column_stack([logit(probabilities), np.ones(len(claims))])[:, : 1 + with_bias]
    unchanged = np.array([1.0, 0.0])[: 1 + with_bias]
    found = unchanged
    for _ in range(STEPS):
        chances = expit(columns @ found)
        slope = columns.T @ (weights * (truth - chances)) - PRIOR * (found - unchanged)
        curvature = (columns * (weights * chances * (1 - chances))[:, None]).T @ columns
        found = found + np.linalg.solve(curvature + PRIOR * np.eye(len(found)), slope)
    return Scaling(1 / max(float(found[0]), 1 / HOTTEST), float(found[1]) if with_bias else 0.0)


def cross_scaled(claims: Sequence[LabelledClaim], probabilities: Matrix, *, with_bias: bool) -> Matrix:
    """Each probability under the scaling that the other folds' claims give."""
    folds, scaled = folds_of(claims, within=True), np.zeros(len(claims))
    for fold in range(FOLDS):
        known = [claim for claim, own in zip(claims, folds, strict=True) if own != fold]
        scaling = fit_scaling(known, probabilities[folds != fold], with_bias=with_bias)
        scaled[folds == fold] = scaling.apply(probabilities[folds == fold])
    return scaled


def calibration_of(claims: Sequence[LabelledClaim], probabilities: Matrix) -> Calibration:
    """Expected calibration error and Brier score over ten bins of equal mass."""
    truth, weights = [claim.supported for claim in claims], balance(claims).tolist()
    bins = equal_mass_bins(truth, probabilities.tolist(), weights)
    return Calibration(expected_calibration_error(bins), brier_score(truth, probabilities.tolist(), weights))


def best_scaling(claims: Sequence[LabelledClaim], probabilities: Matrix) -> Scaling:
    """The scaling with the least Brier score in cross-validation, fitted on all claims; prints what each gives."""
    tried = {"as it is": probabilities}
    for name, with_bias in _KINDS.items():
        tried[name] = cross_scaled(claims, probabilities, with_bias=with_bias)
    found = {name: calibration_of(claims, scaled) for name, scaled in tried.items()}
    for name, figures in found.items():
        print(f"{name}: expected calibration error {figures.error:.3f}, Brier score {figures.brier:.4f}", flush=True)
    best = min(found, key=lambda name: found[name].brier)
    return fit_scaling(claims, probabilities, with_bias=_KINDS[best]) if best in _KINDS else Scaling()


def scaled_weights(weights: SupportWeights, scaling: Scaling) -> SupportWeights:
    """The regression with a scaling in its coefficients, and its thresholds moved with it, so that decisions stay."""
    threshold, sure = scaling.apply(np.array([weights.threshold, weights.precision_95])).tolist()
    return replace(
        weights,
        coefficients=tuple(value / scaling.temperature for value in weights.coefficients),
        intercept=weights.intercept / scaling.temperature + scaling.bias,
        threshold=threshold,
        precision_95=sure,
    )
