"""How answers and articles look in a terminal. Text from articles and models is never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chatbot.answering.layout import cells, depth, pieces
from chatbot.answering.wording import HEADINGS, NEAREST, doubt, origin, publication, quoted, with_inner_quotes
from chatbot.control_characters import printable, printable_line
from chatbot.records import ArticleLink, Block, BlockKind, Citation, Note, Sentence, Span

Citations = Mapping[int, Citation]
"""The citations of an answer by their numbers."""
NO_CITATIONS: Citations = {}
NUMBER = "bold cyan"
_QUIET = "dim"
_INDENT = 4
_SPACES = re.compile(r"\s+")


def group_renderable(group: Sequence[Block], known: Citations) -> RenderableType:
    """Blocks that belong together: a paragraph, a heading, a quotation, a list or a table."""
    kind = group[0].kind
    if kind is BlockKind.ROW:
        return _table(group, known)
    if kind is BlockKind.BULLET:
        return Group(*_bullets(group, known))
    if kind is BlockKind.HEADING:
        return Text(" ".join(printable_line(sentence.text) for sentence in group[0].sentences), style="bold")
    if kind is BlockKind.QUOTATION:
        return _quotation(group[0], known)
    return Group(*_flow(group[0].sentences, known))


def sentence_text(sentence: Sentence) -> Text:
    """A sentence with its citation numbers, or with the mark that says what is doubtful about it."""
    text = _words(sentence.text, sentence.unbacked, "underline")
    return text.append_text(_marks(sentence))


def nearest_texts(sentence: Sentence, known: Citations) -> list[Text]:
    """The words of articles that come nearest to a doubtful sentence, a line for each."""
    return [_nearest(known[number]) for number in sentence.nearest if number in known]


def note_renderable(note: Note) -> RenderableType:
    """A note under what kind of note it is, with the articles that it names."""
    text = Text().append(f"{HEADINGS[note.kind]}: ", style="bold yellow").append(printable_line(note.text))
    return Group(text.append_text(_numbers(note.citations)), *map(_link, note.links))


def citation_text(citation: Citation) -> Text:
    """A source with the very words, and where they stand."""
    text = Text().append(f"[{citation.id}] ", style=NUMBER)
    title = quoted(printable_line(citation.title)) if citation.title else "untitled"
    text.append(f"{title} ", style="bold").append(printable_line(_place_of(citation)))
    text.append(f"\n    {quoted(printable_line(citation.quote))}", style="italic")
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}-{citation.end}"
    text.append(f"\n    {place}", style=_QUIET)
    return text


def print_citations(console: Console, citations: Iterable[Citation]) -> None:
    for citation in citations:
        console.print(Padding(citation_text(citation), (0, 0, 0, 2)))


def _flow(sentences: Sequence[Sentence], known: Citations) -> Iterator[RenderableType]:
    """Sentences one behind the other; what is nearest to a doubtful one stands below it."""
    line = Text()
    for sentence in sentences:
        line.append(" " if line else "").append_text(sentence_text(sentence))
        if nearest := nearest_texts(sentence, known):
            yield line
            yield from (Padding(text, (0, 0, 0, _INDENT)) for text in nearest)
            line = Text()
    if line:
        yield line


def _bullets(group: Sequence[Block], known: Citations) -> Iterator[RenderableType]:
    at = -1
    for block in group:
        at = depth(block.level, at)
        item = Table.grid(padding=(0, 1, 0, 0))
        item.add_row(Text("•"), Group(*_flow(block.sentences, known)))
        yield Padding(item, (0, 0, 0, 2 * at))


def _table(group: Sequence[Block], known: Citations) -> Table:
    rows = [_row(block, known) for block in group]
    headed = group[0].head
    table = Table(box=box.SIMPLE_HEAD, show_header=headed, show_edge=False, pad_edge=False, header_style="bold")
    for at in range(max(map(len, rows))):
        table.add_column(rows[0][at] if headed and at < len(rows[0]) else "", overflow="fold")
    for row in rows[headed:]:
        table.add_row(*row)
    return table


def _row(block: Block, known: Citations) -> list[Text]:
    """The cells of a row; what marks it stands in the last one."""
    row = [Text(printable_line(cell)) for cell in cells(block)] or [Text()]
    for sentence in block.sentences:
        row[-1] = Text("\n").join([row[-1].append_text(_marks(sentence)), *nearest_texts(sentence, known)])
    return row


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


def _link(link: ArticleLink) -> Padding:
    title = quoted(printable_line(link.title)) if link.title else "untitled"
    return Padding(Text(f"{link.article_id}@{link.version} {title}", style=_QUIET), (0, 0, 0, _INDENT))


def _place_of(citation: Citation) -> str:
    return " · ".join(part for part in (publication(citation), citation.url) if part)
