"""The time of day that a question names, in English, German, French and Spanish."""

from __future__ import annotations

import re

from chatbot.records import ClockReading
from chatbot.text.time_clock import DAY, HALF, ClockTime, clock_times

_READ = 600
"""Characters of a question that are looked at."""
_AROUND_MINUTES, _AROUND_HOUR = 15, 30
"""Minutes on either side that "around 9:20" and "around 9 a.m." take in."""
_EARLIEST_MORNING = 7 * 60
_BETWEEN = re.compile(r"(?:between|from|zwischen|von|entre|desde|del?)\s(?:las?\s)?$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:and|to|until|till|und|bis|y|a|et|à|[–-])\s*(?:las?\s)?", re.IGNORECASE)
_AROUND = re.compile(
    r"(?:around|about|circa|near|approximately|gegen|ungefähr|etwa|hacia(?: las?)?|sobre(?: las?)?|vers)\s$",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?:since|after|from|past|ab|seit|nach|desde(?: las?)?|después de(?: las?)?|depuis|après|dès)\s$", re.I
)
_UNTIL = re.compile(
    r"(?:until|till|before|by|up to|prior to|bis|vor|hasta(?: las?)?|antes de(?: las?)?|avant|jusqu['’]à)\s$", re.I
)
_PARTS = (
    ((5 * 60, 12 * 60), r"this morning|in the morning|heute (?:morgen|vormittag)|am (?:morgen|vormittag)|esta mañana"
    r"|por la mañana|ce matin|(?:dans la|le) matin(?:ée)?"),
    ((12 * 60, 18 * 60), r"this afternoon|in the afternoon|(?:heute|am) nachmittag|esta tarde|por la tarde"
    r"|cet après-midi|l['’]après-midi"),
    ((18 * 60, DAY - 1), r"this evening|in the evening|tonight|(?:heute|am) abend|ce soir|le soir|en soirée"),
    ((21 * 60, 5 * 60), r"last night|in the night|at night|during the night|in der nacht|anoche|esta noche|por la noche"
    r"|cette nuit|dans la nuit"),
    ((5 * 60, 12 * 60), r"(?:\w+day|yesterday|gestern|ayer|hier) (?:morning|vormittag|por la mañana|matin)"),
    ((12 * 60, 18 * 60), r"(?:\w+day|yesterday|gestern|ayer|hier) (?:afternoon|nachmittag|por la tarde|après-midi)"),
    ((18 * 60, DAY - 1), r"(?:\w+day|yesterday|gestern|hier) (?:evening|abend|soir)"),
)  # fmt: skip
_PART_OF_DAY = [(span, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for span, pattern in _PARTS]


def read_clock(text: str) -> ClockReading | None:
    """The time of day that a question names; of several that it does not join, the first.

    Args:
        text: of the question.

    Returns:
        None where it names none. Results, verses and amounts that look like one are none.
    """
    text = text[:_READ]
    times = clock_times(text)
    if not times:
        return _part_of_day(text)
    time = times[0]
    lead = text[: time.start]
    if len(times) > 1 and (joined := _between(text, time, times[1])):
        return joined
    if found := _AROUND.search(lead):
        reach = _AROUND_HOUR if time.whole_hour else _AROUND_MINUTES
        return _reading(text, time, found.start(), "around", reach, reach)
    if found := _SINCE.search(lead):
        time = _of_the_day(time)
        return _reading(text, time, found.start(), "since", -1, DAY - 1 - time.minute)
    if found := _UNTIL.search(lead):
        time = _of_the_day(time)
        return _reading(text, time, found.start(), "until", time.minute, -1)
    return _reading(text, time, time.start, "at", 0, 0)


def _between(text: str, time: ClockTime, later: ClockTime) -> ClockReading | None:
    """The stretch from one time to another, where the question joins them so."""
    begins = _BETWEEN.search(text[: time.start])
    between = text[time.end : later.start]
    if not _JOINED.fullmatch(between) or not (begins or between.strip() in {"-", "–"}):
        return None
    first, last, halves = time.minute, later.minute, time.halves and later.halves
    if last < first and halves:
        last += HALF
    elif time.halves and not halves and first + HALF < last:
        first += HALF
    start = begins.start() if begins else time.start
    return ClockReading(first, last % DAY, text[start : later.end], "between", later.zone or time.zone, halves)


def _reading(  # noqa: PLR0913 -- a time, where its words begin, and how far it reaches
    text: str, time: ClockTime, start: int, kind: str, before: int, after: int
) -> ClockReading:
    first, last = (time.minute - before) % DAY, (time.minute + after) % DAY
    return ClockReading(first, last, text[start : time.end], kind, time.zone, time.halves)  # type: ignore[arg-type]


def _of_the_day(time: ClockTime) -> ClockTime:
    """With a half of the day for what bounds a stretch: "after 2:20" is said of the afternoon, "after 8:20" may not."""
    later = time.halves and time.minute < _EARLIEST_MORNING
    return time._replace(minute=time.minute + HALF if later else time.minute, halves=False)


def _part_of_day(text: str) -> ClockReading | None:
    for (first, last), pattern in _PART_OF_DAY:
        if found := pattern.search(text):
            return ClockReading(first, last, found[0], "part")
    return None
