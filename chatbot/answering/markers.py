"""Citation markers in a model's text, and the sentences that they belong to."""

from __future__ import annotations

import re
from typing import NamedTuple

from chatbot.library.abbreviations import GERMAN_MONTH
from chatbot.library.sentences import split_sentences
from chatbot.records import Span

LIST_MARK = rf"(?:[-*+•–]|\(?\d{{1,2}}[.)](?!\s+{GERMAN_MONTH.pattern}))\s+"
"""What begins an item of a list. "18. März" begins with a day."""
_MARKER = r"(?:\[\^?\s*\d{1,4}(?:\s*[,;–-]\s*\^?\d{1,4})*\s*\]|【\s*\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*[^】]{0,20}】)"
_MARKERS = re.compile(_MARKER)
_LEADING_MARKERS = re.compile(rf"(?:\s*{_MARKER})+[.!?]?")
_LIST_MARK = re.compile(rf"^{LIST_MARK}")
_RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_LONGEST_RANGE = 12
_LINK = re.compile(r"\[([^\[\]]+)\]\((?:https?:|#|/)[^()\s]*\)")
_LINE_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_STRONG = re.compile(r"\*\*+|`+|(?<!\w)__|__(?!\w)")
_ITALIC = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])([^*]+)(?<=[^\s\\])\*(?![\w*])|(?<![\w\\])_(?=[^\s_])([^_]+)(?<=[^\s\\])_(?!\w)"
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|$~>-])")


class MarkedText(NamedTuple):
    """A text without its markers."""

    text: str
    markers: tuple[int, ...]
    """The numbers in them, in order, without repetition."""


def read_markers(text: str) -> MarkedText:
    """Separate a sentence from its markers, such as `[2]`, `[1, 3]`, `[4-6]` or `【2】`."""
    numbers = [number for marker in _MARKERS.findall(text) for number in _numbers(marker)]
    without = _MARKERS.sub("", _LIST_MARK.sub("", text.strip()))
    return MarkedText(tidied(without), tuple(dict.fromkeys(numbers)))


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a text; markers that stand behind a full stop belong to the sentence before them."""
    spans: list[Span] = []
    for span in split_sentences(text):
        leading = _LEADING_MARKERS.match(span.of(text))
        begin = span.start + leading.end() if leading and spans else span.start
        if begin > span.start:
            spans[-1] = Span(spans[-1].start, begin)
        if begin < span.end:
            spans.append(Span(begin, span.end))
    return spans


def tidied(text: str) -> str:
    """The text on one line, without Markdown's bold, italics, code, links and escapes; a link leaves its words."""
    plain = _LINK.sub(r"\1", _LINE_BREAK.sub(" ", text))
    plain = _ITALIC.sub(lambda found: found[1] or found[2], _STRONG.sub("", plain))
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_ESCAPED.sub(r"\1", plain).split()))


def _numbers(marker: str) -> list[int]:
    """The numbers of a marker; of a range those between its ends, if they are few."""
    found: list[int] = []
    for first, last in _RANGE.findall(marker):
        begin, end = int(first), int(last or first)
        found += range(begin, end + 1) if begin <= end < begin + _LONGEST_RANGE else [begin, end]
    return found
