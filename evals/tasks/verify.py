"""`python -m evals verify`: the product's verifier, with the product's threshold, on labelled claims."""

from __future__ import annotations

import argparse
import hashlib
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from evals.crossvalidation import document_of
from evals.datasets import LabelledClaim, Row, read_claims
from evals.runs.report import Metrics, defined
from evals.runs.task import Found, Scores, Task
from evals.scoring.judgements import auroc, balanced_accuracy, f1_score, pairwise_accuracy
from evals.scoring.reliability import brier_score, equal_mass_bins, expected_calibration_error

BATCH = 64
"""Pairs whose features are computed at a time: enough to share embeddings of one document."""


def _units(options: argparse.Namespace) -> list[Row]:
    return [asdict(claim) for claim in read_claims(options.data)]


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--evidence-model", action="store_true", help="score the verifier in which it has a vote")


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    from chatbot.embedding.encoder import SentenceEncoder
    from chatbot.verification.cross_encoder import CrossEncoder
    from chatbot.verification.evidence import FeatureSupportModel

    model = FeatureSupportModel(SentenceEncoder(), CrossEncoder() if options.evidence_model else None)
    # The model remembers embeddings, and computes new ones on all cores: threads would only get in each other's way.
    turn = threading.Lock()

    def evaluate(unit: Row) -> Found:
        with turn:
            started = time.perf_counter()
            ((claim, evidence),) = split_pairs([LabelledClaim(**unit)])
            row = {name: unit[name] for name in ("id", "set", "pair", "supported", "claim")}
            row["document"] = _document(unit)
            score = model.support(claim, evidence)
            return [row | {"score": score, "threshold": model.threshold, "seconds": time.perf_counter() - started}]

    yield evaluate


def _document(unit: Row) -> str:
    """A short name of the source document: claims about one, and the two sides of a pair, are not independent."""
    return hashlib.sha256(document_of(LabelledClaim(**unit)).encode()).hexdigest()[:12]


def score(rows: Sequence[Row]) -> Scores:
    """The metrics of each set, and their means over the sets."""
    claims = [LabelledClaim(row["id"], row["set"], "", (), row["supported"], row["pair"]) for row in rows]
    by_set = score_sets(claims, [row["score"] for row in rows], [row["threshold"] for row in rows])
    rate = len(rows) / math.fsum(row["seconds"] for row in rows)
    return Scores({**over_sets(by_set), **_calibration(rows), "pairs_per_second": rate}, by_set)


def _calibration(rows: Sequence[Row]) -> Metrics:
    """How far the probabilities of all claims can be taken at their word; lower is better."""
    truth, chances = [row["supported"] for row in rows], [row["score"] for row in rows]
    bins = equal_mass_bins(truth, chances)
    return {"ece": expected_calibration_error(bins), "brier": brier_score(truth, chances)}


TASK = Task(
    name="verify",
    purpose="score the verifier on labelled claims",
    units=_units,
    open=_open,
    score=score,
    data="labelled claims: set, claim, evidence, supported",
    pattern="verify-[!s]*",
    asks=False,
    add_arguments=_add_arguments,
)


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
