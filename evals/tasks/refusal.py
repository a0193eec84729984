"""`python -m evals refusal`: is what the documents do not answer refused, and only that?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from evals.datasets import Row, read_rows
from evals.runs.report import defined
from evals.runs.systems import add_system, open_system
from evals.runs.task import Found, Scores, Task
from evals.scoring.judgements import auroc
from evals.scoring.shown import mean, shown_metrics

FIELDS = {"id": str, "question": str, "documents": list, "answerable": bool}
CURVE = tuple(float(cut) for cut in np.round(np.arange(0.1, 0.95, 0.1), 1))
"""Thresholds at which both rates are reported, beside the product's own."""


def _units(options: argparse.Namespace) -> list[Row]:
    return list(read_rows(options.data, FIELDS))


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    with open_system(options) as ask:
        yield lambda row: [ask(row) | {"answerable": row["answerable"]}]


def score(rows: Sequence[Row]) -> Scores:
    """Both rates, always together; the area under their curve; and the curve, as sets named by their threshold."""
    truth = [row["answerable"] for row in rows]
    chances = [row["answerability"] for row in rows]
    area = {"auroc": auroc(truth, chances)}
    whole = shown_metrics(rows) | _rates(rows, [row["refused"] for row in rows]) | defined(area)
    curve = {f"threshold {cut:.1f}": _rates(rows, [chance < cut for chance in chances]) for cut in CURVE}
    # A peer estimates nothing.
    return Scores(whole, curve if any(chances) else {})


def _rates(rows: Sequence[Row], refused: Sequence[bool]) -> dict[str, float]:
    pairs = [(row["answerable"], refusal) for row, refusal in zip(rows, refused, strict=True)]
    rates = {
        "refusal_rate": mean(refusal for answerable, refusal in pairs if not answerable),
        "false_refusal_rate": mean(refusal for answerable, refusal in pairs if answerable),
    }
    return defined(rates)


TASK = Task(
    name="refusal",
    purpose="refuse what the documents do not answer, and only that",
    units=_units,
    open=_open,
    score=score,
    add_arguments=add_system,
    data="questions: question, documents, answerable",
    pattern="refusal-*",
)
