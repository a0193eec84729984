"""`python -m evals TASK …` measures one part of the product and writes a report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module

from chatbot.errors import ChatbotError
from evals.runs.running import add_run_options, run_task
from evals.runs.task import Task

TASKS = ("citations", "qa", "refusal", "conflict", "conversation")
"""Modules of `evals.tasks`, each with a `TASK`."""
STOPPED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run one task; returns the exit status: 0, or 1 with the reason and the remedy on standard error."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    for name in TASKS:
        _add_task(commands, load_task(name))
    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except ChatbotError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Finished rows are kept: the same command goes on.", file=sys.stderr)
        return STOPPED
    return 0


def load_task(name: str) -> Task:
    """The task of this name."""
    task: Task = import_module(f"evals.tasks.{name}").TASK
    return task


def _add_task(commands: argparse._SubParsersAction[argparse.ArgumentParser], task: Task) -> None:
    parser = commands.add_parser(task.name, help=task.purpose, description=task.purpose)
    add_run_options(parser, task)
    task.add_arguments(parser)
    run: Callable[[argparse.Namespace], object] = lambda options: run_task(task, options)
    parser.set_defaults(run=run)


if __name__ == "__main__":
    sys.exit(main())
