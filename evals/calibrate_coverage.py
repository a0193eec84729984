"""Fits the judge of coverage and measures how often it agrees with people.

    python -m evals.calibrate_coverage --data briefing-coverage-dev.jsonl.gz

Both classes count alike, which agrees best with people and errs on the side of "not covered". Cross-validated in ten
folds by summary. Writes evals/coverage.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.verification.evidence import RememberingEncoder
from evals.calibrate_answerability import FOLDS, fit
from evals.coverage import FEATURES, WEIGHTS_FILE, CoverageJudge, Floats
from evals.datasets import Row, read_rows
from evals.scoring.judgements import auroc, balanced_accuracy

FIELDS: dict[str, type | tuple[type, ...]] = {
    "sample": (int, str),
    "bullets": list,
    "insight": str,
    "coverage": str,
    "bullet_id": (int, str),
}
Truth = NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="people's judgements, JSONL, may be gzipped")
    options = parser.parse_args()
    rows = list(read_rows(options.data, FIELDS))
    judge = CoverageJudge(RememberingEncoder(SentenceEncoder()))
    found = [judge.features(row["insight"], row["bullets"]) for row in rows]
    table = np.array([features for features, _ in found])
    covered = np.array([row["coverage"] != "not_covered" for row in rows])
    fully = np.array([row["coverage"] == "fully_covered" for row in rows])
    content = {
        "command": f"python -m evals.calibrate_coverage --data {options.data.name}",
        "features": list(FEATURES),
        "cross_validated": _figures(rows, table, covered, fully, [place for _, place in found]),
        "covered": weights_for(table, covered),
        "fully": weights_for(table, fully),
    }
    WEIGHTS_FILE.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content, indent=2))


def weights_for(table: Floats, truth: Truth) -> list[float]:
    """Weights, then the intercept."""
    intercept, weights = fit(table, truth)
    return [*weights.tolist(), intercept]


def _figures(
    rows: Sequence[Row], table: Floats, covered: Truth, fully: Truth, places: Sequence[int | None]
) -> dict[str, float]:
    folds = {sample: number % FOLDS for number, sample in enumerate(dict.fromkeys(row["sample"] for row in rows))}
    samples = np.array([folds[row["sample"]] for row in rows])
    values = {name: np.zeros(len(rows)) for name in ("covered", "fully")}
    for fold in range(FOLDS):
        held = samples == fold
        for name, truth in (("covered", covered), ("fully", fully)):
            weights = np.array(weights_for(table[~held], truth[~held]))
            values[name][held] = table[held] @ weights[:-1] + weights[-1]
    predicted = (values["covered"] >= 0).tolist()
    linked = [
        str(place) == str(row["bullet_id"])
        for row, place, is_covered in zip(rows, places, covered, strict=True)
        if is_covered
    ]
    return {
        "agreement": balanced_accuracy(covered.tolist(), predicted),
        "auroc": auroc(covered.tolist(), values["covered"].tolist()),
        "agreement_fully": balanced_accuracy(fully.tolist(), (values["fully"] >= 0).tolist()),
        "covered_by_people": float(covered.mean()),
        "covered_by_judge": float(np.mean(predicted)),
        "same_bullet": float(np.mean(linked)),
        "judgements": float(len(rows)),
    }


if __name__ == "__main__":
    main()
