"""Counters and histograms, and their text format 0.0.4, which Prometheus reads."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, dict[str, str], float]
"""A suffix of the name, labels, and a value."""


class Counter:
    """A number that only grows, for each value of one label. Threads may share it.

    Args:
        name: ends in `_total`.
        purpose: one line.
        label: name of the label; empty for none.
        values: that are known beforehand, so that they are there as 0 before anything happens.
    """

    kind = "counter"

    def __init__(self, name: str, purpose: str, label: str = "", values: Iterable[str] = ()) -> None:
        self.name, self.purpose, self._label = name, purpose, label
        self._lock = threading.Lock()
        self._numbers: dict[str, float] = dict.fromkeys(values if label else [""], 0.0)

    def add(self, value: str = "", by: float = 1.0) -> None:
        """Count."""
        with self._lock:
            self._numbers[value] = self._numbers.get(value, 0.0) + by

    def samples(self) -> list[Sample]:
        with self._lock:
            return [
                ("", {self._label: value} if self._label else {}, number) for value, number in self._numbers.items()
            ]


class Histogram:
    """How often a number was at most so large, for each value of one label. Threads may share it.

    Args:
        name: with its unit.
        purpose: one line.
        bounds: rising.
        label: name of the label; empty for none.
        values: that are known beforehand.
    """

    kind = "histogram"

    def __init__(
        self, name: str, purpose: str, bounds: Sequence[float], label: str = "", values: Iterable[str] = ()
    ) -> None:
        self.name, self.purpose, self._bounds, self._label = name, purpose, tuple(bounds), label
        self._lock = threading.Lock()
        self._counts = {value: [0] * (len(bounds) + 1) for value in (values if label else [""])}
        self._sums = dict.fromkeys(self._counts, 0.0)

    def observe(self, number: float, value: str = "") -> None:
        """Count a number."""
        with self._lock:
            counts = self._counts.setdefault(value, [0] * (len(self._bounds) + 1))
            counts[bisect_left(self._bounds, number)] += 1
            self._sums[value] = self._sums.get(value, 0.0) + number

    def samples(self) -> list[Sample]:
        with self._lock:
            return [sample for value in self._counts for sample in self._samples(value)]

    def _samples(self, value: str) -> list[Sample]:
        labels = {self._label: value} if self._label else {}
        totals = list(accumulate(self._counts[value]))
        bounds = [*map(written, self._bounds), "+Inf"]
        buckets = [("_bucket", labels | {"le": bound}, total) for bound, total in zip(bounds, totals, strict=True)]
        return [*buckets, ("_sum", labels, self._sums[value]), ("_count", labels, totals[-1])]


class Reading:
    """A number as it is now.

    Args:
        name: as for the others.
        purpose: one line.
        number: the value.
        kind: `gauge`, or `counter` for one that only grows.
    """

    def __init__(self, name: str, purpose: str, number: float, kind: str = "gauge") -> None:
        self.name, self.purpose, self.kind, self._number = name, purpose, kind, number

    def samples(self) -> list[Sample]:
        return [("", {}, self._number)]


Metric = Counter | Histogram | Reading


def exposition(metrics: Iterable[Metric]) -> str:
    """The text that Prometheus reads."""
    return "".join(line + "\n" for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> list[str]:
    purpose = metric.purpose.replace("\\", r"\\").replace("\n", r"\n")
    samples = [
        f"{metric.name}{suffix}{_labels(labels)} {written(number)}" for suffix, labels, number in metric.samples()
    ]
    return [f"# HELP {metric.name} {purpose}", f"# TYPE {metric.name} {metric.kind}", *samples]


def _labels(labels: dict[str, str]) -> str:
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def written(number: float) -> str:
    """A number without the `.0` of whole ones."""
    return str(int(number)) if float(number).is_integer() else repr(float(number))
