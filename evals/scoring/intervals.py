"""How sure a figure is: bootstrap confidence intervals, and a paired test between two runs.

Rows that belong together are drawn together: by `unit` (a chain of follow-up questions, the insights of one topic), or
by `document` where rows have one (the claims about one article, the two sides of a pair).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.datasets import Row

Score = Callable[[Sequence[Row]], Mapping[str, float]]
SAMPLES = 1000
SAMPLES_OF_MANY = 200
MANY = 1000
"""Rows from which fewer samples are drawn: scoring thousands a thousand times takes minutes."""


def grouped(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by document, or by unit; a row without either is its own."""
    groups: dict[str, list[Row]] = {}
    for number, row in enumerate(rows):
        name = row.get("document", row.get("unit", row.get("id", number)))
        groups.setdefault(str(name), []).append(row)
    return groups


def intervals(rows: Sequence[Row], score: Score, seed: int = 0) -> dict[str, tuple[float, float]]:
    """95 % confidence intervals: percentiles of the metrics over samples drawn with replacement.

    Efron, "Bootstrap methods: another look at the jackknife" (1979). Empty with fewer than two units.
    """
    groups = list(grouped(rows).values())
    if len(groups) < 2:
        return {}
    random = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {}
    for _ in range(_samples(len(rows))):
        sample = [row for at in random.integers(0, len(groups), len(groups)) for row in groups[at]]
        for name, value in score(sample).items():
            drawn.setdefault(name, []).append(value)
    return {
        name: (float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))) for name, values in drawn.items()
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """How a metric differs between two runs over the same units."""

    first: float
    second: float
    p: float
    """Probability of a difference at least as large if the runs were equally good."""


def paired_test(first: Sequence[Row], second: Sequence[Row], score: Score, seed: int = 0) -> dict[str, Difference]:
    """Compare two runs over the units that both have.

    Approximate randomisation: the two results of each unit change sides at random. Noreen, "Computer-intensive methods
    for testing hypotheses" (1989).
    """
    ours, theirs = grouped(first), grouped(second)
    pairs = [(ours[unit], theirs[unit]) for unit in ours if unit in theirs]
    if not pairs:
        return {}
    before, after = _scored(pairs, score, np.zeros(len(pairs), bool))
    names = [name for name in before if name in after]
    random = np.random.default_rng(seed)
    larger = dict.fromkeys(names, 0)
    rounds = _samples(len(first))
    for _ in range(rounds):
        one, other = _scored(pairs, score, random.random(len(pairs)) < 0.5)
        for name in names:
            found = abs(other.get(name, 0.0) - one.get(name, 0.0))
            larger[name] += found >= abs(after[name] - before[name]) - 1e-12
    return {name: Difference(before[name], after[name], (larger[name] + 1) / (rounds + 1)) for name in names}


def _scored(
    pairs: Sequence[tuple[list[Row], list[Row]]], score: Score, changed: np.ndarray
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    sides = [(pair[1], pair[0]) if change else pair for pair, change in zip(pairs, changed, strict=True)]
    one, other = (score([row for side in sides for row in side[which]]) for which in (0, 1))
    return one, other


def _samples(rows: int) -> int:
    return SAMPLES_OF_MANY if rows > MANY else SAMPLES
