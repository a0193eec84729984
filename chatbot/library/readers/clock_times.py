"""The time of day within a written date: `09:30:00 +0100`, `9.30 Uhr`, `21h05`, `3 p.m.`, `午後3時5分`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta, timezone

_BEFORE_NOON = ("午前", "上午", "오전")
_AFTER_NOON = ("午後", "下午", "오후")
_NOON = rf"(?P<noon>(?<![^\W\d_])[ap]\.?\s?m\b\.?|{'|'.join(_BEFORE_NOON + _AFTER_NOON)})"
_NOON_BEFORE = rf"(?:(?P<noon_before>{'|'.join(_BEFORE_NOON + _AFTER_NOON)})\s?)?"
_OFFSET = r"(?:\s?(?:utc|gmt)?\s?(?P<sign>[+\-−])(?P<ahead>\d\d?)(?::?(?P<minutes>\d\d))?(?![\d:]))?"
WITH_COLON = re.compile(
    rf"{_NOON_BEFORE}(?<![\d:])(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{{1,9}})?)?(?![\d:])"
    rf"(?:\s?{_NOON})?{_OFFSET}",
    re.IGNORECASE,
)
"""A clock that is nothing else, wherever it stands."""
IN_WORDS = re.compile(
    rf"{_NOON_BEFORE}(?<![\d.])(?P<hour>\d\d?)(?:"
    r"\s?(?:h|ч|時|时|點|点|시)(?:\s?(?P<minute>\d\d?)(?!\d)\s?(?:[分분]|min\b)?)?(?:\s?(?P<second>\d\d?)\s?[秒초])?"
    r"|\.(?P<dotted_minute>\d\d)(?:\.(?P<dotted_second>\d\d))?(?![\d.])"
    rf"|\s?(?:uhr|uur)\b|(?=\s?{_NOON.replace('noon', 'noon_ahead')}))(?:\s?{_NOON})?",
    re.IGNORECASE,
)
"""A clock only where the date itself has been taken out: `18.03` is a day in one place and an hour in another."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    time: time
    is_end_of_day: bool = False
    """24:00, which is midnight of the next day."""
    zone: timezone | None = None
    """Of an offset from UTC that stands behind it."""


def take_clock(pattern: re.Pattern[str], text: str) -> tuple[Clock | None, str]:
    """The time of day that `pattern` (`WITH_COLON`, `IN_WORDS`) finds, and the text without it.

    Raises:
        ValueError: there is no such hour or zone.
    """
    found = pattern.search(text)
    if not found:
        return None, text
    parts = found.groupdict(default="")
    hour = _of_day(int(parts["hour"]), parts["noon_before"] or parts["noon"])
    minute = int(parts["minute"] or parts.get("dotted_minute") or 0)
    second = int(parts["second"] or parts.get("dotted_second") or 0)
    is_end = (hour, minute, second) == (24, 0, 0)
    leap_second_left_out = min(second, 59) if second <= 60 else second
    clock = Clock(time(0 if is_end else hour, minute, leap_second_left_out), is_end, _zone(parts))
    return clock, f"{text[: found.start()]} {text[found.end() :]}"


def _of_day(hour: int, noon: str) -> int:
    if not noon or (hour > 12 and not noon.isascii()):  # "午後15時" is written too.
        return hour
    if hour > 12:
        raise ValueError(f"no hour of half a day: {hour}")
    return hour % 12 + (12 if noon in _AFTER_NOON or noon[0] in "pP" else 0)


def _zone(parts: dict[str, str]) -> timezone | None:
    if not parts.get("sign"):
        return None
    ahead = timedelta(hours=int(parts["ahead"]), minutes=int(parts["minutes"] or 0))
    return timezone(ahead if parts["sign"] == "+" else -ahead)
