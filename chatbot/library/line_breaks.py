"""Tells the line breaks that end a heading, a list item or a table row from those that only fit prose to a width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chatbot.records import Span

_BREAKS = r"\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_BREAKS}]+")
_ONE_BREAK = re.compile(r"\r\n|[\n\r\v\x1c\x1d\x1e\x85\u2028]")
_ITEM = re.compile(
    r"\s*(?:[#>|•‣◦▪*·]|[-–—+]\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z]\)\s|By\s[A-Z]|\d{1,2}[:.]\d\d\b)",
)
_ALONE = re.compile(r"\s*#{1,6}\s|.*\|\s*$")
_FINISHED = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*(?=\s|$)")
_ENDS_FINISHED = re.compile(r"[.!?…。！？؟।:][\"'”’»)\]]*\s*$")
_ENDS_OPEN = re.compile(
    r"(?:[,;]|\b(?:a|an|the|of|and|or|to|in|for|with|by|at|on|from|der|die|das|und|de|la|el|y))\s*$"
)
_FIRST_WORD = re.compile(r"[\s\"'“”‘’«»(\[]*(\S+)")
_WIDTHS = range(40, 140)
"""Characters in the longest line of a paragraph that was broken to fit a width."""


def begins_lower_case(text: str) -> bool:
    """Whether the first word is written small; brands and addresses (iPhone, www.example.org) do not count."""
    found = _FIRST_WORD.match(text)
    word = found[1] if found else ""
    return word[:1].islower() and word.rstrip(".,;:!?").islower() and not re.search(r"\w[.@/:]\w", word)


def line_groups(text: str) -> Iterator[Span]:
    """The text in runs of lines that may hold one sentence across their line breaks; every other break ends a sentence.

    Together the runs hold every character that is not white space.
    """
    for lines in _paragraphs(text):
        start = lines[0].start
        for line, goes_on in zip(lines, _goes_on(text, lines), strict=True):
            if not goes_on:
                yield Span(start, line.end)
                start = line.end


def _paragraphs(text: str) -> Iterator[list[Span]]:
    """Lines that are not blank, grouped where only one line break lies between them."""
    lines: list[Span] = []
    for match in _LINE.finditer(text):
        if match[0].isspace():
            continue
        if lines and not _ONE_BREAK.fullmatch(text, lines[-1].end, match.start()):
            yield lines
            lines = []
        lines.append(Span(*match.span()))
    if lines:
        yield lines


def _goes_on(text: str, lines: Sequence[Span]) -> list[bool]:
    """For each line of a paragraph whether a sentence may run from it into the next."""
    contents = [line.of(text) for line in lines]
    width = max(len(line.rstrip()) for line in contents)
    last_finished = max((at for at, line in enumerate(contents) if _FINISHED.search(line)), default=0)
    verdicts = [
        _runs_into(line, following, width if at < last_finished else 0)
        for at, (line, following) in enumerate(pairwise(contents))
    ]
    return [*verdicts, False]


def _runs_into(line: str, following: str, width: int) -> bool:
    """Whether prose goes on in the following line.

    Args:
        line: without its line break.
        following: the line after it.
        width: of the longest line of the paragraph, or 0 when no sentence ends in the lines that follow.
    """
    if _ITEM.match(following) or _ALONE.match(line):
        return False
    if _fills(line, following, width):
        return True
    if _ENDS_FINISHED.search(line):
        return False
    return begins_lower_case(following) or _ENDS_OPEN.search(line) is not None


def _fills(line: str, following: str, width: int) -> bool:
    """Whether the next word would not have fitted into the line."""
    found = _FIRST_WORD.match(following)
    word = len(found[0].strip()) if found else 0
    return width in _WIDTHS and len(line.rstrip()) + 1 + word > width
