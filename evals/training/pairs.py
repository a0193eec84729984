"""What the evidence model is trained on: a text, evidence, and whether the one is backed by the other."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from chatbot.answering.fragments import stated

Span = tuple[int, int]
"""Start and end, in characters."""

SUPPORT, ANSWER = "support", "answer"
STATED = "stated"
"""Begins the kind of a short answer that is stated through its question."""
LABELLED = "labelled-"
"""Begins the kind of a pair that people judged; the name of its set follows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One example for one head of the model."""

    head: str
    """`SUPPORT`: does the evidence support the text; `ANSWER`: does it answer the question that the text is."""
    kind: str
    """How it was made, for the ablation."""
    doc: str
    """Names the source document: pairs of one document stay on one side of every division."""
    text: str
    evidence: str
    label: bool
    spans: tuple[Span, ...] | None = None
    """The characters of the text that are not backed; None where that is not known."""
    belief: float | None = None
    """Probability that the label holds true, where a teacher gave it instead of people or rules."""

    @property
    def target(self) -> float:
        """What the head should say, from 0 to 1."""
        return float(self.label) if self.belief is None else self.belief


def stated_pair(doc: str, question: str, answer: str, evidence: str, *, right: bool) -> Pair:
    """A short answer as the claim that it makes; where it is wrong, its words are what nothing backs."""
    claim = stated(question, answer)
    start = claim.find(answer)
    spans = () if right else ((start, start + len(answer)),) if start >= 0 else None
    return Pair(SUPPORT, STATED if right else f"{STATED}_wrong", doc, claim, evidence, right, spans)


def write_pairs(path: Path, pairs: Iterable[Pair]) -> int:
    """Write gzipped JSON Lines; returns how many."""
    count = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3) as lines:
        for pair in pairs:
            lines.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")
            count += 1
    return count


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a file that `write_pairs` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            spans = None if row["spans"] is None else tuple((start, end) for start, end in row["spans"])
            yield Pair(**(row | {"spans": spans}))
