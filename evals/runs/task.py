"""What a task is: something that takes rows of a data set one by one and scores what it found."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from evals.datasets import Row
from evals.runs.report import Metrics

Found = list[dict[str, Any]]
"""What was found for one unit: one or several rows of the report."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of a run."""

    metrics: Metrics
    by_set: dict[str, Metrics] = field(default_factory=dict)


def usually_right(row: Row) -> float | None:
    """How well a case came out, 0..1; None when its row says nothing about that."""
    if "answerable" in row and not row["answerable"]:
        return float(row["refused"])
    for name in ("contains_gold", "coverage"):
        if name in row:
            return float(row[name])
    if "rank" in row:
        return 1 / row["rank"] if row["rank"] else 0.0
    if "supported" in row and "score" in row and "threshold" in row:
        return float((row["score"] >= row["threshold"]) == row["supported"])
    return 1.0 - float(row["refused"]) if "refused" in row else None


def _no_arguments(_: argparse.ArgumentParser) -> None:
    """A task without options of its own."""


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the product to be measured.

    Args:
        name: as on the command line.
        purpose: one line of help.
        units: reads the data: what is evaluated, and kept, one by one. Each has an `id` of its own.
        open: everything that evaluating needs; gives a function from a unit to its rows, which threads may call.
        score: rows to figures; called often, on samples of the rows, for confidence intervals.
        add_arguments: declares options beside the common ones.
        data: what `--data` is, for the help; empty for a task that brings its own.
        pattern: how the file, or the folder, is called in a folder of data sets, for `all`.
        asks: whether a chat model takes part; what is recorded of a run says which, and its prompts.
        right: how well the case of a row came out, 0..1, to show the worst first and what has changed; None: unknown.
    """

    name: str
    purpose: str
    units: Callable[[argparse.Namespace], list[Row]]
    open: Callable[[argparse.Namespace], AbstractContextManager[Callable[[Row], Found]]]
    score: Callable[[Sequence[Row]], Scores]
    add_arguments: Callable[[argparse.ArgumentParser], None] = _no_arguments
    data: str = ""
    pattern: str = ""
    asks: bool = True
    right: Callable[[Row], float | None] = usually_right
