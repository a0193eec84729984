"""Dates as sources write them, to moments: read only where they can mean one moment, else left open and said so."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from chatbot.library.readers.calendar_days import take_day
from chatbot.library.readers.clock_times import IN_WORDS, WITH_COLON, Clock, take_clock
from chatbot.library.readers.date_words import plain, says_nothing, zone_of

MAX_DATE_CHARACTERS = 120
FIRST_YEAR = 1582
"""Smaller years are those of other calendars than the Gregorian: 1403 is a year of Iran, 1446 of the Hijra."""
CALENDAR = "its year is one of another calendar"
ZONE = "its time zone has a name of several zones or of none, so the time was kept as it is written"

_UNITS = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 15: 1_000_000, 16: 1_000_000, 18: 1_000_000_000, 19: 1_000_000_000}
"""How many make a second, by the digits of a number that counts from 1970 to a day of our time."""
_COUNTED = re.compile(r"(\d+)(?:\.\d{1,9})?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?")
_EXPLAINED_OFFSET = re.compile(r"([+\-−]\d\d?:?(?:\d\d)?|Z|UTC|GMT)\s?(?:\([^()]*\)|\[[^\[\]]*\])$")
_BRACKETS = re.compile(r"[()\[\]]")
_ZONE_NAME = re.compile(r"[A-Z]{1,5}|[A-Za-z]+/[A-Za-z_/-]+")


@dataclass(frozen=True, slots=True)
class DateReading:
    """The moment that a date names, and what of it was left open; nothing of both when the text is no date."""

    moment: datetime | None = None
    doubt: str = ""


def read_date(text: str, language: str = "") -> DateReading:
    """The moment that a date names.

    Read are ISO 8601 and RFC 2822, seconds, milliseconds and finer since 1970, numbers with any separators, names of
    months in many languages, and Chinese, Japanese and Korean dates. A date alone is its midnight in UTC. A time
    without a zone counts as UTC, and so does one whose zone has a name that several zones share.

    Args:
        text: the date and nothing else.
        language: the tag of the source's language, such as `en-GB`; it decides where a number may be day or month.
    """
    text = " ".join(unicodedata.normalize("NFKC", text[: MAX_DATE_CHARACTERS + 1]).split())
    if not text or len(text) > MAX_DATE_CHARACTERS:
        return DateReading()
    for read in (_counted, _standard, _written):
        try:
            reading = _storable(read(text, language))
        except (ValueError, OverflowError):
            continue
        if reading != DateReading():
            return reading
    return DateReading()


def _storable(reading: DateReading) -> DateReading:
    if reading.moment is None:
        return reading
    aware = reading.moment if reading.moment.tzinfo else reading.moment.replace(tzinfo=UTC)
    aware.astimezone(UTC)  # fails for moments at either end of the calendar, which could not be stored
    return DateReading(aware, reading.doubt) if aware.year >= FIRST_YEAR else DateReading(None, CALENDAR)


def _counted(text: str, _language: str) -> DateReading:
    """Digits alone: seconds or their parts since 1970, or year to second without separators."""
    found = _COUNTED.fullmatch(text)
    if not found:
        return DateReading()
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
        return DateReading(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
    unit = _UNITS.get(len(found[1]))
    return DateReading(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(text) / unit) if unit else None)


def _standard(text: str, _language: str) -> DateReading:
    # Longer runs of digits are no dates, though Python finds one in the first eight.
    return DateReading(None if text.isdigit() and len(text) != 8 else datetime.fromisoformat(text))


def _written(text: str, language: str) -> DateReading:
    """A date in numbers and words, none of them unknown. Its time goes first, since no day has a colon."""
    bare = _BRACKETS.sub(" ", _EXPLAINED_OFFSET.sub(r"\1", text))
    clock, rest = take_clock(WITH_COLON, " ".join(bare.split()))
    found = take_day(rest, language)
    rest = found.rest
    if clock is None and found.day:
        clock, rest = take_clock(IN_WORDS, rest)
    words = _words(rest)
    zones = [zone for word in words if (zone := zone_of(word))]
    unknown = [word for word in words if not zone_of(word) and not says_nothing(plain(word), language)]
    if any(not _ZONE_NAME.fullmatch(word) for word in unknown) or len(zones + unknown) > 1:
        return DateReading()
    if found.day is None:
        return DateReading(None, found.doubt)
    clock = clock or Clock(time())
    zone = clock.zone or next(iter(zones), UTC)
    moment = datetime.combine(found.day, clock.time, zone) + timedelta(days=clock.is_end_of_day)
    return DateReading(moment, ZONE if unknown and not clock.zone else "")


def _words(text: str) -> list[str]:
    return [word for part in text.split() if (word := part.strip(".,;:|·•-–—'’"))]
