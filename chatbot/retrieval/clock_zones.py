"""Times of day of different time zones, compared."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from datetime import timezone as fixed

from chatbot.library.readers.date_words import zone_of
from chatbot.records import Metadata

_OFFSET = re.compile(r"(?:GMT|UTC)\s?(?:(?P<sign>[+−-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?")
_EUROPEAN = {"MEZ": 1, "MESZ": 2, "CET": 1, "CEST": 2, "BST": 1, "WET": 0, "WEST": 1, "EET": 2, "EEST": 3, "MSK": 3}
_FARTHEST = 14


def shift_between(asked: str, written: str, about: Metadata, day: date | None) -> int | None:
    """The minutes that an article's clock is ahead of the question's; 0 where either says no time zone.

    Args:
        asked: the zone as the question writes it.
        written: the zone beside the time in the article; empty: the one in which the article states its day counts,
            unless that is UTC, which stands for an unknown one.
        about: the article.
        day: on which; summer time depends on it.

    Returns:
        None where one of two different zones is not known: then nothing tells whether the times are the same.
    """
    if not asked or asked == written:
        return 0
    at = datetime.combine(day or (about.published.date() if about.published else date(2000, 1, 1)), time(12))
    theirs = _offset(written, at) if written else _stated_offset(about)
    if theirs is None:
        return None if written else 0
    ours = _offset(asked, at)
    return None if ours is None else round((theirs - ours) / timedelta(minutes=1))


def _stated_offset(about: Metadata) -> timedelta | None:
    return (about.published.utcoffset() or None) if about.published else None


def _offset(name: str, at: datetime) -> timedelta | None:
    """How far ahead of UTC a zone is at a moment by its own clock; None where its name is not known."""
    zone = _zone(name)
    return zone.utcoffset(at) if zone else None


def _zone(name: str) -> tzinfo | None:
    if found := _OFFSET.fullmatch(name):
        hours = int(found["hours"] or 0)
        ahead = timedelta(hours=hours, minutes=int(found["minutes"] or 0))
        return fixed(ahead if found["sign"] == "+" else -ahead) if hours <= _FARTHEST else None
    return fixed(timedelta(hours=_EUROPEAN[name])) if name in _EUROPEAN else zone_of(name)
