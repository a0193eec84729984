"""Writes the weights of a support model as `chatbot.verification.support_weights` reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chatbot.verification.support_weights import SupportWeights
from evals.runs.report import Metrics


def write_weights(path: Path, weights: SupportWeights, command: str, by_set: Mapping[str, Metrics]) -> None:
    """Store the weights as JSON, one feature a line, with the cross-validated agreement with people on each set."""
    columns = zip(weights.features, weights.means, weights.scales, weights.coefficients, strict=True)
    stored: dict[str, Any] = {
        "command": command,
        "threshold": round(weights.threshold, 4),
        "precision_95": round(weights.precision_95, 4),
        "agreement": {name: round(metrics["balanced_accuracy"], 3) for name, metrics in by_set.items()},
        "intercept": round(weights.intercept, 6),
        "features": {
            name: {"mean": round(mean, 6), "scale": round(scale, 6), "coefficient": round(coefficient, 6)}
            for name, mean, scale, coefficient in columns
        },
    }
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
