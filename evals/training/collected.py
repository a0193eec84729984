"""Pairs from sets that people labelled, as they were published: `python -m evals.training.collected --data FOLDER`.

`entailment.jsonl.gz` holds claims with evidence of many sets, `strong.jsonl.gz` sentences as a strong model writes them
of news, each with twins that have one error. Rows whose licence does not allow it are left out. Documents of which the
first hexadecimal digit of the hash is in `KEPT_OUT` go into a file of their own, which nothing is trained on.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

from chatbot.library.sentences import split_sentences
from chatbot.verification.evidence_selection import select_evidence
from evals.datasets import read_rows
from evals.training.labelled import difference
from evals.training.pairs import LABELLED, SUPPORT, Pair, Span, write_pairs

KEPT_OUT = "0"
"""A sixteenth of the documents of the sets; of the strong sentences, of which there are few, an eighth."""
STRONG_KEPT_OUT = "01"
MOST_OF_A_SET = 6_000
"""Rows: large sets of one kind would drown the others."""
MOST_CLAIM, MOST_EVIDENCE = 70, 1_500
"""Words of a claim, which is read whole, and of evidence, most of which would not be read."""
SELECTED_WORDS = 150
OFTEN = 3
"""Times that a set near the product's sentences is seen in the first round."""
NEAR = frozenset(
    (
        "defacto fib genaudit xsumfaith frank summac-factcc summacoz-factcc summacoz-cogensumm summedits-ectsum "
        "summedits-qmsumm summedits-samsum summedits-scitldr summedits-sales_call factcg-cg2c-doc storysumm "
        "wice-train-nonsupported equate-newsnli finegrained-rlhf-qa gofigure-xsum"
    ).split()
)
_FREE = re.compile(r"MIT|Apache|BSD|CC BY(?:-SA)? [34]|ODC-BY|OANC|CC BY-SA|CC BY \d|written for this project")
_NOT_FREE = re.compile(r"unclear|\bNC\b|upstream sets vary")


def is_free(licence: str) -> bool:
    """Whether what ships may be trained on rows of this licence."""
    return bool(_FREE.search(licence)) and not _NOT_FREE.search(licence)


def strong_pair(row: Mapping[str, Any], right: str) -> Pair:
    """A sentence of the kind that a strong model writes, with title, day and all that it rests on.

    Args:
        row: with `claim`, `evidence`, `title`, `published`, `supported`, `url`.
        right: the true wording that a twin was made from, to tell where it is wrong.
    """
    claim, supported = str(row["claim"]), bool(row["supported"])
    spans: tuple[Span, ...] = () if supported else tuple(difference(claim, right))
    evidence = select_evidence(claim, [*heads(row, claim), *row["evidence"]], SELECTED_WORDS)
    return Pair(SUPPORT, f"{LABELLED}strong", str(row["url"]), claim, evidence, supported, spans)


def heads(row: Mapping[str, Any], claim: str) -> list[str]:
    """What stands above the evidence, as the product's verifier puts it there."""
    day = str(row.get("published") or "")
    return [head for head in (str(row.get("title") or ""), day if day[:4] in claim else "") if head]


def strong_pairs(rows: Iterable[Mapping[str, Any]]) -> Iterator[Pair]:
    """All groups: each twin is compared with the true wording that it shares most words with."""
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[str(row["group"])].append(row)
    for group in groups.values():
        rights = [str(row["claim"]) for row in group if row["supported"]]
        for row in group:
            words = set(str(row["claim"]).split())
            yield strong_pair(row, max(rights, key=lambda right: len(words & set(right.split())), default=""))


def labelled_pair(row: Mapping[str, Any]) -> Pair:
    """A claim with what matters of its evidence."""
    claim, supported = str(row["claim"]), bool(row["supported"])
    sentences = [span.of(text) for text in row["evidence"] for span in split_sentences(text)]
    marked = row.get("unsupported_spans")
    spans = () if supported else tuple((start, end) for start, end in marked) if marked else None
    evidence = select_evidence(claim, sentences, SELECTED_WORDS)
    return Pair(SUPPORT, LABELLED + str(row["set"]), document(row), claim, evidence, supported, spans)


def document(row: Mapping[str, Any]) -> str:
    """Names the document of a row: claims of one text stay together, whatever set they come from."""
    return hashlib.sha256("".join(re.findall(r"\w", " ".join(row["evidence"]).lower()))[:200].encode()).hexdigest()[:16]


def readable(row: Mapping[str, Any]) -> bool:
    """Whether the licence allows training and the claim is read whole."""
    long = len(row["claim"].split()) > MOST_CLAIM or sum(len(text.split()) for text in row["evidence"]) > MOST_EVIDENCE
    return is_free(str(row["licence"])) and not long


def evened(rows: Iterable[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """Of each set as many supported rows as unsupported ones, and not more than `MOST_OF_A_SET` of both."""
    sets: dict[tuple[str, bool], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        sets[(row["set"], bool(row["supported"]))].append(row)
    chosen = []
    for name in sorted({name for name, _ in sets}):
        sides = [sets[(name, side)] for side in (True, False)]
        most = min(MOST_OF_A_SET // 2, max(200, 2 * min(map(len, sides))))
        for side in sides:
            chance.shuffle(side)
            chosen += side[:most]
    return chosen


def division(pairs: Iterable[Pair], kept_out: str) -> tuple[list[Pair], list[Pair]]:
    """The pairs to train on, and those of the documents that are kept out."""
    train: list[Pair] = []
    test: list[Pair] = []
    for pair in pairs:
        digit = hashlib.sha256(pair.doc.encode()).hexdigest()[0]
        (test if digit in kept_out else train).append(pair)
    return train, test


def collect(data: Path, seed: int = 0) -> dict[str, list[Pair]]:
    """Pairs for a first round over all sets, for a last one over strong sentences, and what is kept out of each."""
    chance = random.Random(seed)  # noqa: S311
    rows = evened(filter(readable, read_rows(data / "entailment.jsonl.gz", {"claim": str, "evidence": list})), chance)
    with ProcessPoolExecutor() as processes:
        made = list(processes.map(labelled_pair, rows, chunksize=200))
    broad, broad_test = division(made, KEPT_OUT)
    near = [pair for pair in broad if pair.kind.removeprefix(LABELLED) in NEAR]
    strong, strong_test = division(
        strong_pairs(read_rows(data / "strong.jsonl.gz", {"claim": str, "evidence": list})), STRONG_KEPT_OUT
    )
    first = [*broad, *chain.from_iterable([near] * (OFTEN - 1)), *strong]
    chance.shuffle(first)
    return {"first": first, "strong": strong, "broad-kept-out": broad_test, "strong-kept-out": strong_test}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.collected", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with entailment.jsonl.gz and strong.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="folder for the files of pairs")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, pairs in collect(options.data).items():
        print(name, write_pairs(options.out / f"{name}.jsonl.gz", pairs), Counter(pair.label for pair in pairs))


if __name__ == "__main__":
    main()
