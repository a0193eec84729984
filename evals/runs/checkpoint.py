"""Keeps what a run has found, unit by unit, so that a run that was stopped goes on where it was.

A file of JSON lines beside the report: the first says what the run was made with, each further one holds the rows of a
unit. A run with other settings, data, prompts or code starts anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from evals.runs.task import Found


class Checkpoint:
    """The finished units of one run. Use as a context manager.

    Args:
        report: where the report will be; the file beside it is called the same with `.part` behind.
        fingerprint: equal for runs whose rows may stand beside each other.
        fresh: forget what an earlier run has kept.
    """

    def __init__(self, report: Path, fingerprint: str, *, fresh: bool = False) -> None:
        self.path = report.with_name(report.name + ".part")
        self._fingerprint = fingerprint
        self.found: dict[str, Found] = {}
        self.seconds = 0.0
        """What the finished units took, in sum."""
        if not fresh:
            self._read()

    def _read(self) -> None:
        if not self.path.exists():
            return
        head, *lines = self.path.read_text(encoding="utf-8").splitlines() or [""]
        if _object(head).get("fingerprint") != self._fingerprint:
            return
        for line in lines:
            kept = _object(line)
            if "unit" in kept:
                self.found[kept["unit"]] = kept["rows"]
                self.seconds += kept["seconds"]

    def add(self, unit: str, rows: Found, seconds: float) -> None:
        """Keep the rows of a finished unit; they are on disk when this returns."""
        self.found[unit] = rows
        self.seconds += seconds
        self._write({"unit": unit, "seconds": seconds, "rows": rows})

    def _write(self, value: dict[str, Any]) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False) + "\n")
        self._file.flush()

    def discard(self) -> None:
        """Remove the file: the report holds everything now."""
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        kept = self.found
        # Written anew, so that half a line from a run that was killed does not stay in it.
        self._file: TextIO = self.path.open("w", encoding="utf-8")
        self._write({"fingerprint": self._fingerprint})
        for unit, rows in kept.items():
            self._write({"unit": unit, "seconds": self.seconds / len(kept), "rows": rows})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _object(line: str) -> dict[str, Any]:
    """A line's object; empty for the half line that a killed run leaves."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
