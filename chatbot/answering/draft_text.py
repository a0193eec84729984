"""A model's text as it arrives, read as blocks of sentences: Markdown without its marks, citations apart.

Only the forms that an answer needs are read: paragraphs, headings, bullets, numbered lists, tables, quotations. What
is left of Markdown in a line is taken off, because whoever shows an answer shows words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chatbot.answering.markers import LIST_MARK, read_markers, sentence_spans
from chatbot.records import BlockKind

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_BOLD_LINE = re.compile(r"\*\*([^*]{1,120})\*\*:?")
_BULLET = re.compile(rf"(\s*){LIST_MARK}(?=\S)")
_RULE = frozenset("|:- \t")
_SKIPPED = re.compile(r"\s*(?:```\w*|~~~\w*|-{3,}|\*{3,}|_{3,})\s*$")
_QUOTE_MARK = re.compile(r"(?:\s*>)+\s?")
_PIECES = re.compile(r"(?<=[\s。！？])")
"""Sentences are looked for at these places alone, so that it does not matter in which pieces a reply arrives."""
_MAY_END = re.compile(r"[.!?…。！？]")
_BEGUN = re.compile(r"[^\s\[]\S*\s+\S+\s|[^\s\[].*[。！？]", re.DOTALL)
"""A sentence is handed on when the next one has begun with two whole words, or has ended where none are spaced.

One letter would not do: "1 p.m. E" looks like two sentences until the "T" of "ET" has come.
"""
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_LINES_OF_THEIR_OWN = ("#", "|", "**", "```", "~~~")
_BOLD_LEAD = re.compile(r"\s*\*\*[^*]+\*\*:?+\s*+\S")
"""What begins a line of running text in bold."""
_ENDS = (".", "!", "。", "！")
_TOLD_BY = 12
"""Characters of a line after which its kind is known, unless it begins as a line that is read as a whole."""
_BOLD_LEVEL = 4
"""Of a heading that is only set in bold."""
_LONGEST_QUOTATION = 600
"""Characters for whose end a sentence waits."""


class DraftSentence(NamedTuple):
    """A sentence or a table's row as the model wrote it, not yet checked."""

    block: int
    """Which block of the reply, counted from 0."""
    kind: BlockKind
    text: str
    """Without markers and Markdown."""
    markers: tuple[int, ...] = ()
    """The evidence numbers that the model gave, in order, without repetition; they may not exist."""
    level: int = 0
    head: bool = False
    cells: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    """Of a row: the head of its table."""

    @property
    def claim(self) -> str:
        """What it says as one statement: of a row, its first cell with the others."""
        if not self.cells:
            return self.text
        named = (
            f"{head} {cell}" if head and cell and not re.search(r"[^\W\d_]{3}", cell) else cell
            for head, cell in zip((*self.heads[1:], *[""] * len(self.cells)), self.cells[1:], strict=False)
        )
        return f"{self.cells[0]}: {'; '.join(part for part in named if part)}." if len(self.cells) > 1 else self.text


