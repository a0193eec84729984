"""The entries of a live page, which its text holds below a line with the time of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from chatbot.records import Span

LEAST_ENTRIES = 3
LONGEST_HEAD = 200
"""Characters of the line with an entry's time and heading."""
MOST_BEFORE = 0.4
"""Share of a text that may stand before its first entry: the times in a later part are those of a schedule."""

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_HEAD = re.compile(
    r"(?:#{1,6} |\*\*|[-*•] )?(?:(?:posted|published|updated)(?: at)?:? )?"
    r"(?:(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2,8})\.?(?: (?P<year>\d{4}))?(?:, | at | ))?"
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?!\d)\s?(?P<half>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One entry of a live page."""

    span: Span
    """From its line of time to the next one."""
    moment: datetime
    """Of no certain year where the page names none: it only orders the entries."""


def live_entries(text: str) -> tuple[LiveEntry, ...]:
    """The entries of a live page, newest first; none where a text is no such page.

    Entries stand in the order of time, one way or the other; most steps from one to the next tell which, so that a page
    that runs past midnight without naming days is read too.
    """
    heads = list(_heads(text))
    if len(heads) < LEAST_ENTRIES or heads[0][0] > MOST_BEFORE * len(text):
        return ()
    ends = [start for start, _ in heads[1:]] + [len(text)]
    entries = [LiveEntry(Span(start, end), moment) for (start, moment), end in zip(heads, ends, strict=True)]
    told = [entry for entry in entries if "\n" in entry.span.of(text).strip()]
    if len(told) < LEAST_ENTRIES:
        return ()
    return tuple(reversed(told)) if _oldest_first(told) else tuple(told)


def _oldest_first(entries: Sequence[LiveEntry]) -> bool:
    steps = [later.moment - earlier.moment for earlier, later in pairwise(entries)]
    return sum(step > timedelta() for step in steps) > sum(step < timedelta() for step in steps)


def _heads(text: str) -> Iterator[tuple[int, datetime]]:
    for line in _LINE.finditer(text):
        words = line[0].strip()
        found = _HEAD.match(words) if len(words) <= LONGEST_HEAD else None
        if found and (moment := _moment(found)):
            yield line.start(), moment


def _moment(found: re.Match[str]) -> datetime | None:
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + 12 * found["half"].casefold().startswith("p")
    month = (found["month"] or "jan")[:3].casefold()
    if month not in _MONTHS:
        return None
    try:
        return datetime(  # noqa: DTZ001 -- clocks of one page are compared with each other
            int(found["year"] or 2000), _MONTHS.index(month) + 1, int(found["day"] or 1), hour, int(found["minute"])
        )
    except ValueError:
        return None
