"""What each kind of pair is worth: `python -m evals.training.ablation --data FOLDER --made PAIRS … --out ROWS.jsonl`.

Short trainings of the same budget, each without one kind, then all on the same judged pairs; scored by the AUROC of
`support` for single sentences of documents that none of them has seen. One line a variant goes into the file; those
that stand there already are not trained again.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

import torch

from evals.crossvalidation import UNSEEN_FOLDS
from evals.made_claims import MADE
from evals.runs.report import table
from evals.scoring.judgements import auroc
from evals.training.batches import encode
from evals.training.labelled import labelled_pairs
from evals.training.mixing import judged, short_enough
from evals.training.network import EvidenceNetwork
from evals.training.pairs import ANSWER, LABELLED, STATED, Pair, read_pairs
from evals.training.pretrained import new_network
from evals.training.train import LEARNING_RATE, scores, train, weights_of

BUDGET, JUDGED = 8_000, 6_000
"""Made pairs of the first round, and judged ones of the second: four minutes a variant on two cores."""
SECOND_RATE = 1e-4
TESTED_MADE = 600
"""Made pairs that no variant is trained on, to see whether the made errors are learned."""

FAMILIES = {
    "questions and their answers": ("asked", "neighbour", STATED),
    "headlines and merged sentences": ("headline", "merged"),
    "evidence that lacks it": ("wrong_evidence",),
    "evidence altered alike": ("replayed",),
    "numbers, names, roles": ("number", "scale", "entity", "roles"),
    "other words, negation, opposites, certainty": ("word", "negation", "opposite", "certainty"),
    "details and predicates of others": ("added", "continued"),
    "a language model's endings": ("completed",),
}
"""Kinds of made pairs that belong together, by the beginning of their names."""


def variants(made: Sequence[Pair], seed: int = 0) -> dict[str, list[Pair]]:
    """The first round of each variant: everything, nothing, and without each family, all of the same size."""
    order = list(made)
    random.Random(seed).shuffle(order)  # noqa: S311
    lacking = {
        f"without {name}": [p for p in order if not p.kind.startswith(kinds)] for name, kinds in FAMILIES.items()
    }
    every = {"everything": order, "everything, another draw": order[::-1], "judged pairs alone": [], **lacking}
    return {name: pairs[:BUDGET] for name, pairs in every.items()}


def trained(first: Sequence[Pair], second: Sequence[Pair], scratch: Path) -> EvidenceNetwork:
    """A network after both rounds; the folder holds its checkpoints meanwhile."""
    network = new_network()
    for at, (pairs, rate) in enumerate(((first, LEARNING_RATE), (second, SECOND_RATE))):
        if pairs:
            checkpoint = scratch / f"{at}.pt"
            train(network, encode(pairs, weights_of(pairs)), rate, 0, checkpoint)
            checkpoint.unlink(missing_ok=True)
    return network


def score(network: EvidenceNetwork, tested: Sequence[Pair]) -> dict[str, float]:
    """AUROC of `support` for each set of tested pairs."""
    support = scores(network, tested)[0].tolist()
    by_set: dict[str, tuple[list[bool], list[float]]] = {}
    for pair, value in zip(tested, support, strict=True):
        truths, values = by_set.setdefault(pair.kind.removeprefix(LABELLED), ([], []))
        truths.append(pair.label)
        values.append(value)
    return {name: auroc(*columns) for name, columns in sorted(by_set.items())}


def tested_pairs(data: Path, made: Sequence[Pair]) -> list[Pair]:
    """Single sentences of unseen documents that people judged, and made pairs, in a set of their own."""
    people = [pair for pair, fold in labelled_pairs(data / "verify-dev.jsonl.gz") if fold in UNSEEN_FOLDS]
    support = [pair for pair in made if pair.head != ANSWER]
    return [*people, *(replace(pair, kind=MADE) for pair in support)]


def print_table(rows: Sequence[dict[str, Any]]) -> None:
    """Print the variants, their mean over the judged sets last in each line."""
    by_variant = {row["variant"]: {**row["auroc"], "mean": mean_over_sets(row["auroc"])} for row in rows}
    print(table({}, by_variant))


def mean_over_sets(found: Mapping[str, float]) -> float:
    """Mean AUROC over the sets that people judged."""
    return fmean(value for name, value in found.items() if name != MADE)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.ablation", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--made", type=Path, required=True, nargs="+", help="files of made pairs")
    parser.add_argument("--out", type=Path, required=True, help="one line a variant, .jsonl")
    options = parser.parse_args()
    torch.set_num_threads(2)
    made = short_enough(pair for path in options.made for pair in read_pairs(path))
    random.Random(0).shuffle(made)  # noqa: S311
    second = judged(options.data)
    random.Random(0).shuffle(second)  # noqa: S311
    tested = tested_pairs(options.data, made[:TESTED_MADE])
    rows = [json.loads(line) for line in options.out.read_text().splitlines()] if options.out.exists() else []
    for name, first in variants(made[TESTED_MADE:]).items():
        if name not in {row["variant"] for row in rows}:
            rows.append({"variant": name, "auroc": score(trained(first, second[:JUDGED], options.out.parent), tested)})
            with options.out.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(rows[-1]) + "\n")
    print_table(rows)


if __name__ == "__main__":
    main()
