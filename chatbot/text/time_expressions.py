"""The forms that an expression of time can take: how each looks, and where it is one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from chatbot.text import time_days as days
from chatbot.text import time_vocabulary as words

_RECENT_DAYS = 14
_DATE_LINKS = frozenset({"on", "since", "before", "after", "until", "range", "join"})


class Rank(IntEnum):
    """How an expression is anchored; of several in a question, the lowest counts."""

    RELATIVE = 1
    """Counts from the day of asking."""
    RECURRING = 2
    """A weekday or weekend: the latest one."""
    CALENDAR = 3
    VAGUE = 4


class Context(NamedTuple):
    """An expression where it stands."""

    before: str
    """The text that leads up to it."""
    match: re.Match[str]
    link: str
    """What ties it to the sentence: the name of a group of LEAD, or empty."""

    @property
    def capital(self) -> bool:
        return self.match[0][:1].isupper()

    @property
    def first_of_sentence(self) -> bool:
        return words.SENTENCE_START.search(self.before) is not None

    @property
    def attributive(self) -> bool:
        """In "the January 6, 2021 attack" the date names an event."""
        return self.before.lower().rstrip().endswith("the")

    @property
    def follows(self) -> str:
        return self.match.string[self.match.end() :][:40]


Resolver = Callable[[re.Match[str], date], days.Days]


class Form(NamedTuple):
    """One form that an expression of time can take."""

    pattern: re.Pattern[str]
    rank: Rank
    stands: Callable[[Context], bool]
    """Whether a match of the pattern is an expression of time where it stands."""
    resolve: Resolver
    """The days meant when asked on the given date; ValueError or OverflowError when the calendar has no such day."""


def _no_name(context: Context) -> bool:
    """Relative words are small; "USA Today", "Last Week Tonight" and "NOW" are names."""
    return not context.capital or context.first_of_sentence


def _weekday_stands(context: Context) -> bool:
    if context.match["which"] or context.link in _DATE_LINKS:
        return True
    plain = words.PLAIN_WORD_BEFORE.search(context.before) is not None
    if context.match["possessive"]:
        return bool(context.link) or context.first_of_sentence or plain
    return context.capital and plain and not context.link and not context.follows.lstrip()[:1].isupper()


def _day_stands(context: Context) -> bool:
    if context.link in _DATE_LINKS:
        return True
    return bool(context.match["year"] or context.match["relative_year"]) and not context.attributive


def _month_of_year_stands(context: Context) -> bool:
    """Without a preposition "may 2024" can be the verb, so a capitalised word within a sentence is asked for."""
    linked = context.link or (context.capital and not context.first_of_sentence)
    return bool(linked) and not context.attributive


def _month_stands(context: Context) -> bool:
    """ "After May resigned" may speak of a person, "in May" cannot; mayonnaise is not a month."""
    if context.match["month"].lower() == "mayo":
        return words.SPANISH_BEFORE.search(context.before) is not None
    if context.match["month"].lower() == "may" and context.link != "inside":
        return bool(context.link) and re.match(r"\s*(?:[^\w\s'’]|$|and\b|to\b)", context.follows) is not None
    return bool(context.match["which"]) or context.link not in {"", "on"}


def _year_stands(context: Context) -> bool:
    return context.link not in {"", "on"} and not context.attributive


def _always(_: Context) -> bool:
    return True


_NO_QUANTITY = r"(?!\s+(?:million|billion|thousand|percent|per\s+cent|people|points|votes|seats)|[,.]\d|\s*%|:)"
_ORDINAL = r"(?:st|nd|rd|th|\.|º)?"
_NO_NOUN = r"(?!\s+(?-i:[A-Z])|\s+(?!(?:was|is|has|does|as|this|across|versus)\b)[a-z]+s\b)"
"""A year before a name or a plural tells which ones: "in 2024 Olympics", "of 2024 voters"."""

_RELATIVE: tuple[tuple[str, Resolver], ...] = (
    (r"(?:today|heute|hoy)(?!['’]s)|tonight|this\s+(?:morning|afternoon|evening)", lambda _, today: days.run(today)),
    (r"yesterday|gestern|ayer", lambda _, today: days.run(today - days.DAY)),
    (r"last\s+night|gestern\s+abend|anoche", lambda _, today: days.run(today - days.DAY, 2)),
    (r"(?:the\s+)?day\s+before\s+yesterday|vorgestern|anteayer", lambda _, today: days.run(today - 2 * days.DAY)),
    (r"(?:this|diese[mnrs]?|est[ea])\s+(?P<unit>week|month|year|woche|monat|jahr|semana|mes|año)", days.this_unit),
    (
        r"(?:last|previous|(?:letzte|vorige|vergangene)[mnrs]?)\s+(?P<unit>week|month|year|woche|monat|jahr)(?!\s+of\b)"
        r"|(?P<unit_es>semana|mes|año)\s+pasad[oa]",
        days.last_unit,
    ),
    (
        rf"(?:(?:the|these)\s+last|(?:the\s+)?past|last(?=\s+{words.COUNT}\s)|den\s+(?:letzten|vergangenen)|l[oa]s\s+últim[oa]s)"
        rf"\s+(?:(?P<count>{words.COUNT})\s+)?{words.UNIT}(?!\s+of\b)",
        days.past_stretch,
    ),
    (rf"(?P<count>{words.COUNT})\s+{words.UNIT}\s+ago", days.ago),
    (rf"(?:vor|hace)\s+(?P<count>{words.COUNT})\s+{words.UNIT}", days.ago),
)
_CALENDAR: tuple[tuple[str, Callable[[Context], bool], Resolver], ...] = (
    (r"(?<![\d./-])(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)", _always, days.numeric_day),
    (r"(?<![\d./-])(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})", _always, days.numeric_day),
    (r"(?<![\d./-])(?P<day>1[3-9]|2\d|3[01])/(?P<number>0?[1-9]|1[0-2])/(?P<year>\d{4})", _always, days.numeric_day),
    (r"(?<![\d./-])(?P<number>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})", _always, days.numeric_day),
    (
        rf"(?:(?P<from>\d{{1,2}}){_ORDINAL}\s*(?:-|–|and|to|bis|und|y|al)\s*)?(?P<day>\d{{1,2}}){_ORDINAL}\s+"
        rf"(?:of\s+|de\s+)?{words.MONTH}(?:\.?,?\s+(?:del?\s+)?{words.WHICH_YEAR})?",
        _day_stands,
        days.calendar_day,
    ),
    (
        rf"{words.MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<to>\d{{1,2}}))?(?!\d){_NO_QUANTITY}"
        rf"(?:,?\s+{words.WHICH_YEAR})?",
        _day_stands,
        days.calendar_day,
    ),
    (rf"{words.MONTH}\.?,?\s+(?:of\s+|del?\s+)?{words.WHICH_YEAR}", _month_of_year_stands, days.calendar_month),
    (
        rf"(?:(?P<which>last|this|past)\s+)?{words.FULL_MONTH}(?P<year>)(?P<relative_year>)"
        r"(?!\s+madness|(?<=(?-i:march))\s+(?:on|against|to|through|for)\b)",
        _month_stands,
        days.calendar_month,
    ),
    (rf"{words.YEAR}{_NO_QUANTITY}{_NO_NOUN}", _year_stands, days.calendar_year),
)
_WEEKDAY = (
    rf"(?:(?P<which>last|this|past|(?:letzte|vergangene|diese)[mnrs]?)\s+)?{words.WEEKDAY}(?P<possessive>['’]s)?"
    r"(?:\s+pasado)?(?!\s+(?-i:Night|Times|Morning|Mirror|Mail|Telegraph|the\s+13th))"
)
_WEEKEND = (
    r"(?:the|this|last|past|(?:letzte|vergangene|diese)[mnrs]?|am)\s+(?:weekend|wochenende)"
    r"|(?:este|el)\s+fin\s+de\s+semana"
)
_VAGUE = (
    r"recently|lately|of\s+late|(?:most\s+)?recent(?!\s+(?:months|years|decades|centuries|history|memory|times))|latest"
    r"|now(?!\s+that)|nowadays|these\s+days|currently|at\s+the\s+moment|today['’]s|kürzlich|neulich|zuletzt"
    r"|neueste[mnrs]?|aktuell(?:e[mnrs]?)?|derzeit|momentan|jetzt|recientemente|últimamente|actualmente|ahora"
)


def _form(pattern: str, rank: Rank, stands: Callable[[Context], bool], resolve: Resolver) -> Form:
    return Form(re.compile(rf"(?<![\w$€£])(?:{pattern})(?!\w|-\w)", re.IGNORECASE), rank, stands, resolve)


FORMS = (
    *(_form(pattern, Rank.RELATIVE, _no_name, resolve) for pattern, resolve in _RELATIVE),
    _form(_WEEKDAY, Rank.RECURRING, _weekday_stands, days.weekday),
    _form(_WEEKEND, Rank.RECURRING, _no_name, days.weekend),
    *(_form(pattern, Rank.CALENDAR, stands, resolve) for pattern, stands, resolve in _CALENDAR),
    _form(_VAGUE, Rank.VAGUE, _no_name, lambda _, today: days.run(today - _RECENT_DAYS * days.DAY, _RECENT_DAYS + 1)),
)
