"""The wrapped lines of PDF pages to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from chatbot.library.readers.fields import one_line
from chatbot.library.readers.pdf_columns import Block
from chatbot.library.readers.pdf_layout import Row, usual_drop

SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_FULL_LINE = 0.95
"""Share of the usual line length that counts as full; letters differ in width, so full lines differ in length."""
_PARAGRAPH_GAP = 1.3
"""Distance between paragraphs, at least, as a multiple of the usual distance between lines."""
_SAME_SIZE = 1.15


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    full: float
    """Characters of a full line where it stands."""
    fresh: bool
    """The page leaves more than the usual distance before it."""


def paragraphs(pages: Sequence[Sequence[Block]]) -> list[str]:
    """Wrapped lines joined; a paragraph may go on over a page or column break, because all are read as one run."""
    done: list[list[str]] = []
    before: _Line | None = None
    for line in _lines(pages):
        if before is None or line.fresh or _ends_paragraph(before, line):
            done.append([line.text])
        else:
            done[-1][-1] = _before_next(done[-1][-1], line.text)
            done[-1].append(line.text)
        before = line
    return [one_line("".join(lines)) for lines in done]


def _lines(pages: Sequence[Sequence[Block]]) -> Iterator[_Line]:
    whole = _full(row for blocks in pages for block in blocks if not block.is_column for row in block.rows)
    for blocks in pages:
        usual = usual_drop(block.rows for block in blocks)
        before: Row | None = None
        for block in blocks:
            full = _full(block.rows) if block.is_column else whole
            for number, row in enumerate(block.rows):
                begins = block if not number else None
                yield _Line(row.text, full, before is not None and _is_fresh(before, row, usual, begins))
                before = row


def _full(rows: Iterable[Row]) -> float:
    """Characters that a line must have to count as full: the median of the longer half."""
    lengths = sorted(len(row.text) for row in rows)
    return _FULL_LINE * median(lengths[len(lengths) // 2 :]) if lengths else 0.0


def _is_fresh(before: Row, row: Row, usual: float, begins: Block | None) -> bool:
    """Whether the page itself parts two lines: by distance, a headline from the column below by its letters, and a
    column from the next one where a sentence ends, because the next one may be another story.

    Args:
        begins: the block that the second line begins, or None.
    """
    if before.height - row.height > usual * _PARAGRAPH_GAP:
        return True
    if begins is None:
        return False
    smaller, larger = sorted((before.size, row.size))
    return larger > _SAME_SIZE * smaller or (begins.is_column and SENTENCE_END.search(before.text) is not None)


def _ends_paragraph(line: _Line, following: _Line) -> bool:
    """Where the next line's first word would have fitted, the break was meant, if the line also ends a sentence or
    is as short as a headline."""
    next_word = following.text.partition(" ")[0]
    if len(line.text) + 1 + len(next_word) > line.full:
        return False
    if SENTENCE_END.search(line.text):
        return True
    return len(line.text) < line.full / 2 and following.text[:1].isupper()


def _before_next(line: str, following: str) -> str:
    """The line as it stands before the next one of its paragraph. A hyphen at its end goes when a small letter follows
    it; it stays before capitals and digits."""
    if line.endswith("\u00ad") or (line.endswith("-") and line[-2:-1].isalpha() and following[:1].islower()):
        return line[:-1]
    return line if line.endswith("-") else f"{line} "
