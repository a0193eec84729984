"""The order in which a PDF page is read, where its file goes over all columns row by row.

A gutter is found from where the text stands: on several rows after one another text begins at the same place, and
nothing runs over that place. What stands left of it is read first. A table has the same looks, so both sides must
read like lines of prose.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from chatbot.library.readers.pdf_layout import Row, usual_drop

_ALIGNED = 1.5
"""Points between the beginnings of lines that count as one place."""
_LEAST_ROWS = 3
_MOST_CANDIDATES = 24
_MOST_ROWS = 3_000
"""A page of more rows is no page: looking for gutters takes time for each row and candidate."""
_DEEPEST = 12
_WIDTH_ERROR = 0.12
"""How far an estimated width may be off."""
_GUTTER = 0.6
"""Least width of a gutter as a share of the letters' size; a space has about 0.3."""
_APART, _PARTED = 1.8, 3.0
"""Distances, in usual ones: of a row that is no part of the columns above or below it, and between two sets of
columns."""
_BEGINS_LARGE = 1.15
"""A row of larger letters than those below is a headline."""
_LETTERS, _CELL_LETTERS, _FULL, _FULL_UNCASED, _GOES_ON, _STOPS = 0.6, 8, 0.55, 0.7, 0.25, 0.125
"""Prose: share of letters, letters of a line, its length beside the longest, and how many lines begin with a small
letter, where a script has them, and have a comma or stop."""
_STOP = re.compile(r"[.,;:!?](?!\d)")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are read one after the other."""

    rows: tuple[Row, ...]
    is_column: bool = False


@dataclass(frozen=True, slots=True)
class _Gutter:
    place: float
    first: int
    end: int


def reading_order(rows: Sequence[Row]) -> list[Block]:
    """The rows of a page in blocks, each column one; what the file has in another order than rows stays as it is."""
    if len(rows) > _MOST_ROWS:
        return [Block(tuple(rows))]
    return [block for stretch in _stretches(rows) for block in _cut(stretch, _DEEPEST, is_column=False)]


def _stretches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Runs of rows that go down the page: a file that has one column after the other goes up at each next one."""
    stretch: list[Row] = []
    for row in rows:
        if stretch and row.height > stretch[-1].height + 0.5 * row.size:
            yield stretch
            stretch = []
        stretch.append(row)
    if stretch:
        yield stretch


def _cut(rows: Sequence[Row], depth: int, *, is_column: bool) -> Iterator[Block]:
    gutter = _widest_reaching(rows) if depth else None
    if gutter is None:
        if rows:
            yield Block(tuple(rows), is_column)
        return
    within = rows[gutter.first : gutter.end]
    sides = [_side(within, gutter.place, left=left) for left in (True, False)]
    if _is_right_to_left(within):
        sides.reverse()
    yield from _cut(rows[: gutter.first], depth - 1, is_column=is_column)
    for side in sides:
        yield from _cut(side, depth - 1, is_column=True)
    yield from _cut(rows[gutter.end :], depth - 1, is_column=is_column)


def _widest_reaching(rows: Sequence[Row]) -> _Gutter | None:
    """The gutter along most rows."""
    if len(rows) < _LEAST_ROWS:
        return None
    usual = max(usual_drop([rows]), median(row.size for row in rows))
    free = [gutter for place in _candidates(rows) for gutter in _gutters(rows, place, usual)]
    return max((each for each in free if _is_between_prose(rows, each, free)), key=_length, default=None)


def _length(gutter: _Gutter) -> int:
    return gutter.end - gutter.first


def _candidates(rows: Iterable[Row]) -> list[float]:
    """Places where text begins on several rows, those of most rows first."""
    starts = Counter(round(span.start, 1) for row in rows for span in row.spans)
    ordered = sorted(starts)
    near = {
        start: sum(
            starts[other]
            for other in ordered[bisect_left(ordered, start - _ALIGNED) : bisect_right(ordered, start + _ALIGNED)]
        )
        for start in ordered
    }
    often = sorted((start for start in ordered if near[start] >= _LEAST_ROWS), key=lambda start: -near[start])
    apart: list[float] = []
    for start in often:
        if all(abs(start - other) > _ALIGNED for other in apart):
            apart.append(start)
        if len(apart) == _MOST_CANDIDATES:
            break
    return apart


def _gutters(rows: Sequence[Row], place: float, usual: float) -> Iterator[_Gutter]:
    """The runs of rows along which a gutter ends at this place."""
    first = 0
    for number in range(len(rows) + 1):
        ends = number == len(rows) or _crosses(rows[number], place)
        parts = ends or (number > first and rows[number - 1].height - rows[number].height > _PARTED * usual)
        if parts:
            gutter = _trimmed(rows, _Gutter(place, first, number), usual)
            if _is_free(rows[gutter.first : gutter.end], place):
                yield gutter
            first = number + 1 if ends else number


