"""The words of written dates: months and weekdays of many languages, time zones, and what stands between them.

Names of months and weekdays come from Unicode's CLDR through Babel.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_ENGLISH = ("en", "en_GB")
_LOCALES = (
    *_ENGLISH,
    *"de de_AT fr es it pt nl pl ru tr sv da nb fi cs sk hu ro bg uk el sr hr sl lt lv et ca gl eu is ga sq mk".split(),
    *"be ka hy az kk id ms sw af ar he fa ur hi bn th".split(),
)
"""Languages whose months have names and no numbers; loading all of them takes a second, so English goes first."""

_NUMBERED_MONTHS = ("ja", "ko", "zh")
_LITTLE_WORDS = frozenset(
    "t the of at on in de del do den der des dem am um le la las los el il les du a as o og e i y and kl klo godz ore "
    "alle dnia dne om op von vom ur uhr uur h hrs hours year g god goda roku roka rok ev ano anno st nd rd th er "
    "date dated published posted updated г в года году год р року рік στις".split()
)
"""What may stand in a date beside its parts: "18 de marzo de 2025 a las 9:30", "le 1er mars", "18 марта 2025 г."."""

_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "UT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "WAT": 1, "CAT": 2, "SAST": 2, "EAT": 3, "PKT": 5, "NPT": 5.75,
    "ICT": 7, "WIB": 7, "WITA": 8, "SGT": 8, "HKT": 8, "MYT": 8, "JST": 9, "KST": 9, "AWST": 8, "ACST": 9.5,
    "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "NST": -3.5, "NDT": -2.5, "ADT": -3, "EST": -5,
    "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3,
    "BRST": -2, "ART": -3, "CLT": -4, "CLST": -3, "COT": -5, "PET": -5,
}  # fmt: skip
"""Hours ahead of UTC. Names that two parts of the world use for different times are left out: CST (Chicago, China,
Cuba), IST (India, Ireland, Israel), AST (Halifax, Riyadh), GST (the Gulf, South Georgia). BST is London's."""
_UNITED_STATES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
"""Names that say nothing of summer time."""


def plain(word: str) -> str:
    """The word in lower case without accents, dots and a leading "d'", as months are compared."""
    marked = unicodedata.normalize("NFKD", word.casefold().replace("’", "'").removeprefix("d'"))
    return "".join(letter for letter in marked if not unicodedata.combining(letter)).replace("ı", "i").strip(".'")


def months_of(word: str, language: str) -> frozenset[int]:
    """The numbers of the months that the word names: none, one, or two where two languages disagree ("listopad").

    Args:
        word: as `plain` returns it.
        language: a language tag that decides first, or empty.
    """
    found = (_months(locales).get(word, frozenset()) for locales in _looked_through(language))
    return next(filter(None, found), frozenset())


def is_weekday(word: str, language: str) -> bool:
    """Whether the plain word is the name of a weekday in any language, or part of one."""
    named = [*_looked_through(language), _NUMBERED_MONTHS]
    return any(word in _weekdays(locales) for locales in named)


def says_nothing(word: str, language: str) -> bool:
    """Whether the plain word may stand in a date without changing it: a preposition, a weekday."""
    return word in _LITTLE_WORDS or is_weekday(word, language)


def zone_of(name: str) -> tzinfo | None:
    """The time zone of a name like `EST` or `Europe/Paris`, or None when there is none of it, or more than one."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    place = _UNITED_STATES.get(name, name if "/" in name else "")
    try:
        return ZoneInfo(place) if place else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def day_comes_first(language: str) -> bool | None:
    """Whether numbers like 03/04/2025 begin with the day where this language tag is written; None if it does not say.

    English without a country says nothing, nor do languages that begin with the year.
    """
    locale = _locale(language)
    if locale is None or (locale.language == "en" and not locale.territory):
        return None
    pattern = str(locale.date_formats["short"].pattern)
    first = next((letter for letter in pattern if letter in "dMy"), "y")
    return None if first == "y" else first == "d"


def language_named(name: str) -> str:
    """The ISO 639-1 code of a language's English name, or empty."""
    locale = _locale("en")
    names = {str(word).casefold(): code for code, word in locale.languages.items()} if name and locale else {}
    code = str(names.get(name.strip().casefold(), ""))
    return code if len(code) == 2 else ""


def _looked_through(language: str) -> list[tuple[str, ...]]:
    """English, which needs no loading to speak of, and what the source is in before all other languages."""
    locale = _locale(language)
    named = [(str(locale.language),)] if locale else []
    return [*named, _ENGLISH, _LOCALES]


@lru_cache(maxsize=100)
def _locale(language: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    if not 2 <= len(language) <= 20:
        return None
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return None


@lru_cache(maxsize=100)
def _months(locales: tuple[str, ...]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for locale in filter(None, map(_locale, locales)):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    found[plain(name)].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=100)
def _weekdays(locales: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        plain(part)
        for locale in filter(None, map(_locale, locales))
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in locale.days[form][width].values()
        for part in name.replace("-", " ").split()
    )
