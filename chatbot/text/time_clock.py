"""Times of day as people write them: 14:20, 2.20pm, half past two, 14 Uhr 20, 14h20, noon; in four languages.

Many numbers look like one: a score of 21:15, a verse 6:30, a price of 2.20. A number is a time of day where its own
marks say so ("pm", "Uhr", "GMT"), or where a word for time leads up to it ("at", "um", "à").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from chatbot.text import time_clock_vocabulary as words
from chatbot.text.time_clock_vocabulary import Notation

DAY = 24 * 60
HALF = 12 * 60
_SIGHT = 48
"""Characters before a number that can bear on it."""
_FOLLOWS = 24
"""And behind it."""


class ClockTime(NamedTuple):
    """A time of day where it stands in a text."""

    minute: int
    """Of the day, 0 to 1439."""
    zone: str
    """The time zone as it is written; empty where none is."""
    halves: bool
    """Whether nothing says which half of the day is meant: "at 2:20", "half past two"."""
    whole_hour: bool
    """Whether no minutes are written."""
    start: int
    end: int


class _Found(NamedTuple):
    time: ClockTime
    notation: Notation
    is_marked: bool


def clock_times(text: str) -> list[ClockTime]:
    """The times of day that a text names, in its order.

    Args:
        text: a question or a sentence of an article, in English, German, French or Spanish.
    """
    kept: list[ClockTime] = []
    for found in _candidates(text):
        if _stands(text, found, kept):
            if (earlier := _bare_hour_before(text, found)) and not any(_overlap(earlier, time) for time in kept):
                kept.append(earlier)
            kept.append(found.time)
    return kept


def first_clock(line: str) -> ClockTime | None:
    """The first that may be a time of day, whatever stands around it: for lines that are nothing else."""
    found = next(_candidates(line), None)
    return found.time if found else None


def _candidates(text: str) -> Iterator[_Found]:
    """Everything that may be a time of day; of those that overlap the one that begins first, then the longest."""
    matches = [(match, notation) for notation in words.NOTATIONS for match in notation.pattern.finditer(text)]
    end = 0
    for match, notation in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        if match.start() >= end and (found := _read(text, match, notation)):
            end = found.time.end
            yield found


def _read(text: str, match: re.Match[str], notation: Notation) -> _Found | None:
    groups = {name: (value or "").casefold() for name, value in match.groupdict().items()}
    if name := groups.get("named"):
        zone, end = _zone_behind(text, match.end())
        time = ClockTime(words.NAMED[name], zone, False, False, match.start(), end)
        return _Found(time, notation, bool(zone))
    minute = _minute_of(groups, counts_down=match.groupdict().get("to") is not None)
    if minute is None:
        return None
    half, end = groups.get("half", ""), match.end()
    if not half and minute < 13 * 60 and (behind := words.PART_BEHIND.match(text, end)):
        late_night = "p" if 6 * 60 <= minute < HALF else "a"
        half, end = words.HALF_OF_PART.get(behind["part"].casefold(), late_night), behind.end()
    if half:
        minute = minute % HALF + HALF * (half == "p")
    zone, end = _zone_behind(text, end)
    halves = not half and not notation.is_definite and groups["hour"][0] not in "0mn" and 60 <= minute < HALF
    whole = not groups.get("minute") and not groups.get("part")
    time = ClockTime(minute, zone, halves, whole, match.start(), end)
    return _Found(time, notation, bool(notation.is_marked or half or zone))


def _minute_of(groups: dict[str, str], *, counts_down: bool) -> int | None:
    """The minute of the day that hour and minutes make; None where there is no such time."""
    hour = int(groups["hour"]) if groups["hour"].isdecimal() else words.SPOKEN_HOURS[groups["hour"]]
    part = groups.get("part", "")
    minutes = int(groups.get("minute") or (part if part.isdecimal() else words.MINUTES.get(part, 0)))
    if hour == 24 and minutes:
        return None
    return (hour * 60 + (-minutes if counts_down else minutes)) % DAY


def _zone_behind(text: str, end: int) -> tuple[str, int]:
    found = words.ZONE.match(text, end)
    return (" ".join(found["zone"].upper().split()), found.end()) if found else ("", end)


def _stands(text: str, found: _Found, before: list[ClockTime]) -> bool:
    """Whether what looks like a time of day is one where it stands."""
    time = found.time
    lead, behind = text[max(0, time.start - _SIGHT) : time.start], text[time.end : time.end + _FOLLOWS]
    if words.CHAPTER_BEFORE.search(lead) or words.NO_TIME_BEHIND.match(behind):
        return False
    if found.is_marked:
        return True
    if words.SCORED_BEFORE.search(lead):
        return False
    if joined := words.JOINS.search(lead):
        return any(earlier.end >= time.start - len(joined[0]) - 1 for earlier in before)
    if found.notation.is_dotted and not words.ENDS_BEHIND.match(behind):
        return False
    begins = not time.whole_hour and _begins(text, time)  # "Two hours later" begins with no time of day.
    return bool(begins or words.LEADS.search(lead) or words.ENTRY_BEHIND.match(behind))


def _begins(text: str, time: ClockTime) -> bool:
    """Whether it stands first, as above an entry: "14:20 The train left."."""
    return not text[: time.start].strip(" \t\n([-–—•*#>") and text[time.end : time.end + 1] in {" ", ":", "\n", ""}


def _overlap(one: ClockTime, other: ClockTime) -> bool:
    return one.start < other.end and other.start < one.end


def _bare_hour_before(text: str, later: _Found) -> ClockTime | None:
    """The 2 of "between 2 and 3 pm", which takes its half of the day from the later time."""
    time = later.time
    begin = max(0, time.start - _SIGHT)
    found = words.BARE_HOUR.search(text[begin : time.start])
    if found is None:
        return None
    word, minutes = found["hour"] or found["dashed_hour"], int(found["minute"] or found["dashed_minute"] or 0)
    start = begin + found.start("hour" if found["hour"] else "dashed_hour")
    hour = int(word) if word.isdecimal() else words.SPOKEN_HOURS[word.casefold()]
    minute = (hour * 60 + minutes) % DAY
    if not later.notation.is_definite and hour <= HALF // 60:
        minute %= HALF
        minute += HALF if not time.halves and minute + HALF <= time.minute else 0
    return ClockTime(minute, time.zone, time.halves, not minutes, start, begin + found.end())
