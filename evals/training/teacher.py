"""A larger encoder that learns to judge claims; its beliefs about claims that nobody judged teach the shipped model.

    python -m evals.training.teacher --encoder FOLDER --data FOLDER --made PAIRS --judge PAIRS … --out FOLDER

all-mpnet-base-v2 has eight times the weights in its layers, so it knows more of the language and needs fewer examples.
Its beliefs make claims worth training on that nobody judged ("Distilling the Knowledge in a Neural Network", Hinton
and others, 2015). A small model that was trained on more pairs errs elsewhere, so its opinion may count as well.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from evals.training.batches import encode
from evals.training.labelled import answered_pairs, insight_pairs, located_answers
from evals.training.mixing import judged_claims, short_enough
from evals.training.network import EvidenceNetwork
from evals.training.pairs import STATED, SUPPORT, Pair, read_pairs, write_pairs
from evals.training.pretrained import new_teacher
from evals.training.train import scores, train, weights_of

MADE, FRESH, LOCATED = 11_500, 800, 800
"""Made pairs of the first lesson and of each later one, and known answers of the second."""
RATES = (4e-5, 3e-5, 1.5e-5)
LIKELY = 0.15
"""Belief below which a claim is plainly unsupported. Most are: as many of them are kept as of the others."""


def lessons(data: Path, made: Sequence[Pair], seed: int = 0) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """What it learns one after the other: made pairs, all that people judged, and judged claims once more."""
    chance = random.Random(seed)  # noqa: S311
    claims = [pair for pair in short_enough(made) if pair.head == SUPPORT and not pair.kind.startswith(STATED)]
    chance.shuffle(claims)
    located = [pair for name in ("conflict", "qa-news") for pair in located_answers(data / f"{name}-dev.jsonl.gz")]
    chance.shuffle(located)
    judged = judged_claims(data)
    others = [*insight_pairs(data / "briefing-dev.jsonl.gz"), *answered_pairs(data / "refusal-dev.jsonl.gz")]
    fresh = claims[MADE : MADE + FRESH]
    return claims[:MADE], [*judged, *others, *located[:LOCATED], *fresh], [*judged, *fresh]


def learn(network: EvidenceNetwork, rounds: Sequence[list[Pair]], scratch: Path) -> None:
    """Train in place, a round for each list; the folder holds the checkpoints."""
    for at, (pairs, rate) in enumerate(zip(rounds, RATES, strict=True)):
        random.Random(at).shuffle(pairs)  # noqa: S311
        train(network, encode(pairs, weights_of(pairs)), rate, at, scratch / f"lesson-{at}.pt")


def believed(pairs: Sequence[Pair], networks: Sequence[EvidenceNetwork]) -> Iterator[Pair]:
    """The pairs with what the networks believe on average, by their logits, as labels."""
    logits = torch.stack([scores(network, pairs)[0] for network in networks]).mean(0)
    for pair, belief in zip(pairs, logits.sigmoid().tolist(), strict=True):
        yield replace(pair, label=belief >= 0.5, belief=round(belief, 4))


def evenly(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that may be supported, and as many that are plainly not, at random."""
    likely = [pair for pair in pairs if pair.target >= LIKELY]
    rest = [pair for pair in pairs if pair.target < LIKELY]
    return [*likely, *random.Random(0).sample(rest, min(len(likely), len(rest)))]  # noqa: S311


def trained_network(weights: Path) -> EvidenceNetwork:
    """A small network that `evals.training.train` wrote."""
    network = EvidenceNetwork()
    network.load_state_dict(torch.load(weights))
    return network


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.teacher", description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--made", type=Path, nargs="+", required=True, help="files of made pairs")
    parser.add_argument("--judge", type=Path, nargs="+", required=True, help="files of pairs to give beliefs to")
    parser.add_argument(
        "--beside", type=Path, nargs="*", default=[], help="small networks whose opinion counts as much"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, weights and judged pairs")
    options = parser.parse_args()
    torch.set_num_threads(2)
    options.out.mkdir(parents=True, exist_ok=True)
    network = new_teacher(options.encoder).to("cuda" if torch.cuda.is_available() else "cpu")
    made = [pair for path in options.made for pair in read_pairs(path)]
    learn(network, lessons(options.data, made), options.out)
    torch.save(network.state_dict(), options.out / "teacher.pt")
    networks = [network, *map(trained_network, options.beside)]
    for path in options.judge:
        judged = list(believed(list(read_pairs(path)), networks))
        print(path.name, len(judged), "judged,", write_pairs(options.out / path.name, evenly(judged)), "kept")


if __name__ == "__main__":
    main()
