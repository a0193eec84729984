"""Where the lines of a PDF page stand: the extracted text alone does not tell a paragraph's end from a line's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject

_PARAGRAPH_GAP = 1.3
"""Distance between paragraphs, at least, as a multiple of the usual distance between lines."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of text and its height on the page in points, or None where that is unknown."""

    text: str
    height: float | None


def placed_lines(page: PageObject) -> list[PlacedLine]:
    """The lines of a page in the order of the file, without blank ones and NUL characters."""
    lines = [PlacedLine("", None)]

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, _size: float) -> None:
        height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        for number, part in enumerate(text.replace("\0", "").split("\n")):
            if number:
                lines.append(PlacedLine("", None))
            if part:
                before = lines[-1]
                known = before.height if before.text.strip() else height
                lines[-1] = PlacedLine(before.text + part, known)

    page.extract_text(visitor_text=visit)
    return [PlacedLine(line.text.strip(), line.height) for line in lines if line.text.strip()]


def with_gaps(lines: Sequence[PlacedLine]) -> list[str]:
    """The lines' texts, with a blank one wherever the page leaves more than the usual distance."""
    drops = [_drop(before, line) for before, line in pairwise(lines)]
    falling = [drop for drop in drops if drop > 0]
    usual = median_low(falling) if falling else 0.0
    texts = [line.text for line in lines[:1]]
    for drop, line in zip(drops, lines[1:], strict=True):
        texts += ["", line.text] if drop > usual * _PARAGRAPH_GAP else [line.text]
    return texts


def _drop(before: PlacedLine, line: PlacedLine) -> float:
    """How far a line stands under the one before it; 0 when unknown."""
    return before.height - line.height if before.height is not None and line.height is not None else 0.0
