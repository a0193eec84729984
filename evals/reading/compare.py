"""`python -m evals compare A.json B.json`: what got better, what got worse, and whether that is chance."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatbot.control_characters import printable_line
from evals.datasets import DataError, Row
from evals.runs.report import Report, read_report
from evals.runs.tasks import load_task
from evals.scoring.intervals import Difference, paired_test

CHANCE = 0.05
"""A difference this unlikely, or less, is marked."""


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case that came out differently."""

    id: str
    question: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs of one task over the rows that both have."""

    task: str
    shared: int
    differences: dict[str, Difference]
    changed_settings: list[str]
    better: list[CaseChange]
    worse: list[CaseChange]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("first", type=Path, help="the report before")
    parser.add_argument("second", type=Path, help="the report after")
    parser.add_argument("--seed", type=int, default=0)


def run(options: argparse.Namespace) -> None:
    """Print the comparison."""
    print(as_text(compare(read_report(options.first), read_report(options.second), options.seed)))


def compare(first: Report, second: Report, seed: int = 0) -> Comparison:
    """Compare two runs.

    Raises:
        DataError: they are of different tasks, of none whose rows can be compared, or share no row.
    """
    if first.task != second.task:
        raise DataError(f"{first.task} and {second.task} cannot be compared", "Give two reports of one task.")
    task = load_task(first.task)
    ours, theirs = ({row["unit"]: row for row in report.rows} for report in (first, second))
    shared = [unit for unit in ours if unit in theirs]
    if not shared:
        raise DataError("The reports share no row", "Give two runs over the same data.")
    before, after = (
        [row for row in report.rows if row["unit"] in ours.keys() & theirs.keys()] for report in (first, second)
    )
    changes = _changes(before, after, task.right)
    return Comparison(
        task=first.task,
        shared=len(before),
        differences=paired_test(before, after, lambda rows: task.score(rows).metrics, seed),
        changed_settings=_changed(first.settings, second.settings),
        better=[change for change in changes if change.after > change.before],
        worse=[change for change in changes if change.after < change.before],
    )


def _changes(before: Sequence[Row], after: Sequence[Row], right: Callable[[Row], float | None]) -> list[CaseChange]:
    later = {str(row.get("id", row["unit"])): row for row in after}
    changes = []
    for row in before:
        name = str(row.get("id", row["unit"]))
        old, new = right(row), right(later[name]) if name in later else None
        if old is not None and new is not None and old != new:
            changes.append(CaseChange(name, str(row.get("question") or row.get("claim") or ""), old, new))
    return changes


def _changed(first: Row, second: Row) -> list[str]:
    """The settings that differ, as `prompts.answer: old → new`."""
    one, other = _flat(first), _flat(second)
    return [
        f"{name}: {one.get(name, '–')} → {other.get(name, '–')}"
        for name in dict.fromkeys([*one, *other])
        if one.get(name) != other.get(name)
    ]


def _flat(settings: Row, prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in settings.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return flat


def as_text(comparison: Comparison) -> str:
    """The comparison for the terminal, where what others' reports hold stays words."""
    lines = [f"{comparison.task}, {comparison.shared} rows that both runs have", ""]
    lines += [f"  {printable_line(setting)}" for setting in comparison.changed_settings]
    width = max(map(len, comparison.differences), default=0)
    lines += ["", f"{'':{width}}   before    after   change        p"]
    for name, found in comparison.differences.items():
        mark = " *" if found.p <= CHANCE and found.first != found.second else ""
        change = found.second - found.first
        lines.append(
            f"{printable_line(name):{width}} {found.first:8.3f} {found.second:8.3f} {change:+8.3f} {found.p:8.3f}{mark}"
        )
    lines.append("* unlikely to be chance (approximate randomisation)")
    for title, changes in (("Better", comparison.better), ("Worse", comparison.worse)):
        lines += ["", f"{title}: {len(changes)}"]
        lines += [_change_line(change) for change in changes]
    return "\n".join(lines)


def _change_line(change: CaseChange) -> str:
    name, question = printable_line(change.id), printable_line(change.question)
    return f"  {name}  {change.before:.2f} → {change.after:.2f}  {question}"
