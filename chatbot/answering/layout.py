"""What belongs together where an answer is shown: bullets of a list, rows of a table, pieces of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chatbot.answering.wording import publication, quoted
from chatbot.records import ArticleLink, Block, BlockKind, Note, Span

_TOGETHER = {BlockKind.BULLET, BlockKind.ROW}
_BETWEEN = re.compile(r"^[\s,]+|[,;.]?\s*$")
"""What stands around the words behind a title, where articles are named one behind the other."""


def goes_on(before: Block | None, block: Block) -> bool:
    """Whether a block belongs to the list or table of the one before it; the head of a table begins another one."""
    same = before is not None and before.kind is block.kind and block.kind in _TOGETHER
    return same and not (block.head and before is not None and not before.head)


def groups(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """The blocks with those together that make one list or table; every other block alone."""
    group: list[Block] = []
    for block in blocks:
        if group and not goes_on(group[-1], block):
            yield tuple(group)
            group = []
        group.append(block)
    if group:
        yield tuple(group)


def depth(level: int, before: int) -> int:
    """How deep a bullet is shown: as it says, but at most one step deeper than the one before it.

    Args:
        level: of the bullet.
        before: how deep the one before is shown; -1 for the first of a list.
    """
    return max(0, min(level, before + 1))


def cells(block: Block) -> tuple[str, ...]:
    """The cells of a row; one that has none is a single cell of all its words."""
    return tuple(cell for sentence in block.sentences for cell in sentence.cells or (sentence.text,))


def pieces(text: str, marked: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is marked; together they are the text, wherever the spans lie."""
    at = 0
    for span in sorted(marked):
        start, end = max(span.start, at), min(span.end, len(text))
        if start < end:
            yield text[at:start], False
            yield text[start:end], True
            at = end
    yield text[at:], False


def naming(note: Note) -> tuple[str, list[tuple[ArticleLink, str]]]:
    """A note as what it says first, and a list of the articles that it names.

    Returns:
        The text as far as the first article, and each article with what the note says behind its title; for one that
        the text does not name, that is its publisher and day.
    """
    left, named = list(note.links), list[tuple[ArticleLink, str]]()
    lead, *rest = re.split(f"({'|'.join(_titles(left))})", note.text) if left else [note.text]
    for title, behind in zip(rest[::2], rest[1::2], strict=True):
        found = next((link for link in left if quoted(link.title) == title), None)
        if found:
            left.remove(found)
            named.append((found, behind))
        elif named:
            named[-1] = (named[-1][0], f"{named[-1][1]}{title}{behind}")
    listed = [(link, _BETWEEN.sub("", behind)) for link, behind in named]
    listed += [(link, publication(link)) for link in left]
    return _led(lead.strip(), listed=bool(listed)), listed


def _titles(links: Sequence[ArticleLink]) -> list[str]:
    """The titles as a text quotes them, longest first; what matches nothing where no article has one."""
    titles = {quoted(link.title) for link in links if link.title}
    return [re.escape(title) for title in sorted(titles, key=len, reverse=True)] or ["(?!)"]


def _led(lead: str, *, listed: bool) -> str:
    return f"{lead}:" if listed and lead[-1:].isalnum() else lead
