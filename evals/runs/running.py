"""Runs a task over its units, in threads, with progress, and goes on where an earlier run was stopped."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from rich.console import Console
from rich.progress import track

from evals.datasets import DataError, Row
from evals.runs.checkpoint import Checkpoint
from evals.runs.provenance import EMBEDDED, fingerprint, provenance
from evals.runs.report import Report, table
from evals.runs.task import Found, Task
from evals.scoring.intervals import intervals

Finished = tuple[str, Found, float]
"""A unit's id, its rows, and the seconds that it took."""


def add_run_options(parser: argparse.ArgumentParser, task: Task) -> None:
    """The options that every task has."""
    if task.data:
        parser.add_argument("--data", type=Path, required=True, help=task.data)
    parser.add_argument("--out", type=Path, required=True, help="where the report goes, as JSON")
    parser.add_argument("--llm", default=EMBEDDED, help="chat model: embedded (default), or an endpoint's address")
    parser.add_argument("--model", default="", help="its name there; the first one listed by default")
    parser.add_argument("--limit", type=int, help="only so many rows, chosen at random")
    parser.add_argument("--seed", type=int, default=0, help="for that choice and for confidence intervals")
    parser.add_argument("--workers", type=int, default=1, help="rows that are worked on at once")
    parser.add_argument("--fresh", action="store_true", help="do not go on with a run that was stopped")


def run_task(task: Task, options: argparse.Namespace) -> Report:
    """Evaluate what is left, write the report, and print its figures.

    Raises:
        DataError: the data cannot be used.
        ChatbotError: the product failed; the rows finished until then are kept.
    """
    started = time.perf_counter()
    units = chosen(task.units(options), options.limit, options.seed)
    settings = provenance(options, asks=task.asks)
    checkpoint = Checkpoint(options.out, fingerprint({"task": task.name} | settings), fresh=options.fresh)
    kept = checkpoint.seconds
    with checkpoint:
        left = [unit for unit in units if unit["id"] not in checkpoint.found]
        _announce(task, len(units) - len(left))
        _evaluate(task, left, options, checkpoint)
    rows = [{"unit": unit["id"]} | row for unit in units for row in checkpoint.found[unit["id"]]]
    report = _report(task, rows, settings, kept + time.perf_counter() - started, options.seed)
    report.write(options.out)
    checkpoint.discard()
    print(table(report.metrics, report.by_set))
    return report


def chosen(units: list[Row], limit: int | None, seed: int) -> list[Row]:
    """The units of a run, in the order of the data; a smaller choice is part of a larger one with the same seed."""
    if not units:
        raise DataError("There is nothing to evaluate", "Give data with at least one row.")
    units = _told_apart(units)
    if limit is None or limit >= len(units):
        return units
    places = list(range(len(units)))
    random.Random(seed).shuffle(places)  # noqa: S311 -- a sample, not a secret
    return [units[at] for at in sorted(places[: max(limit, 1)])]


def _told_apart(units: Sequence[Row]) -> list[Row]:
    """The units with their ids as texts, a number behind those that stand twice: data sets are not always tidy."""
    seen: dict[str, int] = {}
    distinct = []
    for unit in units:
        name = str(unit["id"])
        seen[name] = seen.get(name, 0) + 1
        distinct.append(unit | {"id": name if seen[name] == 1 else f"{name} ({seen[name]})"})
    return distinct


def _report(task: Task, rows: list[Row], settings: Row, seconds: float, seed: int) -> Report:
    scores = task.score(rows)
    return Report(
        task=task.name,
        n=len(rows),
        metrics=scores.metrics,
        by_set=scores.by_set,
        settings=settings,
        seconds=seconds,
        rows=rows,
        intervals=intervals(rows, lambda sample: task.score(sample).metrics, seed),
    )


def _announce(task: Task, kept: int) -> None:
    if kept:
        print(f"{task.name}: going on after {kept} finished rows (--fresh starts anew)", file=sys.stderr)


def _evaluate(task: Task, units: Sequence[Row], options: argparse.Namespace, checkpoint: Checkpoint) -> None:
    if not units:
        return
    with task.open(options) as evaluate:
        finished = _in_threads(evaluate, units, options.workers)
        console = Console(stderr=True)
        for unit, rows, seconds in track(finished, task.name, len(units), console=console, transient=True):
            checkpoint.add(unit, rows, seconds)


def _in_threads(evaluate: Callable[[Row], Found], units: Sequence[Row], workers: int) -> Iterator[Finished]:
    """As they finish. Few are handed out ahead, so that stopping does not wait for many."""

    def work(unit: Row) -> Finished:
        started = time.perf_counter()
        return unit["id"], evaluate(unit), time.perf_counter() - started

    waiting = iter(units)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        running: set[Future[Finished]] = {
            pool.submit(work, unit) for _, unit in zip(range(max(workers, 1)), waiting, strict=False)
        }
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(work, unit) for _, unit in zip(done, waiting, strict=False)}
            for future in done:
                yield future.result()
