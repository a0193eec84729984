"""Cuts a model's stream into sentences, each with the evidence numbers that the model put behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chatbot.library.sentences import split_sentences
from chatbot.records import Span

_MARKER = r"\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]"
_MARKERS = re.compile(_MARKER)
_LEADING_MARKERS = re.compile(rf"(?:\s*{_MARKER})+[.!?]?")
_BEGUN = re.compile(r"[^\s\[]\S*\s+\S+\s")
_LIST_BULLET = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")
_NUMBER = re.compile(r"\d+")


class DraftSentence(NamedTuple):
    """A sentence as the model wrote it, not yet checked."""

    text: str
    """Without markers and list bullets."""
    markers: tuple[int, ...]
    """The evidence numbers that the model gave, in order, without repetition; they may not exist."""


def cut_sentences(deltas: Iterable[str]) -> Iterator[DraftSentence]:
    """Yield each sentence once the next one has begun with two whole words, so that no sentence is shown half.

    One letter would not do: "1 p.m. E" looks like two sentences until the "T" of "ET" has come.

    Args:
        deltas: pieces of text as they arrive.
    """
    pending = ""
    for delta in deltas:
        pending += delta
        spans = _sentence_spans(pending)
        if len(spans) > 1 and _BEGUN.match(spans[-1].of(pending) + pending[spans[-1].end :]):
            yield from _drafts(pending, spans[:-1])
            pending = pending[spans[-1].start :]
    yield from _drafts(pending, _sentence_spans(pending))


def _sentence_spans(text: str) -> list[Span]:
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


def _drafts(text: str, spans: Iterable[Span]) -> Iterator[DraftSentence]:
    for span in spans:
        draft = read_markers(span.of(text))
        if re.search(r"\w", draft.text):
            yield draft


def read_markers(text: str) -> DraftSentence:
    """Separate a sentence from its markers, such as `[2]` or `[1, 3]`."""
    numbers = (int(number) for marker in _MARKERS.findall(text) for number in _NUMBER.findall(marker))
    without = _MARKERS.sub("", _LIST_BULLET.sub("", text.strip()))
    tidy = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(without.split()))
    return DraftSentence(tidy, tuple(dict.fromkeys(numbers)))
