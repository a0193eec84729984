"""Numbers of a text as values, so that "1,300", "1300" and "1.3 thousand" agree."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
_UNITS = {word: value for value, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TENS_WORDS.split(), 2)}
_ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS.split(), 1)}
_SINGLE = {
    "half a dozen": 6, "half-dozen": 6, "dozen": 12, "twice": 2, "double": 2, "triple": 3, "thrice": 3, "couple": 2,
    "pair": 2,
}  # fmt: skip
_SCALES = {
    "hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "mn": 1_000_000,
    "billion": 1_000_000_000, "bn": 1_000_000_000, "b": 1_000_000_000, "trillion": 1_000_000_000_000,
    "tn": 1_000_000_000_000, "dozen": 12,
}  # fmt: skip
_SPELLED = "|".join([*_UNITS, *_TENS])
_DECIMAL_COMMA = r"\d+,\d{1,2}(?=\s?(?:%|per\s?cent\b|(?:hundred|thousand|million|billion|trillion|bn|mn|tn)\b))"
_DIGITS = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|{_DECIMAL_COMMA}|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?P<digits>{_DIGITS})(?:st|nd|rd|th|s\b|['’]s\b)?"
    rf"(?:(?:[\s-]*(?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|mn|tn)|(?P<letter>[kmb]))\b)?"
    rf"|(?P<spelled>(?:{_SPELLED})(?:[\s-](?:and\s)?(?:{_SPELLED}|dozen|hundred|thousand|million|billion|trillion))*)\b"
    rf"|(?P<single>{'|'.join([*_ORDINALS, *_SINGLE])})\b)",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"(?:about|around|nearly|almost|roughly|approximately|some|over|under|than|up to|close to|at least|estimated)"
    r"\s+(?:[$£€]|us\$)?$",
    re.IGNORECASE,
)
_MINUS = re.compile(r"(?:(?<=[ (\[:=$€£])[-−][$€£]?|\bminus\s)$", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d\d(?:['’]?s)?\b(?![-.,]\d)")
_YEAR_BEFORE = re.compile(r"\b(?P<century>19|20)(?P<short>\d\d)[-–/]$")
LAST_SHORT_YEAR = 40
"""’40 is 2040, ’41 is 1941."""
ROUNDING = 0.05
"""Relative deviation that "about", "nearly", "over" and the like allow."""
LEAST_ROUNDED = 10_000
"""From here on a number may be a rounding although nothing says so."""


class Number(NamedTuple):
    """A number as a text writes it."""

    text: str
    value: float
    in_digits: bool
    """Written with digits; small spelled numbers are often counted by the writer instead of taken from a source."""
    is_rough: bool
    """Marked as approximate."""
    start: int
    """Where it begins in the text."""
    end: int
    is_negative: bool = False
    """Behind a minus sign or "minus"; a value has no sign, since "fell by 3" and "-3" are one."""


def numbers_of(text: str) -> list[Number]:
    """All numbers of a text in order; the pronoun-like "one" and "second" included."""
    return [_number(match, text[max(0, match.start() - 20) : match.start()]) for match in _NUMBER.finditer(text)]


def _number(match: re.Match[str], before: str) -> Number:
    written = match.group().strip(" -")
    return Number(
        written,
        _value(match) + _century(match, before),
        bool(match["digits"]),
        bool(_ROUGHLY.search(before)),
        match.start(),
        match.start() + len(written),
        bool(_MINUS.search(before)),
    )


def _century(number: re.Match[str], before: str) -> int:
    """What the last two digits of a year lack, as in "2023-24", "’24" and "the 60s"; else 0."""
    match = _SHORT_YEAR.match(number.string, number.start())
    if not match:
        return 0
    written, year = match.group(), _YEAR_BEFORE.search(before)
    short = int(written[:2])
    if year:
        return 100 * int(year["century"]) if short > int(year["short"]) else 0
    is_decade = before.endswith("the ") and written.endswith("0s")
    if is_decade or before.endswith(("'", "’")):
        return 2000 if short <= LAST_SHORT_YEAR else 1900
    return 0


_SPACED = re.compile(r"(?<=\d)([.,]) (?=\d)")


def values_of(text: str) -> frozenset[float]:
    """The values that a text holds; "1, 300", as some sources space it, counts as 1,300 too."""
    joined = _SPACED.sub(r"\1", text)
    numbers = numbers_of(text) if joined == text else numbers_of(text) + numbers_of(joined)
    return frozenset(number.value for number in numbers)


def is_backed(number: Number, values: Collection[float]) -> bool:
    """Whether a number stands among values: exactly, or within 5 % where it is marked as approximate.

    From 10,000 on a value also backs its rounding to the digits written, within 1 %: 2,398,000 backs "2.4 million",
    and never the other way round.
    """
    return any(abs(number.value - value) <= _tolerance(number, value) for value in values)


def _tolerance(number: Number, value: float) -> float:
    if number.is_rough:
        return ROUNDING * abs(value)
    if number.value < LEAST_ROUNDED:
        return 1e-9 * abs(value)
    return min(0.01 * abs(value), _last_place(number.value) / 2)


def _last_place(value: float) -> float:
    """The place of the last digit that is not zero: 100,000 for 2,400,000."""
    place = 1.0
    while value % (place * 10) == 0:
        place *= 10
    return place


def _value(match: re.Match[str]) -> float:
    if match["digits"]:
        scale = _SCALES.get((match["scale"] or match["letter"] or "").casefold(), 1)
        return round(float(_with_point(match["digits"])) * scale, 6)
    if match["single"]:
        word = match["single"].casefold()
        return float(_ORDINALS.get(word) or _SINGLE[word])
    return float(_spelled_value(match["spelled"]))


def _with_point(digits: str) -> str:
    """The digits as Python reads them: a comma before one or two digits is a decimal one, others group."""
    whole, comma, rest = digits.rpartition(",")
    return f"{whole}.{rest}" if comma and len(rest) < 3 else digits.replace(",", "")


def _spelled_value(text: str) -> int:
    """The value of a number in words: "two hundred and five thousand" is 205,000."""
    total, current = 0, 0
    for word in re.split(r"[\s-]+", text.casefold()):
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, 0) + _TENS.get(word, 0)
        elif word in {"dozen", "hundred"}:
            current = max(current, 1) * _SCALES[word]
        elif word in _SCALES:
            total, current = total + max(current, 1) * _SCALES[word], 0
    return total + current
