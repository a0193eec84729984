"""What the evidence model learns: `python -m evals.training.lessons --data TRAIN --bench BENCH --out FOLDER`.

The first round is broad: claims of many published sets. The last one is near to what the product reads: sentences and
questions that were written for this project, judged claims of three of five folds of verify-dev, and questions of
published sets. Documents whose hash begins with a digit that is kept out go into files of their own, which nothing is
trained on.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from evals.datasets import read_rows
from evals.training.answering import (
    WRITTEN_QUESTIONS,
    answer_pairs,
    published_questions,
    stated_pairs,
    written_questions,
)
from evals.training.collected import published_pairs
from evals.training.mixing import judged_claims
from evals.training.pairs import LABELLED, Pair, write_pairs
from evals.training.written import WRITTEN, pairs_of, strong_groups, written_groups

KEPT_OUT = "0"
"""A sixteenth of the documents of published sets; of written ones, of which there are few, an eighth."""
WRITTEN_KEPT_OUT = "01"
PASSES = 2
"""Times that the last round sees each written group, each time with its evidence put together otherwise."""
MOST_WORDS = 130
"""Words of a question's evidence beyond which it is left out: reading costs time by the square."""
OFTEN = 3
"""Times that a set near the product's sentences is seen in the first round."""
NEAR = frozenset(
    (
        "defacto fib genaudit xsumfaith frank summac-factcc summacoz-factcc summacoz-cogensumm summedits-ectsum "
        "summedits-qmsumm summedits-samsum summedits-scitldr summedits-sales_call factcg-cg2c-doc storysumm "
        "wice-train-nonsupported equate-newsnli finegrained-rlhf-qa gofigure-xsum"
    ).split()
)


class Sources(NamedTuple):
    """Where the pairs come from."""

    data: Path
    """Folder of the labelled training data."""
    bench: Path
    """Folder of the development data."""
    written: Path = WRITTEN
    questions: Path = WRITTEN_QUESTIONS

    @property
    def corpus(self) -> Path:
        """The articles that groups and questions were written over."""
        return self.bench / "retrieval-corpus.jsonl.gz"


def division(pairs: Iterable[Pair], kept_out: str) -> tuple[list[Pair], list[Pair]]:
    """The pairs to train on, and those of the documents that are kept out."""
    train: list[Pair] = []
    test: list[Pair] = []
    for pair in pairs:
        digit = hashlib.sha256(pair.doc.encode()).hexdigest()[0]
        (test if digit in kept_out else train).append(pair)
    return train, test


def lessons(sources: Sources, seed: int = 0) -> dict[str, list[Pair]]:
    """The pairs of both rounds in random order, and what is kept out of each kind."""
    chance = random.Random(seed)  # noqa: S311
    broad, broad_test = division(published_pairs(sources.data / "entailment.jsonl.gz", chance), KEPT_OUT)
    near = [pair for pair in broad if pair.kind.removeprefix(LABELLED) in NEAR]
    strong, strong_test = division(group_pairs(sources, chance), WRITTEN_KEPT_OUT)
    again = [division(group_pairs(sources, chance), WRITTEN_KEPT_OUT)[0] for _ in range(PASSES - 1)]
    asked, asked_test = division(asked_pairs(sources, chance), WRITTEN_KEPT_OUT)
    first = [*broad, *near * (OFTEN - 1)]
    last = [*strong, *chain.from_iterable(again), *asked, *judged_claims(sources.bench)]
    chance.shuffle(first)
    chance.shuffle(last)
    kept = {"broad-kept-out": broad_test, "strong-kept-out": strong_test, "asked-kept-out": asked_test}
    return {"first": first, "last": last, **kept}


def group_pairs(sources: Sources, chance: random.Random) -> Iterator[Pair]:
    """Pairs of all written groups; another call makes others of the same groups."""
    groups = strong_groups(read_rows(sources.data / "strong.jsonl.gz", {"claim": str, "evidence": list}))
    for group in [*groups, *written_groups(sources.corpus, sources.written)]:
        yield from pairs_of(group, chance)


def asked_pairs(sources: Sources, chance: random.Random) -> Iterator[Pair]:
    """Questions with sentences that answer them or only look like it, and their short answers as claims."""
    written = written_questions(sources.corpus, sources.questions)
    for question in [*written, *published_questions(sources.data / "qa.jsonl.gz", chance)]:
        pairs = [*answer_pairs(question), *stated_pairs(question, chance)]
        yield from (pair for pair in pairs if len(pair.evidence.split()) < MOST_WORDS)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.lessons", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled training data")
    parser.add_argument("--bench", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--out", type=Path, required=True, help="folder for the files of pairs")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, pairs in lessons(Sources(options.data, options.bench)).items():
        print(name, write_pairs(options.out / f"{name}.jsonl.gz", pairs), Counter(pair.label for pair in pairs))


if __name__ == "__main__":
    main()
