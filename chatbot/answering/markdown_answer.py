"""An answer as Markdown, sentence by sentence: for chat clients that it streams to, and for files that are saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from chatbot.answering.layout import cells, depth, goes_on
from chatbot.answering.wording import HEADINGS, NEAREST, doubt, origin, publication, quoted, with_inner_quotes
from chatbot.markdown import chat_text, markdown_text
from chatbot.records import Block, BlockKind, Citation, Note, Sentence, Verdict

Known = Mapping[int, Citation]
Escape = Callable[[str], str]
_LEADS = {BlockKind.HEADING: "### ", BlockKind.QUOTATION: "> "}


class Piece(NamedTuple):
    """What is added to a text."""

    text: str
    words: int
    """Where in the piece the words of the sentence or note begin, behind what leads up to them."""


@dataclass
class MarkdownAnswer:
    """The text of one answer so far. Nothing that was added changes.

    Args:
        escape: makes text of articles and models Markdown in which nothing of it is markup.
        escape_cell: the same in a cell of a table.
    """

    escape: Escape
    escape_cell: Escape
    text: str = ""
    _before: Block | None = None
    _depth: int = -1
    _columns: int = 0

    def add(self, block: Block, known: Known, *, begins: bool) -> Piece:
        """Append a sentence.

        Args:
            block: of its kind, with this sentence alone.
            known: the citations that it names.
            begins: whether it is the first sentence of its block.
        """
        lead = self._lead(block, known) if begins or block.kind is BlockKind.ROW else " "
        self._before = block
        return self._append(lead, "".join(self._sentence(block, sentence, known) for sentence in block.sentences))

    def add_note(self, note: Note) -> Piece:
        """Append a note as a paragraph."""
        self._before = None
        words = f"{HEADINGS[note.kind]}: {self.escape(note.text)}{_numbers(note.citations)}"
        return self._append(self._gap, words)

    def _append(self, lead: str, words: str) -> Piece:
        self.text += lead + words
        return Piece(lead + words, len(lead))

    @property
    def _gap(self) -> str:
        return "\n\n" if self.text else ""

    def _lead(self, block: Block, known: Known) -> str:
        """What separates a block from the one before, and what its line begins with."""
        same = goes_on(self._before, block)
        gap = "\n" if same else self._gap
        if block.kind is BlockKind.BULLET:
            self._depth = depth(block.level, self._depth if same else -1)
            return f"{gap}{'  ' * self._depth}- "
        if block.kind is BlockKind.ROW:
            return f"{gap}{'' if same else self._head(block)}| "
        return f"{gap}{_LEADS.get(block.kind, '')}{self._source(block, known)}"

    def _head(self, block: Block) -> str:
        """What stands above the first row of a table that has no head of its own: Markdown wants one."""
        self._columns = max(len(cells(block)), 1)
        return "" if block.head else f"|{'  |' * self._columns}\n{self._rule}\n"

    @property
    def _rule(self) -> str:
        return f"|{' --- |' * self._columns}"

    def _source(self, block: Block, known: Known) -> str:
        cited = [known[number] for sentence in block.sentences for number in sentence.citations if number in known]
        source = publication(cited[0]) if block.kind is BlockKind.QUOTATION and cited else ""
        return f"{self.escape(source)}: " if source else ""

    def _sentence(self, block: Block, sentence: Sentence, known: Known) -> str:
        if block.kind is BlockKind.ROW:
            return self._row(block, _marks(sentence, known, self.escape_cell))
        words = self.escape(sentence.text)
        if block.kind is BlockKind.QUOTATION:
            words = f"“{self.escape(with_inner_quotes(sentence.text))}”"
        return words + _marks(sentence, known, self.escape)

    def _row(self, block: Block, marks: str) -> str:
        """The cells of a row, as many as its table has: Markdown shows no more."""
        own = cells(block)
        fitting = [*own[: self._columns - 1], ", ".join(own[self._columns - 1 :])]
        shown = [self.escape_cell(cell) for cell in fitting]
        filled = [*shown[:-1], shown[-1] + marks, *[""] * (self._columns - len(shown))]
        rule = f"\n{self._rule}" if block.head else ""
        return f"{' | '.join(filled)} |{rule}"


def for_chat_clients() -> MarkdownAnswer:
    """For programs, some of which read it as it is, and some as Markdown that believes more than CommonMark."""
    return MarkdownAnswer(chat_text, lambda text: chat_text(text).replace("|", "&#124;"))


def for_files() -> MarkdownAnswer:
    """For files that are saved."""
    return MarkdownAnswer(markdown_text, markdown_text)


def _marks(sentence: Sentence, known: Known, escape: Escape) -> str:
    """What stands behind a sentence: the numbers of its citations, or its doubt with what comes nearest to it."""
    numbers, mark = _numbers(sentence.citations), doubt(sentence)
    if not mark:
        return numbers
    nearest = next((_nearest(known[number], escape) for number in sentence.nearest if number in known), "")
    if sentence.verdict is Verdict.UNSURE:
        why = nearest or escape(sentence.reason)
        return f"{numbers} [{mark}: {why}]" if why else f"{numbers} [{mark}]"
    return f"{numbers} [{mark}]" + (f" ({nearest})" if nearest else "")


def _nearest(citation: Citation, escape: Escape) -> str:
    source = escape(origin(citation))
    return f"{NEAREST} {escape(quoted(citation.quote))}" + (f" ({source})" if source else "")


def _numbers(citations: Iterable[int]) -> str:
    return "".join(f" [{number}]" for number in citations)
