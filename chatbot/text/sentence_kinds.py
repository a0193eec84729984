"""What a sentence is by its own words: one that asks, one that tells, or a line that only heads what follows."""

from __future__ import annotations

import re

LEAST_WORDS = 4
"""Shorter sentences are headings, bylines and captions more often than news."""
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")
"""Scripts that put no spaces between words count by characters."""
_ENDS = re.compile(r"[.!?…。！？:;]['\"”’»)\]*_]*$")
_STATES_A_VALUE = re.compile(
    r"(?:[^\W\d_][\w.’')*]{0,40}:\s?|\w: | \| | [–—-] )(?:[^\W\d_][\w.]{0,40} ){0,3}[^\w\s]{0,3}\d"
)
"""An item of a list or a row of a table: "Travis County: 9", "Kerr | 103", "Arica, 1868: more than 25,000 dead"."""


_ITEM = re.compile(r"\s*(?:[-–—*+]\s|[•●▪◦>‣·►➤])")
_NAMED_VALUE = re.compile(r"[^:]{1,40}\w: \S")
"""Capital: Annapolis"""
_ROW = re.compile(r"^(?:Q|A|Frage|Antwort) ?:|^\||\S \| .*\S \| |\w: ?[^|]+ \| \w")


def asks(quote: str) -> bool:
    """Whether a sentence asks instead of telling; a question backs nothing."""
    return quote.rstrip('*"”’) ').endswith(("?", "？"))


def tells(quote: str) -> bool:
    """Whether a sentence is long enough to tell something by itself, or states a value; a marked heading does not."""
    if is_marked_heading(quote):
        return False
    return len(_WORD.findall(quote)) >= LEAST_WORDS or states_value(quote)


def states_value(quote: str) -> bool:
    """Whether a sentence names a thing and its number, as an item of a list or a row of a table does."""
    return bool(_STATES_A_VALUE.search(quote))


def heads(quote: str) -> bool:
    """Whether a sentence only heads what follows, as far as its words tell: it is marked as a heading, or too short and
    without an end. An item of a list, what names a value, a row of a table and an answer head nothing.
    """
    if is_marked_heading(quote):
        return True
    if tells(quote) or _ENDS.search(quote.rstrip()):
        return False
    return not (is_item(quote) or is_row(quote) or _NAMED_VALUE.match(quote))


def is_marked_heading(quote: str) -> bool:
    """Whether a sentence has the mark of a heading before it, as in Markdown."""
    return quote.startswith("#")


def is_item(quote: str) -> bool:
    """Whether a sentence is marked as the item of a list; of the judged lines no such heads others."""
    return bool(_ITEM.match(quote))


def is_row(quote: str) -> bool:
    """Whether a sentence is the row of a table as readers write it, or a question or an answer of an interview."""
    return bool(_ROW.search(quote))
