"""How answers look in a terminal; `sources.py` has their sources. Nothing from articles or models is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chatbot.answering.layout import cells, depth, naming, pieces
from chatbot.answering.wording import HEADINGS, NEAREST, doubt, origin, publication, quoted, with_inner_quotes
from chatbot.cli.hanging import Hanging
from chatbot.control_characters import printable, printable_line
from chatbot.records import ArticleLink, Block, BlockKind, Citation, Note, NoteKind, Sentence, Span

Citations = Mapping[int, Citation]
"""The citations of an answer by their numbers."""
NUMBER = "bold cyan"
SHORT_ID = 8
"""Characters of an article's id that name it in a library of any size that fits on a disk."""
READ_ONE = "Read one with `chatbot articles show ID`."
_QUIET = "dim"
_INDENT = 4
_SPACES = re.compile(r"\s+")
_OF_SIDES = {NoteKind.DISAGREEMENT, NoteKind.CHANGE, NoteKind.OTHER_STORIES}
"""Notes in which several sources have their say; each has lines of its own."""


def group_renderable(group: Sequence[Block], known: Citations) -> RenderableType:
    """Blocks that belong together: a paragraph, a heading, a quotation, a list or a table."""
    kind = group[0].kind
    if kind is BlockKind.ROW:
        return _table(group, known)
    if kind is BlockKind.BULLET:
        return Group(*_bullets(group, known))
    if kind is BlockKind.HEADING:
        return Hanging(Text(" ".join(printable_line(item.text) for item in group[0].sentences), style="bold"))
    if kind is BlockKind.QUOTATION:
        return Hanging(_quotation(group[0], known))
    return Group(*_flow(group[0].sentences, known))


def sentence_text(sentence: Sentence) -> Text:
    """A sentence with its citation numbers, or with the mark that says what is doubtful about it."""
    text = _words(sentence.text, sentence.unbacked, "underline")
    return text.append_text(_marks(sentence))


def nearest_texts(sentence: Sentence, known: Citations) -> list[Text]:
    """The words of articles that come nearest to a doubtful sentence, a line for each."""
    return [_nearest(known[number]) for number in sentence.nearest if number in known]


def sentences_renderable(sentences: Sequence[Sentence], known: Citations) -> RenderableType:
    """Sentences one behind the other; what is nearest to a doubtful one stands below it."""
    return Group(*_flow(sentences, known))


def note_renderable(note: Note, known: Citations) -> RenderableType:
    """A note under what kind of note it is, with the articles that it names and how to read them."""
    text = Text().append(f"{HEADINGS[note.kind]}: ", style="bold yellow")
    if sides := _sides(note, known):
        return Group(Hanging(text), *sides)
    lead, links = naming(note)
    text.append(printable_line(lead)).append_text(_numbers(note.citations))
    named = [Hanging(_link(link, behind), " " * _INDENT) for link, behind in links]
    return Group(Hanging(text), *named, *([Text(f"{' ' * _INDENT}{READ_ONE}", style=_QUIET)] if links else []))


def _sides(note: Note, known: Citations) -> list[Hanging]:
    """What each source says, where the note says no more than that."""
    cited = [known[number] for number in note.citations if number in known]
    if note.kind not in _OF_SIDES or not all(quoted(citation.quote) in note.text for citation in cited):
        return []
    return [Hanging(_side(citation), " " * _INDENT) for citation in cited]


def _side(citation: Citation) -> Text:
    text = Text()
    if source := printable_line(origin(citation)):
        text.append(f"{source}: ", style="bold")
    return text.append(quoted(printable_line(citation.quote))).append_text(_numbers((citation.id,)))


def _link(link: ArticleLink, behind: str) -> Text:
    title = quoted(printable_line(link.title)) if link.title else "untitled"
    text = Text(", ".join(filter(None, (title, printable_line(behind)))))
    return text.append(f" ({link.article_id[:SHORT_ID]})", style=_QUIET)


