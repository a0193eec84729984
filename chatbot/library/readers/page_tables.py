"""Makes each row of a page's tables one that can be read, and quoted, alone: "Party: Greens | Seats: 12".

A cell is named by the heads above it, a row by the head in front of it, by the table's caption and by the part of the
table that it stands in. Tables that only place things on the page become plain blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatbot.library.readers.page_facts import lines_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

MAX_COLUMNS = 100
MAX_CELLS = 20_000
"""Of one table with its spans written out; a larger one stays as it is."""
LONGEST_LABEL = 100
"""Characters of a head or caption that is put in front of cells, and of a cell that is repeated over its span."""
LONGEST_CELL = 200
"""Characters; a table without heads and with a longer cell places blocks on the page."""

_PARTS = ("thead", "tbody", "tfoot")
_BLOCKS = frozenset({"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "blockquote"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    head: bool = False
    column: int = -1
    """At which the cell that is written here begins; a cell that spans columns is one cell."""


_Row = list[_Cell]


def write_out_tables(tree: HtmlElement) -> None:
    """Change the tables of a parsed page: data tables get rows that can be read alone, others become blocks."""
    # Inner tables first: a table that holds another one places it on the page.
    for table in reversed(list(tree.iter("table"))):
        if _is_layout(table):
            _become_blocks(table)
        elif rows := _grid(table):
            _write_out(table, rows)


def _is_layout(table: HtmlElement) -> bool:
    if (table.get("role") or "").lower() in ("presentation", "none") or table.find(".//table") is not None:
        return True
    if table.find(".//th") is not None or table.find("caption") is not None or table.find("thead") is not None:
        return False
    rows = list(_rows_of(table))
    if len(rows) < 2 or max(len(list(_cells_of(row))) for row in rows) < 2:
        return True
    return any(_places_blocks(cell) for row in rows for cell in _cells_of(row))


def _places_blocks(cell: HtmlElement) -> bool:
    blocks = sum(1 for child in cell.iterdescendants() if child.tag in _BLOCKS)
    return blocks > 1 or len(_text_of(cell)) > LONGEST_CELL


def _become_blocks(table: HtmlElement) -> None:
    for element in (table, *_parts_of(table)):
        element.tag = "div"


def _parts_of(table: HtmlElement) -> list[HtmlElement]:
    rows = list(_rows_of(table))
    groups = [child for child in table if child.tag in _PARTS]
    return [*groups, *rows, *(cell for row in rows for cell in _cells_of(row))]


def _rows_of(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _PARTS:
            yield from (row for row in child if row.tag == "tr")


def _cells_of(row: HtmlElement) -> Iterator[HtmlElement]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def _text_of(cell: HtmlElement) -> str:
    """The cell in one line, its blocks parted by semicolons, without marks of footnotes."""
    for mark in list(cell.iter("sup")):
        if mark.find("a") is not None:
            mark.clear(keep_tail=True)
    return "; ".join(line.rstrip(";") for line in lines_of(cell))


def _grid(table: HtmlElement) -> list[_Row]:
    """The rows with every span written out; empty when that would be too much."""
    grid: list[_Row] = []
    spanning: dict[int, tuple[int, _Cell]] = {}
    total = 0
    for row in _rows_of(table):
        written = _row_of(row, spanning)
        total += len(written)
        if total > MAX_CELLS or len(written) > MAX_COLUMNS:
            return []
        if any(cell.text for cell in written):
            grid.append(written)
    width = max(map(len, grid), default=0)
    return [row + [_Cell("")] * (width - len(row)) for row in grid] if width * len(grid) <= MAX_CELLS else []


def _row_of(row: HtmlElement, spanning: dict[int, tuple[int, _Cell]]) -> _Row:
    """One row; `spanning` holds for a column how many rows a cell above still covers, and that cell."""
    in_head = row.getparent().tag == "thead"
    written: _Row = []
    for element in _cells_of(row):
        _fill(written, spanning)
        text = _text_of(element)
        cell = _Cell(text, in_head or element.tag == "th", len(written))
        repeated = cell if len(text) <= LONGEST_CELL else _Cell("", cell.head, cell.column)
        rows_left = _span(element, "rowspan") - 1
        for _ in range(min(_span(element, "colspan"), MAX_COLUMNS + 1 - len(written))):
            if rows_left:
                spanning[len(written)] = rows_left, repeated
            written.append(cell)
    _fill(written, spanning)
    return written


def _fill(written: _Row, spanning: dict[int, tuple[int, _Cell]]) -> None:
    """Cells from above, up to the next free column."""
    while len(written) in spanning:
        left, cell = spanning.pop(len(written))
        if left > 1:
            spanning[len(written)] = left - 1, cell
        written.append(cell)


def _span(cell: HtmlElement, name: str) -> int:
    stated = (cell.get(name) or "1").strip()
    return min(max(int(stated), 1), 1_000) if stated.isdecimal() and len(stated) < 6 else 1


def _write_out(table: HtmlElement, grid: list[_Row]) -> None:
    """Put rows of plain cells in the place of the table's."""
    caption = table.find("caption")
    title = _text_of(caption) if caption is not None else ""
    rows = list(_lines(grid, title if len(title) <= LONGEST_LABEL else ""))
    for child in list(table):
        table.remove(child)
    table.text = None
    for cells in rows if len(title) <= LONGEST_LABEL else [[title], *rows]:
        row = table.makeelement("tr")
        for text in cells:
            cell = row.makeelement("td")
            cell.text = text
            row.append(cell)
        table.append(row)


