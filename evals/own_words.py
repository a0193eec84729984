"""What would be shown in a model's own words: `python -m evals.own_words --data verify-dev.jsonl.gz`.

Shares of supported and of unsupported claims that pass, by the probability alone and when the evidence model may object
(`FeatureSupportModel.doubts`). Judged on documents that neither has seen, sets and classes weighing the same, for all
claims of the data sets, for those of one sentence of fewer than 45 words, and for claims made from their evidence.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chatbot.answering.attribution import Attributor
from chatbot.verification.claim_words import sentences_of
from evals.calibrate_support import paired, words_of_seen
from evals.crossvalidation import Matrix, balance, unseen
from evals.datasets import LabelledClaim, read_claims
from evals.made_claims import MADE
from evals.runs.report import Metrics, table
from evals.tasks.verify import BATCH

BETWEEN = (0.6, 0.7)
"""Thresholds beside those of the product, which show what a higher bar would do instead."""
MOST_WORDS = 45
"""Of a sentence that is like one of an answer."""

Flags = npt.NDArray[np.bool_]


class Judged(NamedTuple):
    """Claims with their probability of support, and whether the evidence model doubts a word of them."""

    claims: Sequence[LabelledClaim]
    scores: Matrix
    doubted: Flags


def judge(claims: Sequence[LabelledClaim]) -> Judged:
    """The claims of unseen documents and those made of these, by a regression over words that has not seen them."""
    from chatbot.embedding.encoder import SentenceEncoder
    from chatbot.verification.cross_encoder import CrossEncoder
    from chatbot.verification.evidence import FeatureSupportModel

    own = unseen(claims)
    judged, pairs = paired(own)
    words = words_of_seen([claim for claim in claims if claim not in set(own)])
    model = FeatureSupportModel(SentenceEncoder(), weights=words, marker=CrossEncoder())
    parts = (pairs[start : start + BATCH] for start in range(0, len(pairs), BATCH))
    scores = [score for part in parts for score in model.support_many(part)]
    return Judged(judged, np.array(scores), np.array([model.doubts(*pair) for pair in pairs]))


def passing(judged: Judged, threshold: float) -> dict[str, Metrics]:
    """For each kind of claim, the shares that pass at a threshold, without and with the evidence model's objection."""
    weights, likely = balance(judged.claims), judged.scores >= threshold
    right = np.array([claim.supported for claim in judged.claims])
    ways, sides = {"": likely, "_undoubted": likely & ~judged.doubted}, {"right": right, "wrong": ~right}
    return {
        kind: {
            f"{side}{way}": float(np.average(passed[kin & own], weights=weights[kin & own]))
            for way, passed in ways.items()
            for side, own in sides.items()
        }
        for kind, kin in kinds_of(judged.claims).items()
    }


def kinds_of(claims: Sequence[LabelledClaim]) -> dict[str, Flags]:
    """Which claims are of each kind."""
    made = np.array([claim.set == MADE for claim in claims])
    return {"data sets": ~made, "single sentences": ~made & np.array(list(map(_is_short, claims))), MADE: made}


def _is_short(claim: LabelledClaim) -> bool:
    return len(sentences_of(claim.claim)) == 1 and len(claim.claim.split()) < MOST_WORDS


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.own_words", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="labelled claims, .jsonl or .jsonl.gz")
    judged = judge(read_claims(parser.parse_args().data))
    for threshold in sorted((*product_thresholds(), *BETWEEN)):
        print(f"at {threshold:.3f}\n{table({}, passing(judged, threshold))}\n", flush=True)


def product_thresholds() -> tuple[float, float, float]:
    """Those of support, of a model's own words in answers, and of these in briefings."""
    from chatbot.embedding.encoder import SentenceEncoder
    from chatbot.verification.evidence import FeatureSupportModel

    attributor = Attributor(FeatureSupportModel(SentenceEncoder()))
    return attributor.threshold, attributor.wording_threshold, attributor.sure_threshold


if __name__ == "__main__":
    main()
