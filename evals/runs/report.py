"""The report that every task writes, in one shape."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evals.datasets import DataError
from evals.runs.provenance import current_commit

Metrics = dict[str, float]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run measured, and on what."""

    task: str
    n: int
    """Rows that were scored."""
    metrics: Metrics
    by_set: dict[str, Metrics]
    settings: dict[str, Any]
    seconds: float
    """Wall time, loading of models included."""
    rows: list[dict[str, Any]] = field(default_factory=list)
    """What was found for each row."""
    commit: str = field(default_factory=current_commit)
    intervals: dict[str, Interval] = field(default_factory=dict)
    """95 % confidence intervals of the metrics."""

    def write(self, path: Path) -> None:
        """Write the report as JSON; parent folders are made."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_report(path: Path) -> Report:
    """A report as it was written.

    Raises:
        DataError: the file cannot be read or holds no report.
    """
    try:
        return Report(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DataError(f"{path} is not a report ({error})", "Give a file that `python -m evals` wrote.") from error


def defined(metrics: Mapping[str, float]) -> Metrics:
    """The metrics that are numbers: what is undefined on a set is left out."""
    return {name: float(value) for name, value in metrics.items() if not math.isnan(value)}


def table(metrics: Metrics, by_set: Mapping[str, Metrics]) -> str:
    """The metrics as aligned text, one set a line, for the terminal; metrics of all come last, where there are any."""
    names = list(dict.fromkeys(name for row in (*by_set.values(), metrics) for name in row))
    width = max(map(len, [*by_set, "all"]))
    lines = [" ".join([" " * width, *names])]
    for title, row in [*by_set.items(), *([("all", metrics)] if metrics else [])]:
        cells = [f"{row[name]:.3f}".rjust(len(name)) if name in row else " " * len(name) for name in names]
        lines.append(" ".join([title.ljust(width), *cells]))
    return "\n".join(lines)
