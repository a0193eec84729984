"""The day within a written date: in numbers of any order, with the name of its month, or in Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chatbot.library.readers.date_words import day_comes_first, is_weekday, months_of, plain

ORDER = "its numbers can be read in more than one order"
PART = "it names no whole day"
MONTH = "its month is another one in another language"

_BUDDHIST_YEARS = range(2443, 2700)
_BUDDHIST_AHEAD = 543
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The years before the first of each."""
_IDEOGRAPHS = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})?(?<!\d)(?P<year>\d{{1,4}}|元)\s?[年년]"
    r"\s?(?P<month>\d\d?)\s?[月월](?:\s?(?P<day>\d\d?)\s?[日号號일])?"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([-/._ ])\s?(\d\d?)\s?\2\s?(\d\d?)(?!\d)\.?")
_YEAR_LAST = re.compile(r"(?<!\d)(\d\d?)\s?([-/.])\s?(\d\d?)\s?\2\s?(\d{4}|\d\d)(?!\d)\.?")
_PART_OF_DATE = re.compile(r"\d{4}(?:[-/.]\d\d?)?|\d\d?[-/.]\d{4}")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_WORD = re.compile(r"[^\W\d_](?:[^\s\d.,;:/()\-–—_+]|(?<=d)['’])*")
_LINK = r"(?:st|nd|rd|th|er|[ºª.])?(?:[\s,.\-/'’]|\b(?:of|de|del|do|di|d)\b){0,8}"
_NUMBER_BEFORE = re.compile(rf"(?<!\d)(\d{{4}}|\d\d?){_LINK}$", re.IGNORECASE)
_NUMBERS_AFTER = re.compile(rf"{_LINK}(\d{{4}}|\d\d?)(?![\d:])(?:{_LINK}(\d{{4}}|\d\d)(?![\d:.h]))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DayReading:
    """A day, or why it is left open; neither where there is none. And the text without it."""

    day: date | None
    doubt: str
    rest: str


def take_day(text: str, language: str) -> DayReading:
    """The day in a text whose time of day has been taken out.

    Raises:
        ValueError: the calendar has no such day.
    """
    for pattern, read in ((_IDEOGRAPHS, _ideographic), (_YEAR_FIRST, _year_first), (_YEAR_LAST, _year_last)):
        found = pattern.search(text)
        if found:
            day, doubt = read(found, language)
            return DayReading(day, doubt, _without(text, found.start(), found.end()))
    if _PART_OF_DATE.fullmatch(text.strip()):
        return DayReading(None, PART, "")
    return _with_month_name(text, language)


def _ideographic(found: re.Match[str], _language: str) -> tuple[date | None, str]:
    year = 1 if found["year"] == "元" else int(found["year"])
    if not found["day"]:
        return None, PART
    if found["era"] is None and year < 100:
        return None, ORDER
    return _day(year + _ERAS.get(found["era"] or "", 0), int(found["month"]), int(found["day"])), ""


def _year_first(found: re.Match[str], _language: str) -> tuple[date | None, str]:
    return _day(int(found[1]), int(found[3]), int(found[4])), ""


def _year_last(found: re.Match[str], language: str) -> tuple[date | None, str]:
    """Numbers whose first may be the day, the month or a short year: read where only one of them is a day of the
    calendar, or where the language says what comes first. With dots the day stands before the month."""
    first, second, last = found[1], found[3], found[4]
    day_first, month_first, year_first = (last, second, first), (last, first, second), (first, second, last)
    orders = [day_first, year_first] if found[2] == "." else [day_first, month_first, year_first]
    is_day_first = day_comes_first(language)
    known = day_first if is_day_first else month_first
    days = list(_possible([known])) if is_day_first is not None and known in orders else []
    days = days or sorted(set(_possible(orders)))
    if not days:
        raise ValueError(f"no day of the calendar: {found[0]}")
    return (days[0], "") if len(days) == 1 else (None, ORDER)


def _possible(orders: list[tuple[str, str, str]]) -> Iterator[date]:
    for year, month, day in orders:
        try:
            yield _day(_full_year(year), int(month), int(day))
        except ValueError:
            continue


def _with_month_name(text: str, language: str) -> DayReading:
    words = [(found, plain(found[0])) for found in _WORD.finditer(text)]
    named = [(found, numbers) for found, word in words if (numbers := months_of(word, language))]
    if len(named) > 1:  # "mar. 18 mars": in Latin languages the weekday looks like an English month.
        named = [(found, numbers) for found, numbers in named if not is_weekday(plain(found[0]), language)]
    if len(named) != 1:
        return DayReading(None, "", text)
    word, months = named[0]
    before = _NUMBER_BEFORE.search(text[: word.start()])
    after = _NUMBERS_AFTER.match(text, word.end())
    day, year, end = _day_and_year(before[1] if before else "", after, word.end())
    rest = _without(text, before.start() if before else word.start(), end)
    later = None if year else _YEAR.search(rest)
    if later:  # "Mar 18 09:30:00 CET 2025"
        year, rest = later[0], _without(rest, later.start(), later.end())
    if not day or not year:
        return DayReading(None, PART if day or year else "", rest)
    if len(months) > 1:
        return DayReading(None, MONTH, rest)
    return DayReading(_day(_full_year(year), min(months), int(day)), "", rest)


def _day_and_year(before: str, after: re.Match[str] | None, end: int) -> tuple[str, str, int]:
    """The numbers around a month, either of them empty where it is not given, and where they end."""
    first, second = (after[1], after[2] or "") if after else ("", "")
    if len(before) == 4:
        return first if len(first) < 3 else "", before, after.end(1) if after else end
    if before:
        year = first if len(first) in (2, 4) else ""
        return before, year, after.end(1) if after and year else end
    if len(first) == 4:
        return "", first, after.end(1) if after else end
    return first, second, after.end() if after else end


def _full_year(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 69 else 1900)


def _day(year: int, month: int, day: int) -> date:
    return date(year - _BUDDHIST_AHEAD if year in _BUDDHIST_YEARS else year, month, day)


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {text[end:]}"