def _lines(grid: list[_Row], title: str) -> Iterator[list[str]]:
    """The cells of each row as they are written: what names the row first, then each cell behind its head."""
    part, labels = "", [""] * len(grid[0])
    figures = _figure_columns(grid)
    at = 0
    while at < len(grid):
        distinct = _distinct(grid[at])
        if _names_part(grid, at, distinct):
            part = distinct[0][1].text
        elif not any(labels) and (heads := _head_rows(grid, at, figures)):
            labels = [_label(grid[at : at + heads], column) for column in range(len(grid[0]))]
            at += heads - 1
        else:
            named = [text for text in (title, part) if text]
            yield named + (_cells(distinct, labels) if not _is_wide(grid[at]) else [distinct[0][1].text])
        at += 1


def _names_part(grid: list[_Row], at: int, distinct: Sequence[tuple[int, _Cell]]) -> bool:
    """Whether a row is one cell over all columns that names the rows below it; below the last row it is a remark."""
    return _is_wide(grid[at]) and bool(distinct) and at + 1 < len(grid) and len(distinct[0][1].text) <= LONGEST_LABEL


def _is_wide(row: _Row) -> bool:
    return len(row) > 1 and len({cell.column for cell in row}) == 1


def _cells(distinct: Sequence[tuple[int, _Cell]], labels: Sequence[str]) -> list[str]:
    if distinct[0][1].head and not any(labels) and len(distinct) > 1:
        return [f"{distinct[0][1].text.rstrip(':')}: {distinct[1][1].text}", *(cell.text for _, cell in distinct[2:])]
    return [_named(cell.text, labels[column]) for column, cell in distinct]


def _named(text: str, label: str) -> str:
    return f"{label}: {text}" if label and label != text else text


def _distinct(row: _Row) -> list[tuple[int, _Cell]]:
    """The cells that say something, each once, with their columns."""
    return [
        (at, cell)
        for at, cell in enumerate(row)
        if cell.text
        and (at == 0 or cell.column < 0 or (cell.column, cell.text) != (row[at - 1].column, row[at - 1].text))
    ]


def _head_rows(grid: list[_Row], at: int, figures: Sequence[set[int]]) -> int:
    """How many rows from one on are heads: those of nothing but head cells, else a first row that reads like one."""
    count = 0
    while at + count < len(grid) - 1 and _is_head(grid[at + count]):
        count += 1
    return count or int(at + 1 < len(grid) and bool(figures[at + 1]) and _reads_like_heads(grid[at]))


def _is_head(row: _Row) -> bool:
    return all(cell.head or not cell.text for cell in row) and not _is_wide(row)


def _reads_like_heads(row: _Row) -> bool:
    """Whether a row holds words or years alone, and has no head of its own."""
    if row[0].head or not all(cell.text for cell in row[1:]):
        return False
    return all(not _DIGIT.search(cell.text) or _YEAR.fullmatch(cell.text) for cell in row)


def _figure_columns(grid: list[_Row]) -> list[set[int]]:
    """For each row the columns with figures in it and in all rows below; none where one of these has a head."""
    found: list[set[int]] = []
    columns = set(range(1, len(grid[0])))
    for row in reversed(grid):
        columns = set() if row[0].head else {column for column in columns if _is_figure(row[column].text)}
        found.append(columns)
    return found[::-1]


def _is_figure(text: str) -> bool:
    return _DIGIT.search(text) is not None and not _YEAR.fullmatch(text)


def _label(heads: list[_Row], column: int) -> str:
    """The heads over a column, each once, from the top."""
    texts = dict.fromkeys(row[column].text.rstrip(":") for row in heads if row[column].text)
    return " ".join(texts)[:LONGEST_LABEL]
