"""Scores the product's verifier, with the product's threshold, on labelled claims."""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.datasets import LabelledClaim, read_claims
from evals.scoring.judgements import auroc, balanced_accuracy, f1_score, pairwise_accuracy
from evals.runs.report import Metrics, Report, defined, table

if TYPE_CHECKING:
    from chatbot.models.evidence import SupportModel

BATCH = 64
"""Pairs judged at a time: large enough to share embeddings of one document, small enough for the memory."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m evals verify`."""
    parser.add_argument("--data", type=Path, required=True, help="labelled claims, .jsonl or .jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="where the report goes")


def run(arguments: argparse.Namespace) -> None:
    """Judge every claim of a file and write the report."""
    started = time.perf_counter()
    claims = read_claims(arguments.data)
    from chatbot.models.encoder import SentenceEncoder
    from chatbot.models.evidence import FeatureSupportModel

    report = evaluate(claims, FeatureSupportModel(SentenceEncoder()), started, str(arguments.data.name))
    report.write(arguments.out)
    print(table(report.metrics, report.by_set))


def evaluate(claims: Sequence[LabelledClaim], model: SupportModel, started: float, data: str) -> Report:
    """The report of a model on labelled claims."""
    judging = time.perf_counter()
    scores = judge(claims, model)
    rate = len(claims) / (time.perf_counter() - judging)
    by_set = score_sets(claims, scores, [model.threshold] * len(claims))
    rows = [
        {"id": claim.id, "set": claim.set, "supported": claim.supported, "score": score}
        for claim, score in zip(claims, scores, strict=True)
    ]
    settings = {"data": data, "model": type(model).__name__, "threshold": model.threshold}
    metrics = {**over_sets(by_set), "pairs_per_second": rate}
    return Report("verify", len(claims), metrics, by_set, settings, time.perf_counter() - started, rows)


def judge(claims: Sequence[LabelledClaim], model: SupportModel) -> list[float]:
    """Probability of support for each claim; claims on one document should stand together."""
    pairs = split_pairs(claims)
    return [
        score for start in range(0, len(pairs), BATCH) for score in model.support_many(pairs[start : start + BATCH])
    ]


def split_pairs(claims: Iterable[LabelledClaim]) -> list[tuple[str, list[str]]]:
    """Each claim with its evidence cut into sentences; a document that many claims share is cut once."""
    from chatbot.library.sentences import split_sentences

    known: dict[str, list[str]] = {}
    for text in dict.fromkeys(text for claim in claims for text in claim.evidence):
        known[text] = [span.of(text) for span in split_sentences(text)]
    return [(claim.claim, [sentence for text in claim.evidence for sentence in known[text]]) for claim in claims]


def score_sets(
    claims: Sequence[LabelledClaim], scores: Sequence[float], thresholds: Sequence[float]
) -> dict[str, Metrics]:
    """The metrics of each set, sets in alphabetical order.

    Args:
        claims: the claims.
        scores: of each claim, higher for more support.
        thresholds: least score that counts as support, for each claim: cross-validation fits several.
    """
    places: dict[str, list[int]] = {name: [] for name in sorted({claim.set for claim in claims})}
    for at, claim in enumerate(claims):
        places[claim.set].append(at)
    return {
        name: _score([claims[i] for i in at], [scores[i] for i in at], [thresholds[i] for i in at])
        for name, at in places.items()
    }


def _score(claims: Sequence[LabelledClaim], scores: Sequence[float], thresholds: Sequence[float]) -> Metrics:
    truth = [claim.supported for claim in claims]
    predicted = [score >= threshold for score, threshold in zip(scores, thresholds, strict=True)]
    return defined(
        {
            "balanced_accuracy": balanced_accuracy(truth, predicted),
            "auroc": auroc(truth, scores),
            "f1_unsupported": f1_score(truth, predicted, positive=False),
            "pairwise_accuracy": pairwise_accuracy(_pairs(claims, scores)),
        }
    )


def _pairs(claims: Sequence[LabelledClaim], scores: Sequence[float]) -> dict[str, dict[bool, float]]:
    pairs: dict[str, dict[bool, float]] = {}
    for claim, score in zip(claims, scores, strict=True):
        if claim.pair:
            pairs.setdefault(claim.pair, {})[claim.supported] = score
    return pairs


def over_sets(by_set: dict[str, Metrics]) -> Metrics:
    """The mean over sets of each metric, over the sets that have it."""
    names = list(dict.fromkeys(name for metrics in by_set.values() for name in metrics))
    return {name: _mean(metrics[name] for metrics in by_set.values() if name in metrics) for name in names}


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return math.fsum(found) / len(found)