class DraftReader:
    """Reads one reply piece by piece."""

    def __init__(self) -> None:
        self._block = -1
        self._kind, self._level = BlockKind.PARAGRAPH, 0
        self._line = ""
        """What has arrived of a line whose kind is not known yet."""
        self._running = False
        """Whether the present line is running text, which is taken in as it arrives."""
        self._text = ""
        """Of the open paragraph or bullet: what has not been handed on."""
        self._may_have_ended = False
        """Whether a mark that ends sentences stands in that."""
        self._open = False
        self._row = ""
        """A table's row that may turn out to be its head."""
        self._heads: tuple[str, ...] | None = None
        """Of the open table; None where none is open."""

    def read(self, deltas: Iterable[str]) -> Iterator[DraftSentence]:
        """Each sentence as soon as it has surely ended.

        Args:
            deltas: pieces of text as they arrive.
        """
        for delta in deltas:
            for count, line in enumerate(delta.split("\n")):
                if count:
                    yield from self._end_of_line()
                for piece in _PIECES.split(line):
                    yield from self._take(piece)
        yield from self._end_of_line()
        yield from self._close()

    def _take(self, piece: str) -> Iterator[DraftSentence]:
        if self._running:
            self._take_in(piece)
        else:
            self._line += piece
            if self._is_running_text():
                yield from self._begin_line()
                self._running = True
        if self._running and self._may_have_ended and _PIECES.search(piece, 1):
            yield from self._finished_sentences()

    def _is_running_text(self) -> bool:
        """Whether the line is surely a paragraph's or a bullet's, so that its sentences need not wait for its end."""
        if len(self._line.strip()) < _TOLD_BY or _SKIPPED.match(self._line):
            return False
        alone = self._line.lstrip().startswith(_LINES_OF_THEIR_OWN)
        return not alone or bool(_BOLD_LEAD.match(self._line))

    def _end_of_line(self) -> Iterator[DraftSentence]:
        line, self._line = self._line, ""
        plain = line.strip()
        if self._running:
            self._running = False
            self._text += " "
        elif not plain or _SKIPPED.match(line):
            yield from self._close()
        elif self._row and _is_rule(plain):
            yield from self._end_row(head=True)
        elif plain.startswith("|"):
            yield from self._begin_row(plain)
        elif heading := _HEADING.match(plain):
            yield from self._heading(plain[heading.end() :].rstrip("# "), len(heading[1]))
        elif bold := _BOLD_LINE.fullmatch(plain):
            yield from self._heading(bold[1], _BOLD_LEVEL)
        else:
            self._line = line
            yield from self._begin_line()
            self._text += " "

    def _begin_line(self) -> Iterator[DraftSentence]:
        """Take in a line of running text: a bullet begins a block, other lines go on with the open paragraph."""
        quoted = _QUOTE_MARK.match(self._line)
        plain, self._line = self._line[quoted.end() :] if quoted else self._line, ""
        yield from self._end_table()
        if bullet := _BULLET.match(plain):
            yield from self._close()
            self._new_block(BlockKind.BULLET, len(bullet[1].replace("\t", "  ")) // 2)
            plain = plain[bullet.end() :]
        elif not self._open:
            self._new_block(BlockKind.PARAGRAPH, 0)
        self._take_in(plain)

    def _take_in(self, text: str) -> None:
        self._text += text
        self._may_have_ended |= bool(_MAY_END.search(text))

    def _new_block(self, kind: BlockKind, level: int) -> None:
        self._block += 1
        self._kind, self._level, self._open = kind, level, True

    def _heading(self, words: str, level: int) -> Iterator[DraftSentence]:
        """A line that heads what follows. With a citation or a full stop it is a sentence, which claims something."""
        yield from self._close()
        read = read_markers(words)
        if read.markers or read.text.endswith(_ENDS):
            self._new_block(BlockKind.PARAGRAPH, 0)
            self._text = words
            yield from self._close()
        elif re.search(r"\w", read.text):
            self._block += 1
            yield DraftSentence(self._block, BlockKind.HEADING, read.text, level=level)

    def _begin_row(self, line: str) -> Iterator[DraftSentence]:
        if self._row:
            yield from self._end_row(head=False)
        elif self._heads is None:
            yield from self._close()
        self._row = line
        if self._heads is not None:
            yield from self._end_row(head=False)

    def _end_row(self, *, head: bool) -> Iterator[DraftSentence]:
        marked = [read_markers(cell) for cell in _CELL_BORDER.split(self._row.removeprefix("|").removesuffix("|"))]
        self._row = ""
        cells, heads = tuple(cell.text for cell in marked), self._heads or ()
        self._heads = cells if head else heads
        if any(re.search(r"\w", cell) for cell in cells):
            self._block += 1
            markers = tuple(dict.fromkeys(number for cell in marked for number in cell.markers))
            text = " | ".join(cell for cell in cells if cell)
            yield DraftSentence(
                self._block, BlockKind.ROW, text, markers, head=head, cells=cells, heads=() if head else heads
            )

    def _end_table(self) -> Iterator[DraftSentence]:
        if self._row:
            yield from self._end_row(head=False)
        self._heads = None

    def _finished_sentences(self) -> Iterator[DraftSentence]:
        if self._text.count('"') % 2 and len(self._text) < _LONGEST_QUOTATION:
            return  # Where a quotation is still open, its mark would be taken for the end of the sentence before it.
        spans = sentence_spans(self._text)
        if len(spans) > 1 and _BEGUN.match(self._text[spans[-1].start :]):
            for span in spans[:-1]:
                yield from self._sentence(span.of(self._text))
            self._text = self._text[spans[-1].start :]
            self._may_have_ended = bool(_MAY_END.search(self._text))

    def _sentence(self, text: str) -> Iterator[DraftSentence]:
        read = read_markers(text)
        if re.search(r"\w", read.text):
            yield DraftSentence(self._block, self._kind, read.text, read.markers, self._level)

    def _close(self) -> Iterator[DraftSentence]:
        """End the open block."""
        yield from self._end_table()
        text, self._text, self._open = self._text, "", False
        for span in sentence_spans(text):
            yield from self._sentence(span.of(text))


def _is_rule(line: str) -> bool:
    """Whether a line is the rule below a table's head."""
    return "--" in line and _RULE.issuperset(line)
