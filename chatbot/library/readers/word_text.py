"""The text of a Word document as its readers see it: with tracked insertions, content controls and nested tables.

python-docx leaves all three out of `paragraph.text` and of a document's blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chatbot.library.readers.fields import one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, TABLE, _ROW, _CELL, _RUN = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "r"))
MOST_REPEATED = 200
"""Characters of a merged cell that stand in the rows below it too: in nested tables longer ones would multiply."""
_TRANSPARENT = frozenset(
    f"{_W}{name}"
    for name in (
        "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "bdo", "dir",
    )
)  # fmt: skip
"""What stands around text that is shown. Not "del" and "moveFrom": what they hold is struck out."""


def blocks(body: Any) -> Iterator[str]:
    """The paragraphs and tables of a body or a cell in order; a table has one line for each row."""
    for block in inside(body, PARAGRAPH, TABLE):
        yield _rows(block) if block.tag == TABLE else paragraph_text(block).strip()


def paragraph_text(paragraph: Any) -> str:
    """The text of a paragraph's runs; tabs and line breaks are kept."""
    return "".join(run.text for run in inside(paragraph, _RUN))


def inside(element: Any, *tags: str) -> Iterator[Any]:
    """Children with these tags, also those within content controls, links and tracked insertions, in order."""
    for child in element.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from inside(child, *tags)


def _rows(table: Any) -> str:
    """One line per row; a cell merged over columns counts once, one merged over rows counts in each of them."""
    above: dict[int, str] = {}
    return "\n".join(line for row in inside(table, _ROW) if (line := _line(row, above)).strip(" |"))


def _line(row: Any, above: dict[int, str]) -> str:
    """The texts of a row, each kept in `above` at its column for the rows below.

    Not by python-docx's `row.cells`, which repeats a cell as often as the file says, and climbs up to the first of
    merged rows.
    """
    column, texts = row.grid_before, []
    for cell in inside(row, _CELL):
        text = above.get(column, "") if cell.vMerge == "continue" else one_line(" ".join(blocks(cell)))
        above[column] = text if len(text) <= MOST_REPEATED else ""
        texts.append(text)
        column += cell.grid_span
    return " | ".join(texts)
