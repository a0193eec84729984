"""Marks of bold and italic type in Markdown: no part of a sentence, though they stay in the article's text.

Close to CommonMark's rule for left- and right-flanking delimiter runs (https://spec.commonmark.org/0.31.2/, 6.2), of
stars and underscores only: an opening run has white space or punctuation before it, a closing one behind it.
"""

from __future__ import annotations

import re
from itertools import takewhile

from chatbot.records import Span

_OPENING = r"(?<![\w*_\\])(?:\*{1,3}|_{1,3})(?=[^\s*_])"
_CLOSING = r"(?<=[^\s*_\\])(?:\*{1,3}|_{1,3})(?![\w*_])"
_MARK = re.compile(rf"(?P<opening>{_OPENING})|{_CLOSING}")
_SIGNS = "*_"


def blank_emphasis(text: str) -> str:
    """The text with spaces in the place of the marks: every other character stays where it is."""
    return _MARK.sub(lambda mark: " " * len(mark[0]), text) if _may_have(text) else text


def before_emphasis(text: str, at: int) -> int:
    """Where the marks begin that stand directly before a position, or the position itself."""
    return at - len(list(takewhile(_SIGNS.__contains__, reversed(text[max(0, at - 3) : at]))))


def inside_emphasis(text: str, span: Span) -> Span:
    """The span without marks at its ends that belong to more than a part of it.

    "**The bridge is closed.**" loses both, "**The bridge is closed." the only one, and "**Note:** the bridge is
    closed." none. Nothing else is dropped, so that the span is never empty.
    """
    inside = span
    while marks := _outer(inside.of(text)):
        inside = Span(inside.start + marks[0], inside.end - marks[1])
    return inside


def _outer(sentence: str) -> tuple[int, int] | None:
    """Lengths of the marks to drop at both ends, if any."""
    if not _may_have(sentence):
        return None
    marks = list(_MARK.finditer(sentence))
    partners = _partners(marks)
    first = next((mark for mark in marks if mark.start() == 0), None)
    last = next((mark for mark in marks if mark.end() == len(sentence)), None)
    whole = first and last and partners.get(first.start()) == last.start()
    left = len(first[0]) if first and (whole or first.start() not in partners) else 0
    right = len(last[0]) if last and (whole or last.start() not in partners.values()) else 0
    return (left, right) if (left or right) and left + right < len(sentence) else None


def _partners(marks: list[re.Match[str]]) -> dict[int, int]:
    """Where the runs close that open at a place; equal signs belong together, the inner ones first."""
    pairs: dict[int, int] = {}
    opened: list[re.Match[str]] = []
    for mark in marks:
        if mark["opening"]:
            opened.append(mark)
        elif fitting := [index for index, other in enumerate(opened) if other[0] == mark[0]]:
            pairs[opened[fitting[-1]].start()] = mark.start()
            del opened[fitting[-1] :]
    return pairs


def _may_have(text: str) -> bool:
    return "*" in text or "_" in text
