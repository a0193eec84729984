"""Marked words of a text as few spans."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.records import Span


def join_neighbours(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans, those between which only white space stands made one.

    Args:
        spans: in order of their beginnings; they may overlap.
        text: what they are spans of.
    """
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)
