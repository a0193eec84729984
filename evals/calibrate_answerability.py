"""Fits the weights with which the product decides whether its evidence answers a question.

    python -m evals.calibrate_answerability --data refusal-dev.jsonl.gz

Logistic regression by Newton's method with an L2 penalty, on standardised features; cross-validated in ten folds. The
threshold is the highest at which at most 15 % of answerable questions are refused, both in cross-validation and by the
weights that are written, which are fitted on all questions. Writes chatbot/answering/answerability.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from chatbot.answering.answerability import WEIGHTS_FILE, AnswerabilityFeatures, features
from chatbot.answering.quoting import PASSAGES, SEARCHED_EVIDENCE
from chatbot.embedding.encoder import SentenceEncoder, TextEncoder
from chatbot.question.understanding import plain_question
from chatbot.records import Question
from chatbot.retrieval.evidence import EvidenceRanker
from chatbot.retrieval.retriever import Retriever
from evals.datasets import read_rows
from evals.libraries import document_from, fresh_library
from evals.scoring.judgements import auroc

Array = NDArray[np.float64]
NAMES = AnswerabilityFeatures.__slots__
PENALTY = 1.0
FOLDS = 10
FALSE_REFUSALS = 0.15
"""Share of answerable questions that may be refused."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="questions with documents, JSONL, may be gzipped")
    options = parser.parse_args()
    rows = list(read_rows(options.data, {"id": str, "question": str, "documents": list, "answerable": bool}))
    encoder = SentenceEncoder()
    table = np.array([astuple(_features(row, encoder)) for row in _counted(rows)], dtype=np.float64)
    labels = np.array([bool(row["answerable"]) for row in rows])
    held_out = cross_validated(table, labels)
    intercept, weights = fit(table, labels)
    threshold = min(highest_threshold(chances, labels) for chances in (held_out, chances_of(table, intercept, weights)))
    stored = dict(zip(NAMES, weights.tolist(), strict=True)) | {"intercept": intercept, "threshold": threshold}
    figures = {
        "auroc": auroc(labels.tolist(), held_out.tolist()),
        "refusal_rate": float(np.mean(held_out[~labels] < threshold)),
        "false_refusal_rate": float(np.mean(held_out[labels] < threshold)),
        "questions": len(rows),
    }
    command = f"python -m evals.calibrate_answerability --data {options.data.name}"
    content = {"command": command, "cross_validated": figures, "weights": stored}
    WEIGHTS_FILE.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content, indent=2))
    print_curve(held_out, labels)


def _counted(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield from track(rows, "Features", console=Console(stderr=True), transient=True)


def _features(row: dict[str, Any], encoder: TextEncoder) -> AnswerabilityFeatures:
    documents = [document_from(item, f"{row['id']}#{number}") for number, item in enumerate(row["documents"])]
    with fresh_library(documents, encoder) as library:
        asked = plain_question(Question(row["question"], datetime.now(UTC)))
        passages = Retriever(library, encoder).retrieve(asked, PASSAGES)
        evidence = EvidenceRanker(library.lexical, encoder).rank(row["question"], passages, SEARCHED_EVIDENCE)
    return features(row["question"], evidence)


def fit(table: Array, labels: NDArray[np.bool_]) -> tuple[float, Array]:
    """Intercept and weights for features as they are, with both classes counting alike."""
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(table), 1)), (table - mean) / spread])
    counts = np.where(labels, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    penalty = PENALTY * np.diag([0.0] + [1.0] * table.shape[1])
    solution = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ solution))
        gradient = design.T @ (counts * (chance - labels)) + penalty @ solution
        curvature = (design * (counts * chance * (1 - chance))[:, None]).T @ design + penalty
        solution -= np.linalg.solve(curvature, gradient)
    weights = solution[1:] / spread
    return float(solution[0] - weights @ mean), weights


def cross_validated(table: Array, labels: NDArray[np.bool_]) -> Array:
    """For each question the probability by a model that has not seen it."""
    held_out = np.zeros(len(table))
    folds = np.random.default_rng(0).permutation(len(table)) % FOLDS
    for fold in range(FOLDS):
        intercept, weights = fit(table[folds != fold], labels[folds != fold])
        held_out[folds == fold] = chances_of(table[folds == fold], intercept, weights)
    return held_out


def chances_of(table: Array, intercept: float, weights: Array) -> Array:
    """The probability of each row of features."""
    return np.asarray(1 / (1 + np.exp(-(intercept + table @ weights))))


def highest_threshold(chances: Array, labels: NDArray[np.bool_]) -> float:
    """The highest probability that refuses no more answerable questions than are tolerated."""
    tolerable = [cut for cut in np.unique(chances) if np.mean(chances[labels] < cut) <= FALSE_REFUSALS]
    return float(max(tolerable))


def print_curve(chances: Array, labels: NDArray[np.bool_]) -> None:
    print("threshold  refused when unanswerable  refused when answerable")
    for cut in np.arange(0.1, 0.95, 0.1):
        print(f"{cut:9.2f}  {np.mean(chances[~labels] < cut):25.3f}  {np.mean(chances[labels] < cut):23.3f}")


if __name__ == "__main__":
    main()
