"""The words and marks of times of day in English, German, French and Spanish, as pieces of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class Notation(NamedTuple):
    """One way to write a time of day. Groups: `hour`, `minute` or `part`, `to` where the minutes are before the hour,
    `half` for "pm", `named` for "noon".
    """

    pattern: re.Pattern[str]
    is_marked: bool = True
    """Whether it is a time of day wherever it stands; else a word for time must lead up to it."""
    is_definite: bool = False
    """Whether it always counts 24 hours."""
    is_dotted: bool = False
    """Whether it may be an amount: 14.20."""


def _numbered(words: str) -> dict[str, int]:
    return {word: number for number, group in enumerate(words.split("|"), 1) for word in group.split()}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _notation(pattern: str, **kind: bool) -> Notation:
    return Notation(re.compile(pattern, re.IGNORECASE), **kind)


SPOKEN_HOURS = _numbered(
    "one eins ein una une|two zwei dos deux|three drei tres trois|four vier cuatro quatre|five fünf cinco cinq"
    "|six sechs seis|seven sieben siete sept|eight acht ocho huit|nine neun nueve neuf|ten zehn diez dix"
    "|eleven elf once onze|twelve zwölf doce noon midday"
) | {"midnight": 0}
MINUTES = {
    **dict.fromkeys(("half", "halb", "media", "demie"), 30),
    **dict.fromkeys(("quarter", "a quarter", "viertel", "cuarto", "quart", "le quart"), 15),
    **dict.fromkeys(("five", "fünf", "cinco", "cinq"), 5),
    **dict.fromkeys(("ten", "zehn", "diez", "dix"), 10),
    **dict.fromkeys(("twenty", "zwanzig", "veinte", "vingt"), 20),
    **dict.fromkeys(("twenty-five", "veinticinco", "vingt-cinq"), 25),
}
NAMED = {
    **dict.fromkeys(("noon", "midday", "mediodía", "midi", "mittag", "mittags"), 12 * 60),
    **dict.fromkeys(("midnight", "mitternacht", "medianoche", "minuit"), 0),
}

_HOURS = r"[01]?\d|2[0-4]"
_HOUR = rf"(?P<hour>{_HOURS})"
_MINUTE = r"(?P<minute>[0-5]\d)"
_PLAIN_HOURS = SPOKEN_HOURS.keys() - {"noon", "midday", "midnight"}
_SPOKEN = rf"(?P<hour>{_any(_PLAIN_HOURS)}|1[0-2]|[1-9])"
_PART = r"(?P<part>half|(?:a )?quarter|five|ten|twenty(?:-five)?|[1-5]?\d(?= minutes))(?: minutes)?"
_APART = r"(?<![\w.,:/$€£+])(?<!\D[–-])"
"""No other number or sign stands before it; a dash does in "2-3 pm"."""
_ENDS = r"(?![\w:/%]|[.,]\d|-\d)"
_CLOCK_ZONE = r"GMT|UTC|BST|CES?T|ME?SZ|MEZ|[ECMP][SD]?T"

_PARTS = (
    r"morning|afternoon|evening|night|mañana|madrugada|tarde|noche|matin|après-midi|soir|morgens|früh|vormittags"
    r"|nachmittags|abends|nachts"
)

NOTATIONS = (
    _notation(rf"{_APART}(?P<hour>1[0-2]|0?\d)(?:[:.h]{_MINUTE}(?::[0-5]\d)?)?\s?(?P<half>[ap])(?:\.\s?m\b\.?|m\b)"),
    _notation(rf"{_APART}{_HOUR}[:.]{_MINUTE}\s?uhr\b", is_definite=True),
    _notation(rf"{_APART}{_HOUR}\s?uhr(?:\s{_MINUTE}\b)?", is_definite=True),
    _notation(rf"{_APART}{_HOUR}\s?h\s?{_MINUTE}\b", is_definite=True),
    _notation(rf"{_APART}(?P<hour>[01]\d|2[0-3]){_MINUTE}\s?(?:hours|hrs)\b", is_definite=True),
    _notation(rf"{_APART}{_HOUR}(?=\s(?:{_CLOCK_ZONE})\b)"),
    _notation(rf"{_APART}{_HOUR}:{_MINUTE}(?::[0-5]\d)?{_ENDS}", is_marked=False),
    _notation(rf"{_APART}{_HOUR}\.{_MINUTE}{_ENDS}", is_marked=False, is_dotted=True),
    _notation(rf"{_APART}{_HOUR}\s?(?:h|heures?)\b", is_marked=False, is_definite=True),
    _notation(rf"\b{_PART} (?:(?P<to>to)|past) {_SPOKEN}\b(?![.:]\d)"),
    _notation(rf"\b{_PART} (?:(?P<to>to)|past) (?P<hour>midnight|noon|midday)\b"),
    _notation(rf"\b{_SPOKEN} ?o['’]clock\b"),
    _notation(rf"\b(?P<part>halb)(?P<to>) {_SPOKEN}\b"),
    _notation(rf"\b(?P<part>viertel|fünf|zehn|zwanzig) (?:(?P<to>vor)|nach) {_SPOKEN}\b"),
    _notation(rf"\b{_SPOKEN} uhr\b"),
    _notation(
        rf"(?<=\blas ){_SPOKEN}(?: (?:y|(?P<to>menos)) (?P<part>media|cuarto|cinco|diez|veinte|veinticinco))?"
        r"\b(?![:.h]\d)",
        is_marked=False,
    ),
    _notation(
        rf"\b{_SPOKEN} heures?(?: (?:et|(?P<to>moins)) (?P<part>demie|(?:le )?quart|cinq|dix|vingt|vingt-cinq))?\b",
        is_marked=False,
    ),
    _notation(rf"\b{_SPOKEN}(?= (?:in the|at|de la|du|de l['’]) ?(?:{_PARTS})\b)"),
    _notation(rf"\b(?P<named>{_any(NAMED)})\b", is_marked=False),
)
BARE_HOUR = re.compile(
    rf"\b(?:between|from|zwischen|von|entre|desde|de) (?:las? )?(?P<hour>{_any(_PLAIN_HOURS)}|{_HOURS})"
    rf"(?:[.:]{_MINUTE})?"
    r"(?= ?(?:and|to|until|till|und|bis|y|a|et|à|[–-]) ?(?:las? )?$)|"
    rf"{_APART}(?P<dashed_hour>{_HOURS})(?:[.:](?P<dashed_minute>[0-5]\d))?(?= ?[–-] ?$)",
    re.IGNORECASE,
)
"""Before "3 pm": the 2 of "between 2 and 3 pm", "from 2 to 3 pm", "2-3 pm"."""
ZONE = re.compile(
    r"\s?\(?(?P<zone>(?:GMT|UTC)(?:\s?[+−-]\s?\d{1,2}(?::?\d\d)?)?|(?-i:BST|CES?T|MESZ|MEZ|[ECMP][SD]?T|IST|JST|MSK"
    r"|WES?T|EES?T|AE[SD]T|NZ[SD]T|HKT|SGT))(?![\w])\)?",
    re.IGNORECASE,
)
PART_BEHIND = re.compile(
    r"\s(?:(?:in|de|du) (?:the |la |l['’])?)?(?:at )?"
    rf"(?P<part>{_PARTS})\b",
    re.IGNORECASE,
)
HALF_OF_PART = {
    **dict.fromkeys("morning mañana madrugada matin morgens früh vormittags".split(), "a"),
    **dict.fromkeys("afternoon evening tarde après-midi soir nachmittags abends".split(), "p"),
}
"""Night belongs to both halves: eleven at night is of the second, two at night of the first."""

LEADS = re.compile(
    r"\b(?:at|around|about|by|from|since|until|till|before|after|between|past|toward|towards|near|circa|approximately"
    r"|exactly|precisely|as of|um|gegen|ab|bis|seit|vor|nach|zwischen|von|kurz|las?|al?|del?|hacia|sobre|desde"
    r"|hasta|entre|à|vers|depuis|avant|après|dès|jusqu['’]à)\s(?:(?:about|around|exactly|just|nearly|almost|las|les|punkt|genau)\s)?$",
    re.IGNORECASE,
)
"""What a time of day without marks of its own stands behind."""
JOINS = re.compile(
    r"(?:\b(?:and|to|or|und|oder|y|o|et|ou)\s(?:las? )?|(?<=[\dhm.])\s[aà]\s(?:las? )?|\s?[–-]\s?)$", re.IGNORECASE
)
"""What ties it to the time before it."""
ENTRY_BEHIND = re.compile(
    r"\s(?:entry|entries|posts?|updates?|items?|report|train|flight|ferry|bus|service|news|announcement|eintrag|meldung"
    r"|zug)\b",
    re.IGNORECASE,
)
"""What has its time before it: "the 14:20 update"."""
ENDS_BEHIND = re.compile(
    r"\s*(?:[?!.,;]|$|(?:on|in|at|during|today|yesterday|this|am|im|beim?|bei|el|en|le|au|dans|hier|gestern|heute|ayer"
    r"|hoy)\b)",
    re.IGNORECASE,
)
"""What may follow an hour with a dot: nothing of which it could be an amount."""
NO_TIME_BEHIND = re.compile(
    r"\s?(?:%|percent\b|per cent\b|votes?\b|goals?\b|points?\b|majority\b|ratio\b|minutes?\b|hours\b|seconds?\b"
    r"|degrees?\b|bible\b|verses?\b|win\b|victory\b|defeat\b|lead\b|draw\b|stimmen\b|tore\b|votos\b|goles\b|voix\b|buts\b)",
    re.IGNORECASE,
)
CHAPTER_BEFORE = re.compile(
    r"\b(?:verses?|chapter|psalms?|genesis|exodus|leviticus|deuteronomy|isaiah|jeremiah|ezekiel|daniel|proverbs|matthew"
    r"|mark|luke|john|acts|romans|corinthians|galatians|ephesians|philippians|colossians|thessalonians|timothy|hebrews"
    r"|james|peter|revelation|surah?|sura|quran|koran|matthäus|lukas|johannes|mateo|lucas|juan|matthieu|luc|jean)"
    r"\s(?:at\s)?$",
    re.IGNORECASE,
)
SCORED_BEFORE = re.compile(
    r"\b(?:score|scores|ratio|odds|vote|result|won|lost|beat|beaten|defeated|win|wins|lead|led|drew|draw|ergebnis"
    r"|stand|siegte|gewann|verlor|resultado|ganó|perdió|battu)\b\W+"
    r"(?:(?!(?:at|around|about|um|gegen|à|vers|las)\b)\w+\W+){0,3}$",
    re.IGNORECASE,
)
"""Where a number with a colon is a result."""