def _crosses(row: Row, place: float) -> bool:
    left = place - _ALIGNED
    return any(
        start < left and end - _WIDTH_ERROR * (end - start) > place + 1 for _, start, end in row.spans if end > place
    )


def _trimmed(rows: Sequence[Row], gutter: _Gutter, usual: float) -> _Gutter:
    """Without a headline over the right column, and without what stands apart below the columns."""
    first, end, place = gutter.first, gutter.end, gutter.place
    while first + 1 < end and not _has_left(rows[first], place):
        apart = rows[first].height - rows[first + 1].height > _APART * usual
        if not apart and rows[first].size <= _BEGINS_LARGE * rows[first + 1].size:
            break
        first += 1
    with_right = [number for number in range(first, end) if _has_right(rows[number], place)]
    for number in range(with_right[-1] + 1 if with_right else end, end):
        if rows[number - 1].height - rows[number].height > _APART * usual:
            end = number
            break
    return _Gutter(place, first, end)


def _has_left(row: Row, place: float) -> bool:
    return any(start < place - _ALIGNED for _, start, _ in row.spans)


def _has_right(row: Row, place: float) -> bool:
    return any(start >= place - _ALIGNED for _, start, _ in row.spans)


def _is_free(rows: Sequence[Row], place: float) -> bool:
    """Whether text stands on both sides of a place, side by side, and more than a space lies before it."""
    if len(rows) < _LEAST_ROWS:
        return False
    left = [number for number, row in enumerate(rows) if _has_left(row, place)]
    right = [number for number, row in enumerate(rows) if _has_right(row, place)]
    if len(left) < _LEAST_ROWS or len(right) < _LEAST_ROWS:
        return False
    beside = sum(right[0] <= number <= right[-1] for number in left)
    aligned = sum(any(abs(start - place) <= _ALIGNED for _, start, _ in row.spans) for row in rows)
    if beside < _LEAST_ROWS or aligned < max(_LEAST_ROWS, 0.6 * len(right)):
        return False
    return _is_wide(rows, place)


def _is_wide(rows: Sequence[Row], place: float) -> bool:
    """Whether more than a space lies before the place; short fragments are words, whose widths are nearly known."""
    spare = []
    for row in rows:
        before = [span for span in row.spans if span.start < place - _ALIGNED]
        if before and _has_right(row, place):
            last, _, end = max(before, key=lambda span: span.end)
            spare.append((place - end + 0.1 * last.width) / (last.size or 1.0))
    return not spare or median(spare) >= _GUTTER


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    width: float


def _is_between_prose(rows: Sequence[Row], gutter: _Gutter, others: Sequence[_Gutter]) -> bool:
    """Whether what stands on both sides, up to the next gutters, reads like prose."""
    within, place = rows[gutter.first : gutter.end], gutter.place
    places = [each.place for each in others if each.first < gutter.end and gutter.first < each.end]
    before = max((other for other in places if other < place - _ALIGNED), default=-math.inf)
    after = min((other for other in places if other > place + _ALIGNED), default=math.inf)
    return _is_prose(_cells(within, before, place)) and _is_prose(_cells(within, place, after))


def _cells(rows: Sequence[Row], begin: float, end: float) -> list[_Cell]:
    """What stands on each row between two places."""
    cells = []
    for row in rows:
        within = [span for span in row.spans if begin - _ALIGNED <= span.start < end - _ALIGNED]
        if within:
            width = max(span.end for span in within) - min(span.start for span in within)
            cells.append(_Cell("".join(span.fragment.text for span in within).strip(), width))
    return cells


def _is_prose(cells: Sequence[_Cell]) -> bool:
    text = "".join(cell.text for cell in cells)
    letters, shown = len(_LETTER.findall(text)), len("".join(text.split()))
    if letters < _LETTERS * shown or letters < _CELL_LETTERS * len(cells):
        return False
    widths = sorted(cell.width for cell in cells)
    full = median(widths) / (widths[len(widths) * 9 // 10] or 1.0)
    begins = [cell.text[0] for cell in cells[1:] if cell.text[:1].isalpha()]
    cased = [letter for letter in begins if letter.lower() != letter.upper()]
    if len(cased) < len(begins) / 2:
        return full >= _FULL_UNCASED
    goes_on = sum(letter.islower() for letter in cased) >= _GOES_ON * max(1, len(cased))
    return full >= _FULL and goes_on and len(_STOP.findall(text)) >= _STOPS * len(cells)


def _side(rows: Sequence[Row], place: float, *, left: bool) -> list[Row]:
    parts = (tuple(each for each in row.fragments if (each.start < place - _ALIGNED) == left) for row in rows)
    return [row for part in parts if part and (row := Row(part)).text]


def _is_right_to_left(rows: Sequence[Row]) -> bool:
    letters = [unicodedata.bidirectional(letter) for row in rows for letter in row.text if letter.isalpha()]
    return sum(kind in ("R", "AL") for kind in letters) > len(letters) / 2
