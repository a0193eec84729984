"""Fits the weights that tell headings by form and place, and sets their bar; `furniture.py` is the command."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.training.bars import sparing_bar
from evals.training.regression import fit_regression

HEADING, NEWS = "heading", "content"
MOST_NEWS = 0.005
"""Share of the judged sentences of news that may be taken for headings: each is lost as evidence. That is
one in twelve of the lines of news that do not end like a sentence, which were chosen because they are hard."""


@dataclass(frozen=True, slots=True)
class Line:
    """A judged line that does not end like a sentence."""

    text: str
    label: str
    described: Mapping[str, float]
    spared: bool
    """Whether it states a fact by its form, so that it is no heading whatever its probability."""


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A line with the probability that a regression gives it which has not seen its page."""

    line: Line
    probability: float

    def taken(self, bar: float) -> bool:
        """Whether the product takes it for a heading at this bar."""
        return self.probability > bar and not self.line.spared


def fit_headings(lines: Sequence[Line]) -> dict[str, float]:
    """Weights of the regression: headings against news, whatever else stands on a page."""
    known = [line for line in lines if line.label in (HEADING, NEWS)]
    return fit_regression([line.described for line in known], [line.label == HEADING for line in known])


def heading_bar(judged: Sequence[JudgedLine], news: int) -> float:
    """The lowest bar at which no more than `MOST_NEWS` of the news is taken for headings.

    Args:
        judged: cross-validated.
        news: how many sentences of news were judged.
    """
    lost = [each for each in judged if each.line.label == NEWS and not each.line.spared]
    return sparing_bar([each.probability for each in lost], MOST_NEWS * news)


def heading_report(judged: Sequence[JudgedLine], bar: float, news: int) -> Iterator[str]:
    """Lines that say what is found, and how much news of which form is taken with it."""
    for label in (HEADING, NEWS):
        for name, kept in (("colon or number", True), ("neither", False)):
            lines = [each for each in judged if each.line.label == label and _counts(each.line.text) is kept]
            if lines:
                share = statistics.fmean(each.taken(bar) for each in lines)
                yield f"{label:10} without an end, {name:16} {len(lines):5} taken for headings {share:.3f}"
    lost = sum(each.taken(bar) for each in judged if each.line.label == NEWS)
    yield f"news: {lost} of {news} judged sentences are taken for headings"


def _counts(text: str) -> bool:
    return ":" in text or any(letter.isdigit() for letter in text)
