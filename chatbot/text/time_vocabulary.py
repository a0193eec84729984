"""The words for time in English, and the common ones in German and Spanish, as pieces of regular expressions.

The three languages share one vocabulary, because no word of one of them is an ordinary word of another in the places
where time_expressions accepts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def _numbered(rows: str, start: int) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows.split("|"), start) for word in row.split()}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


MONTHS = _numbered(
    "january januar jänner enero jan|february februar febrero feb|march märz marzo mar|april abril apr|may mai mayo"
    "|june juni junio jun|july juli julio jul|august agosto aug|september septiembre sept sep"
    "|october oktober octubre oct|november noviembre nov|december dezember diciembre dec",
    start=1,
)
WEEKDAYS = _numbered(
    "monday montag lunes|tuesday dienstag martes|wednesday mittwoch miércoles|thursday donnerstag jueves"
    "|friday freitag viernes|saturday samstag sonnabend sábado|sunday sonntag domingo",
    start=0,
)
COUNTS = _numbered(
    "a an one eine einer einem un una|two couple zwei dos|three drei tres paar|four vier cuatro"
    "|five few fünf cinco einigen|six sechs seis|seven several sieben siete mehreren|eight acht ocho|nine neun nueve"
    "|ten zehn diez|eleven elf once|twelve zwölf doce",
    start=1,
)
_UNIT_ROWS = (
    (1 / 24, "hour stunde hora", "hours stunden horas"),
    (1.0, "day tag día", "days tage tagen días"),
    (7.0, "week woche semana", "weeks wochen semanas"),
    (30.44, "month monat mes", "months monate monaten meses"),
    (365.25, "year jahr año", "years jahre jahren años"),
)
FIRST_YEAR = 1000
"""Numbers of four digits below it are no years of news, and its beginning is too near that of the calendar."""
UNIT_DAYS = {word: days for days, *words in _UNIT_ROWS for word in " ".join(words).split()}
PLURAL_UNITS = frozenset(word for _, _, plurals in _UNIT_ROWS for word in plurals.split())

_SHORT_BUT_FULL = {"may", "mai", "mayo", "june", "juni", "july", "juli", "märz"}
MONTH = rf"(?P<month>{_any(MONTHS)})"
FULL_MONTH = rf"(?P<month>{_any(name for name in MONTHS if len(name) > 4 or name in _SHORT_BUT_FULL)})"
"""Abbreviations are left out: they are people and words too ("Jan", "Mar-a-Lago")."""
WEEKDAY = rf"(?P<weekday>{_any(WEEKDAYS)})"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\w|[.,]\d)"
WHICH_YEAR = rf"(?:{YEAR}|(?:of\s+)?(?P<relative_year>this|last)\s+year)"
COUNT = rf"(?:\d{{1,4}}|{_any(COUNTS)})(?:\s+of)?"
UNIT = rf"(?P<unit>{_any(UNIT_DAYS)})"
_PART = (
    r"early|mid|late|earlier|(?:the\s+)?(?:beginning|start|middle|end|month)\s+of|anfang|mitte|ende"
    r"|(?:principios|mediados|finales)\s+de"
)

LEAD = re.compile(
    r"(?<!\w)(?:"
    r"(?P<future>later|(?:the\s+)?(?:next|coming|upcoming)|by|rest\s+of|every|each"
    r"|nächste[mnrs]?|kommende[mnrs]?|jede[mnrs]?|próxim[oa]|cada)"
    r"|(?P<since>since|seit|ab|desde)"
    r"|(?P<before>before|prior\s+to|vor|antes\s+del?)"
    r"|(?P<after>after|following|nach|después\s+del?|tras)"
    r"|(?P<until>until|till|up\s+to|bis|hasta)"
    r"|(?P<range>between|from|zwischen|von|vom|entre)"
    r"|(?P<join>and|to|through|und|y|e|al|a)"
    r"|(?P<on>on|am|el)"
    rf"|(?P<inside>(?<!class\s)of|in|during|throughout|im|während|en|durante|de|{_PART})"
    rf")[\s-]+(?:(?:{_PART}|the|year|dem|den|der|des|zum|el|la|jahre?|año)[\s-]+)*$",
    re.IGNORECASE,
)
"""What stands before an expression of time; the name of the group that matched says how it limits the period."""

FUTURE_TENSE = re.compile(
    r"(?:\b(?:will|won['’]t|going\s+to|wird|werden|(?:is|are)\s+(?:due|expected|scheduled|set|slated|planned))\b"
    r"|['’]ll\b)[^.?!;]*$",
    re.IGNORECASE,
)
SENTENCE_START = re.compile(r"(?:^|[.?!:;])[\s\"'“”‘’¿¡(]*$")

_NAMES_WITH_WEEKDAYS = "black super good fat ash cyber giving bloody easter holy palm freaky ruby"
_NOT_BEFORE_WEEKDAYS = "an the every each any is was are were be or by called named our your my"
SPANISH_BEFORE = re.compile(r"\b(?:en|entre|desde|hasta|de|y)\s+$", re.IGNORECASE)
"""What makes "mayo" a month."""
PLAIN_WORD_BEFORE = re.compile(
    rf"\b(?!(?:{'|'.join(f'{_NAMES_WITH_WEEKDAYS} {_NOT_BEFORE_WEEKDAYS}'.split())})\s)[a-z]{{2,}},?\s+$"
)
"""What a weekday without a preposition may follow: "took office Wednesday", not "Black Friday" or "is Wednesday"."""
