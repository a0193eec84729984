"""Pairs from sets that people labelled, as they were published; rows whose licence does not allow it are left out."""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from chatbot.library.sentences import split_sentences
from chatbot.verification.evidence_selection import select_evidence
from evals.datasets import read_rows
from evals.training.pairs import LABELLED, SUPPORT, Pair
from evals.training.written import SELECTED_WORDS

MOST_OF_A_SET = 6_000
"""Rows: large sets of one kind would drown the others."""
MOST_CLAIM, MOST_EVIDENCE = 70, 1_500
"""Words of a claim, which is read whole, and of evidence, most of which would not be read."""
_FREE = re.compile(r"MIT|Apache|BSD|CC BY(?:-SA)? [34]|ODC-BY|OANC|CC BY-SA|CC BY \d|written for this project")
_NOT_FREE = re.compile(r"unclear|\bNC\b|upstream sets vary")


def is_free(licence: str) -> bool:
    """Whether what ships may be trained on rows of this licence."""
    return bool(_FREE.search(licence)) and not _NOT_FREE.search(licence)


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


def published_pairs(data: Path, chance: random.Random) -> list[Pair]:
    """Pairs of the sets in `entailment.jsonl.gz` that may be trained on, each set evened."""
    rows = evened(filter(readable, read_rows(data, {"claim": str, "evidence": list})), chance)
    with ProcessPoolExecutor() as processes:
        return list(processes.map(labelled_pair, rows, chunksize=200))