def _flow(sentences: Sequence[Sentence], known: Citations, lead: str = "") -> Iterator[RenderableType]:
    """Sentences one behind the other; what is nearest to a doubtful one stands below it."""
    line, indent = Text(), " " * len(lead)
    for sentence in sentences:
        line.append(" " if line else "").append_text(sentence_text(sentence))
        if nearest := nearest_texts(sentence, known):
            yield Hanging(line, lead)
            yield from (Hanging(text, f"{indent}{' ' * _INDENT}") for text in nearest)
            line, lead = Text(), indent
    if line:
        yield Hanging(line, lead)


def _bullets(group: Sequence[Block], known: Citations) -> Iterator[RenderableType]:
    at = -1
    for block in group:
        at = depth(block.level, at)
        yield from _flow(block.sentences, known, f"{'  ' * at}• ")


def _table(group: Sequence[Block], known: Citations) -> RenderableType:
    """A table; why rows are doubtful, and what is nearest to them, stands below it."""
    rows = [_row(block) for block in group]
    headed = group[0].head
    table = Table(box=box.SIMPLE_HEAD, show_header=headed, show_edge=False, pad_edge=False, header_style="bold")
    for at in range(max(map(len, rows))):
        table.add_column(rows[0][at] if headed and at < len(rows[0]) else "", overflow="fold")
    for row in rows[headed:]:
        table.add_row(*row)
    below = [part for block in group for part in _below_row(block, known)]
    return Group(table, *([Text(), *below] if below else []))


def _row(block: Block) -> list[Text]:
    """The cells of a row; what marks it stands in the last one."""
    row = [Text(printable_line(cell)) for cell in cells(block)] or [Text()]
    for sentence in block.sentences:
        row[-1].append_text(_marks(replace(sentence, reason="")))
    return row


def _below_row(block: Block, known: Citations) -> Iterator[RenderableType]:
    for sentence in block.sentences:
        if sentence.verdict.is_doubtful and (sentence.reason or sentence.nearest):
            name = next(filter(None, sentence.cells), sentence.text)
            yield Hanging(Text(": ".join(map(printable_line, filter(None, (name, sentence.reason)))), style="red"))
            yield from (Hanging(text, " " * _INDENT) for text in nearest_texts(sentence, known))


def _quotation(block: Block, known: Citations) -> Text:
    text = Text()
    if lead := _source_of(block, known):
        text.append(f"{lead}: ", style="bold")
    for at, sentence in enumerate(block.sentences):
        words = _words(with_inner_quotes(sentence.text), sentence.answering, "bold")
        text.append(" “" if at else "“").append_text(words).append("”").append_text(_marks(sentence))
    return text


def _source_of(block: Block, known: Citations) -> str:
    cited = (known[number] for sentence in block.sentences for number in sentence.citations if number in known)
    return next((printable_line(publication(citation)) for citation in cited), "")


def _words(text: str, marked: Sequence[Span], style: str) -> Text:
    """The words of a sentence on one line, those of the spans in a style of their own."""
    shown = Text()
    for piece, is_marked in pieces(text, marked):
        shown.append(_SPACES.sub(" ", printable(piece)), style=style if is_marked else None)
    return shown


def _marks(sentence: Sentence) -> Text:
    """What stands behind a sentence: the numbers of its citations, or its doubt."""
    text = _numbers(sentence.citations)
    if mark := doubt(sentence):
        text.append(f" [{mark}]", style="bold red")
        if sentence.reason:
            text.append(f" ({printable_line(sentence.reason)})", style="red")
    return text


def _numbers(citations: Iterable[int]) -> Text:
    return Text("".join(f" [{number}]" for number in citations), style=NUMBER)


def _nearest(citation: Citation) -> Text:
    text = Text(f"{NEAREST}: {quoted(printable_line(citation.quote))}", style=_QUIET)
    if source := printable_line(origin(citation)):
        text.append(f" ({source})")
    return text.append_text(_numbers((citation.id,)))
