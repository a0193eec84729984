"""Which days an expression of time means when it is asked on a given date.

Every function takes the match of a pattern of time_expressions and the date; it raises ValueError or OverflowError when
the calendar has no such day.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from chatbot.text import time_vocabulary as words

DAY = timedelta(days=1)


class Days(NamedTuple):
    """A run of whole days; `first` counts, `after` does not."""

    first: date
    after: date


def run(first: date, days: int = 1) -> Days:
    return Days(first, first + days * DAY)


def this_unit(match: re.Match[str], today: date) -> Days:
    """A week is the last seven days, as news quizzes mean it; a month or year is the calendar's, so far."""
    days = words.UNIT_DAYS[match["unit"].lower()]
    if days == 7:
        return Days(today - 7 * DAY, today + DAY)
    return Days(today.replace(day=1) if days < 40 else date(today.year, 1, 1), today + DAY)


def last_unit(match: re.Match[str], today: date) -> Days:
    """The previous one of the calendar; weeks begin on Monday."""
    days = words.UNIT_DAYS[(match["unit"] or match["unit_es"]).lower()]
    if days == 7:
        return run(today - (7 + today.weekday()) * DAY, 7)
    if days < 40:
        return Days((today.replace(day=1) - DAY).replace(day=1), today.replace(day=1))
    return Days(date(today.year - 1, 1, 1), date(today.year, 1, 1))


def _length(match: re.Match[str]) -> float:
    """Days in "three weeks"; a plural without a number counts as three."""
    unit = match["unit"].lower()
    count = next(iter((match["count"] or "").lower().split()), "")
    number = int(count) if count.isdecimal() else words.COUNTS.get(count, 3 if unit in words.PLURAL_UNITS else 1)
    return number * words.UNIT_DAYS[unit]


def past_stretch(match: re.Match[str], today: date) -> Days:
    return Days(today - max(1, round(_length(match))) * DAY, today + DAY)


def ago(match: re.Match[str], today: date) -> Days:
    """As exact as its unit: "two months ago" is a month long."""
    reach = int(words.UNIT_DAYS[match["unit"].lower()] // 2) * DAY
    centre = today - round(_length(match)) * DAY
    return Days(centre - reach, centre + reach + DAY)


def weekday(match: re.Match[str], today: date) -> Days:
    """The latest, today included; "last Monday" excludes today, "this Friday" may be still to come."""
    which = (match["which"] or "").lower()
    back = (today.weekday() - words.WEEKDAYS[match["weekday"].lower()]) % 7
    if which == "this" and back > today.weekday():
        back -= 7
    if which in {"last", "past"} and back == 0:
        back = 7
    return run(today - back * DAY)


def weekend(match: re.Match[str], today: date) -> Days:
    back = (today.weekday() - 5) % 7
    if back < 2 and match[0].lower().startswith(("last", "letzte")):
        back += 7
    return run(today - back * DAY, 2)


def _month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))


def has_year(match: re.Match[str]) -> bool:
    """Whether the expression says which year it means."""
    return any(match.groupdict().get(group) for group in ("year", "relative_year"))


def _dated(make: Callable[[int], Days], match: re.Match[str], today: date) -> Days:
    """In the year that is named, or else in the latest in which the days have begun."""
    if match["year"]:
        return make(int(match["year"]))
    if match["relative_year"]:
        return make(today.year - (match["relative_year"].lower() == "last"))
    for year in range(today.year, today.year - 9, -1):  # 29 February may be eight years back
        try:
            days = make(year)
        except ValueError:
            continue
        if days.first <= today:
            return days
    raise ValueError


def calendar_day(match: re.Match[str], today: date) -> Days:
    month = words.MONTHS[match["month"].lower()]
    groups = match.groupdict()
    first, last = int(groups.get("from") or match["day"]), int(groups.get("to") or match["day"])
    return _dated(lambda year: Days(date(year, month, first), date(year, month, last) + DAY), match, today)


def calendar_month(match: re.Match[str], today: date) -> Days:
    month = words.MONTHS[match["month"].lower()]
    return _dated(lambda year: _month(year, month), match, today)


def numeric_day(match: re.Match[str], _: date) -> Days:
    if int(match["year"]) < words.FIRST_YEAR:
        raise ValueError
    return run(date(int(match["year"]), int(match["number"]), int(match["day"])))


def next_anniversary(day: date) -> date:
    """The same day of the next year that has one: 29 February may be eight years on."""
    years = range(day.year + 1, day.year + 9)
    return next(day.replace(year=year) for year in years if (day.month, day.day) != (2, 29) or isleap(year))


def calendar_year(match: re.Match[str], _: date) -> Days:
    year = int(match["year"])
    return Days(date(year, 1, 1), date(year + 1, 1, 1))
