"""Results of two sides, such as "96 votes to 41", "a 5-4 ruling", "won 3-2": what two sentences say of one of them.

Both numbers count the same thing, so that each alone says little: 88 to 41 and 96 to 41 agree on the losers.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from chatbot.text.time_clock import clock_times
from chatbot.verification.claim_numbers import Number, numbers_of

REACH = 40
"""Characters around two numbers in which words for a vote or a match stand."""
_STEM = 5
_SIDES = (
    r"(?:votes?|stimmen|votos|voix|goals?|tore|points?|seats?|sets?|games?|frames?|members?|lawmakers|senators?|justices?"
    r"|judges?|deputies|delegates)"
)
_FOR = r"(?:(?:votes? )?(?:in favou?r|for|yes|yeas?|ayes?)|(?:ja-?(?:stimmen)?|dafür)|a favor|votos a favor|pour)"
_AGAINST = re.compile(
    r"\s*(?:votes? )?(?:against|opposed|no(?:es)?|nays?|dagegen|nein-?(?:stimmen)?|en contra|contre)\b", re.IGNORECASE
)
_BETWEEN = re.compile(
    rf"(?P<named>\s{_SIDES}(?: {_FOR})?)?,?\s?"
    r"(?:(?<=\s)(?:to|against|zu|gegen|contra|contre)(?=\s)|[-–:])\s?(?:only |just )?"
    rf"(?:{_SIDES} )?",
    re.IGNORECASE,
)
_FOR_BETWEEN = re.compile(rf"(?:\s{_SIDES})?\s{_FOR}(?:,|;)?\s?(?:and |to |with |und |y |et )?", re.IGNORECASE)
_CONTEST = re.compile(
    r"\b(?:votes?|voted|voting|passed|passes|approved|rejected|adopted|defeated|carried|ruled|ruling|decision|sided"
    r"|divided|split|majority|tally|margin|scores?|scored|wins?|won|beat|beats|loses?|lost|victory|defeat|draws?|drew"
    r"|ties?|tied|leads?|led|ahead|trails?|trailed|goals?|stimmen|stimmte\w*|angenommen|abgelehnt|gewann|verlor|siegte"
    r"|führt\w*|votos|votó|aprobó|ganó|perdió|voix|adopté\w*|rejeté\w*|battu\w*)\b",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(r"\b(?:from|between|ages?|aged|pages?|von|entre|de)\s$", re.IGNORECASE)
_STAGE = re.compile(
    r"\b(?:half-?time|break|interval|led|leads?|leading|ahead|trail\w*|first|second|third|early|earlier|committee"
    r"|preliminary|procedural|amendments?|quarter|period|inning|set|round|leg|aggregate|overtime|extra time|penalt\w+"
    r"|shoot-?out|halbzeit|ausschuss|descanso|mi-temps)\b",
    re.IGNORECASE,
)
"""Words by which one vote or one score is told from others of the same story."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_UNTELLING = frozenset(
    (
        "vote votes voted voting passe appro rejec goals score scored point seats major with that they their final this"
        " after from have been were will against favor favou said when more than only just"
    ).split()
)


_MEASURED = re.compile(
    r"\s?(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|people|persons?|miles|kilomet\w+|met(?:er|re)s|feet|inches"
    r"|degrees|dollars|euros|pounds|tagen?|wochen|monaten?|jahren?|stunden|días|horas|jours|heures)\b",
    re.IGNORECASE,
)
"""What follows a stretch: "5 to 10 days" is no result."""

_Split = frozenset[float]
"""The two numbers of a result, whichever side stands first; one where it is even."""


def disputed_splits(one: str, other: str) -> set[float] | None:
    """The numbers in which two sentences differ about one result of two sides.

    Returns:
        Nothing where they tell the same result, or results of different votes or matches, or of different stages of
        one. None where not both tell a result.
    """
    first, second = _splits(one), _splits(other)
    if not first or not second:
        return None
    if first == second or not _of_one_contest(one, other) or len(first) != len(second):
        return set()
    lacking, added = Counter(first) - Counter(second), Counter(second) - Counter(first)
    mine, theirs = (set[float]().union(*side) for side in (lacking, added))
    return (mine ^ theirs) or (mine | theirs)


def _splits(text: str) -> list[_Split]:
    """The results that a text tells, whichever side stands first."""
    numbers = numbers_of(text)
    clocks = [(clock.start, clock.end) for clock in clock_times(text)]
    found = [
        frozenset((one.value, other.value))
        for one, other in pairwise(numbers)
        if _are_sides(text, one, other) and not any(start < other.end and one.start < end for start, end in clocks)
    ]
    return sorted(found, key=sorted)


def _are_sides(text: str, one: Number, other: Number) -> bool:
    between = text[one.end : other.start]
    if _FOR_BETWEEN.fullmatch(between) and _AGAINST.match(text, other.end):
        return True
    found = _BETWEEN.fullmatch(between)
    if not found or _RANGE_BEFORE.search(text[: one.start]) or _MEASURED.match(text, other.end):
        return False
    around = text[max(0, one.start - REACH) : one.start], text[other.end : other.end + REACH]
    return bool(found["named"]) or any(_CONTEST.search(side) for side in around)


def _of_one_contest(one: str, other: str) -> bool:
    """Whether two sentences may tell the result of one vote or match, at one stage of it."""
    stages = ({found[0].casefold() for found in _STAGE.finditer(text)} for text in (one, other))
    return next(stages) == next(stages) and bool(_told(one) & _told(other))


def _told(text: str) -> set[str]:
    stems = {word.casefold()[:_STEM] for word in _WORD.findall(text)}
    return {stem for stem in stems if stem not in _UNTELLING}
