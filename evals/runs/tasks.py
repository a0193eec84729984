"""The tasks by name."""

from __future__ import annotations

from importlib import import_module

from chatbot.control_characters import printable_line
from evals.datasets import DataError
from evals.runs.task import Task

TASKS = (
    "citations",
    "qa",
    "refusal",
    "conflict",
    "conversation",
    "newsroom",
    "injections",
    "briefing",
    "retrieval",
    "verify",
    "speed",
    "feedback",
    "furniture",
)
"""Modules of `evals.tasks`, each with a `TASK`."""


def load_task(name: str) -> Task:
    """The task of this name.

    Raises:
        DataError: there is none; a report of `all` only sums up those of its tasks.
    """
    if name not in TASKS:
        remedy = "Give the report of one task; those of the tasks of `all` lie beside it."
        raise DataError(f"{printable_line(name)!r} is no task with rows of its own", remedy)
    task: Task = import_module(f"evals.tasks.{name}").TASK
    return task
