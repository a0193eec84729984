"""The tasks by name."""

from __future__ import annotations

from importlib import import_module

from evals.runs.task import Task

TASKS = (
    "citations",
    "qa",
    "refusal",
    "conflict",
    "conversation",
    "injections",
    "briefing",
    "retrieval",
    "verify",
    "speed",
    "feedback",
)
"""Modules of `evals.tasks`, each with a `TASK`."""


def load_task(name: str) -> Task:
    """The task of this name."""
    task: Task = import_module(f"evals.tasks.{name}").TASK
    return task
