"""What each round of training sees: `python -m evals.training.mixing --data FOLDER --made PAIRS … --out FOLDER`.

The first round learns from made pairs alone, many and cheap. The second learns what people judge: labelled claims
three times, briefing insights, answered questions, what a teacher believes, and fresh made pairs so that nothing is
forgotten. Claims of `UNSEEN_FOLDS` take part in neither: the regression and every figure come from them.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from evals.crossvalidation import UNSEEN_FOLDS
from evals.training.labelled import answered_pairs, insight_pairs, labelled_pairs, located_answers
from evals.training.pairs import STATED, SUPPORT, Pair, read_pairs, write_pairs

FIRST_SUPPORT, FIRST_ANSWER = 60_000, 8_000
SECOND_SUPPORT, SECOND_ANSWER, SECOND_STATED = 5_000, 1_000, 7_000
REPEATED, LOCATED_REPEATED = 3, 2
"""Times that the second round sees each labelled claim, and each known answer of a question."""
MOST_TO_ONE = 2.5
"""Supported sentences of a judged set for each unsupported one."""
MOST_WORDS = 130
"""Words of evidence beyond which a made pair is left out: reading costs time by the square."""


def rounds(data: Path, made: Sequence[Pair], believed: Sequence[Pair] = ()) -> tuple[list[Pair], list[Pair]]:
    """The pairs of both rounds, each in random order.

    Args:
        data: folder of the development data.
        made: pairs that rules made, or a language model.
        believed: pairs that a teacher judged.
    """
    chance = random.Random(0)  # noqa: S311
    short = short_enough(made)
    chance.shuffle(short)
    stated = [pair for pair in short if pair.kind.startswith(STATED)]
    support = [pair for pair in short if pair.head == SUPPORT and not pair.kind.startswith(STATED)]
    answer = [pair for pair in short if pair.head != SUPPORT]
    first = support[:FIRST_SUPPORT] + answer[:FIRST_ANSWER]
    fresh = support[FIRST_SUPPORT:][:SECOND_SUPPORT] + answer[FIRST_ANSWER:][:SECOND_ANSWER]
    second = [*fresh, *stated[:SECOND_STATED], *believed, *judged(data)]
    chance.shuffle(first)
    chance.shuffle(second)
    return first, second


def short_enough(made: Iterable[Pair]) -> list[Pair]:
    """The pairs whose evidence is not long."""
    return [pair for pair in made if len(pair.evidence.split()) < MOST_WORDS]


def evened(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, of each kind at most `MOST_TO_ONE` supported ones for each unsupported one: the first of them."""
    wrong = Counter(pair.kind for pair in pairs if not pair.label)
    taken: Counter[str] = Counter()
    kept = []
    for pair in pairs:
        taken[pair.kind] += pair.label
        if not pair.label or taken[pair.kind] <= MOST_TO_ONE * wrong[pair.kind]:
            kept.append(pair)
    return kept


def judged_claims(data: Path) -> list[Pair]:
    """The sentences of judged claims, each set evened, but for those of the folds that stay unseen."""
    claims = labelled_pairs(data / "verify-dev.jsonl.gz")
    return evened([pair for pair, fold in claims if fold not in UNSEEN_FOLDS])


def judged(data: Path) -> list[Pair]:
    """All pairs that people judged, of documents that may be trained on."""
    seen = judged_claims(data)
    insights = list(insight_pairs(data / "briefing-dev.jsonl.gz"))
    answered = list(answered_pairs(data / "refusal-dev.jsonl.gz"))
    located = [pair for name in ("conflict", "qa-news") for pair in located_answers(data / f"{name}-dev.jsonl.gz")]
    return seen * REPEATED + insights + answered + located * LOCATED_REPEATED


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.mixing", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--made", type=Path, nargs="+", required=True, help="files of made pairs")
    parser.add_argument("--believed", type=Path, nargs="*", default=[], help="files of pairs that a teacher judged")
    parser.add_argument("--out", type=Path, required=True, help="folder for first.jsonl.gz and second.jsonl.gz")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    made, believed = (
        [pair for path in paths for pair in read_pairs(path)] for paths in (options.made, options.believed)
    )
    for name, pairs in zip(("first", "second"), rounds(options.data, made, believed), strict=True):
        print(name, write_pairs(options.out / f"{name}.jsonl.gz", pairs))


if __name__ == "__main__":
    main()
