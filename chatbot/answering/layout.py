"""What belongs together where an answer is shown: bullets of a list, rows of a table, pieces of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chatbot.records import Block, BlockKind, Span

_TOGETHER = {BlockKind.BULLET, BlockKind.ROW}


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
