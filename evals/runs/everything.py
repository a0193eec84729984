"""`python -m evals all`: every task on the files of one folder, each with its report, and one of all."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from evals.datasets import DataError
from evals.runs.provenance import EMBEDDED, fingerprint, provenance
from evals.runs.report import Report, read_report
from evals.runs.running import add_run_options, run_task
from evals.runs.task import Task
from evals.runs.tasks import TASKS, load_task

DATA_SETS = tuple(name for name in TASKS if name != "feedback")
"""Tasks that everybody can run: feedback is about one library and its readers."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("--data", type=Path, required=True, help="folder with the data sets, named by task")
    parser.add_argument("--out", type=Path, required=True, help="folder for the reports")
    parser.add_argument("--llm", default=EMBEDDED, help="chat model: embedded (default), or an endpoint's address")
    parser.add_argument("--model", default="", help="its name there; the first one listed by default")
    parser.add_argument("--limit", type=int, help="only so many rows of each task, chosen at random")
    parser.add_argument("--seed", type=int, default=0, help="for that choice and for confidence intervals")
    parser.add_argument("--workers", type=int, default=1, help="rows that are worked on at once")
    parser.add_argument("--fresh", action="store_true", help="measure anew what a run has finished already")
    parser.add_argument("--tasks", nargs="+", choices=DATA_SETS, default=DATA_SETS, help="only these")


def run(options: argparse.Namespace) -> None:
    """Run the tasks one after the other; what an equal run has finished is kept.

    Raises:
        DataError: the folder lacks a task's file.
    """
    started = time.perf_counter()
    arguments = {name: _arguments(name, options) for name in options.tasks}
    reports = {}
    for name, given in arguments.items():
        print(f"\n{name}", file=sys.stderr, flush=True)
        reports[name] = _run(load_task(name), given)
    metrics = {
        f"{name}.{metric}": value for name, report in reports.items() for metric, value in report.metrics.items()
    }
    settings = {name: report.settings for name, report in reports.items()}
    rows = sum(report.n for report in reports.values())
    Report("all", rows, metrics, {}, settings, time.perf_counter() - started).write(options.out / "all.json")


def _run(task: Task, arguments: list[str]) -> Report:
    parser = argparse.ArgumentParser()
    add_run_options(parser, task)
    task.add_arguments(parser)
    options = parser.parse_args(arguments)
    return finished(task, options) or run_task(task, options)


def finished(task: Task, options: argparse.Namespace) -> Report | None:
    """The report that an equal run has written already."""
    if options.fresh or not options.out.exists():
        return None
    report = read_report(options.out)
    wanted = provenance(options, asks=task.asks)
    same = fingerprint(report.settings) == fingerprint(wanted)
    return report if same and report.settings["options"].get("limit") == wanted["options"].get("limit") else None


def _arguments(name: str, options: argparse.Namespace) -> list[str]:
    given = ["--out", str(options.out / f"{name}.json"), "--llm", options.llm, "--seed", str(options.seed)]
    given += ["--workers", str(options.workers), "--model", options.model]
    given += ["--limit", str(options.limit)] if options.limit else []
    given += ["--fresh"] if options.fresh else []
    if name == "retrieval":
        return [*given, "--corpus", _file(options.data, "*-corpus*"), "--queries", _file(options.data, "*-queries*")]
    if name == "furniture":
        files = (_file(options.data, f"newsroom*/{part}.jsonl*") for part in ("furniture", "articles"))
        return [*given, "--data", next(files), "--articles", next(files)]
    pattern = load_task(name).pattern
    return [*given, "--data", _file(options.data, pattern)] if pattern else given


def _file(folder: Path, pattern: str) -> str:
    found = sorted(path for path in folder.glob(pattern) if _is_data(path))
    if len(found) != 1:
        reason = f"{folder} holds {len(found)} files {pattern}.jsonl[.gz] or folders {pattern}"
        raise DataError(reason, "Give a folder with one file for each task, or name the tasks with --tasks.")
    return str(found[0])


def _is_data(path: Path) -> bool:
    """Whether it is a file of rows, or a folder with questions in it."""
    return any(path.glob("questions.jsonl*")) if path.is_dir() else path.name.removesuffix(".gz").endswith(".jsonl")
