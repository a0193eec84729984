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
_SINGLE = {"dozen": 12, "twice": 2, "double": 2, "triple": 3, "thrice": 3, "couple": 2, "pair": 2}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "mn": 1_000_000,
    "billion": 1_000_000_000, "bn": 1_000_000_000, "b": 1_000_000_000, "trillion": 1_000_000_000_000,
    "tn": 1_000_000_000_000, "dozen": 12,
}  # fmt: skip
_SPELLED = "|".join([*_UNITS, *_TENS])
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?P<digits>{_DIGITS})(?:st|nd|rd|th|s\b|['’]s\b)?"
    rf"(?:(?:[\s-]*(?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|mn|tn)|(?P<letter>[kmb]))\b)?"
    rf"|(?P<spelled>(?:{_SPELLED})(?:[\s-](?:and\s)?(?:{_SPELLED}|hundred|thousand|million|billion|trillion))*)\b"
    rf"|(?P<single>{'|'.join([*_ORDINALS, *_SINGLE])})\b)",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"(?:about|around|nearly|almost|roughly|approximately|some|over|under|than|up to|close to|at least|estimated)"
    r"\s+(?:[$£€]|us\$)?$",
    re.IGNORECASE,
)
_MINUS = re.compile(r"(?:(?<=[ (\[:=$€£])[-−][$€£]?|\bminus\s)$", re.IGNORECASE)
ROUNDING = 0.05
"""Relative deviation that "about", "nearly", "over" and the like allow."""


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
    found = []
    for match in _NUMBER.finditer(text):
        is_rough = bool(_ROUGHLY.search(text[max(0, match.start() - 20) : match.start()]))
        text_of = match.group().strip(" -")
        found.append(
            Number(
                text_of,
                _value(match),
                bool(match["digits"]),
                is_rough,
                match.start(),
                match.start() + len(text_of),
                bool(_MINUS.search(text[max(0, match.start() - 8) : match.start()])),
            )
        )
    return found


_SPACED = re.compile(r"(?<=\d)([.,]) (?=\d)")


def values_of(text: str) -> frozenset[float]:
    """The values that a text holds; "1, 300", as some sources space it, counts as 1,300 too."""
    joined = _SPACED.sub(r"\1", text)
    numbers = numbers_of(text) if joined == text else numbers_of(text) + numbers_of(joined)
    years = (number.value % 100 for number in numbers if 1900 <= number.value < 2100)
    return frozenset(number.value for number in numbers).union(years)


def is_backed(number: Number, values: Collection[float]) -> bool:
    """Whether a number stands among values: exactly, or within 5 % where it is marked as approximate.

    An exact number also backs its rounding to the digits written ("2.4 million" by 2,398,000), within 1 %.
    """
    tolerance = ROUNDING if number.is_rough else 0.01 if number.value >= 10_000 else 1e-9
    return any(abs(number.value - value) <= tolerance * max(abs(value), 1e-9) for value in values)


def _value(match: re.Match[str]) -> float:
    if match["digits"]:
        scale = _SCALES.get((match["scale"] or match["letter"] or "").casefold(), 1)
        return round(float(match["digits"].replace(",", "")) * scale, 6)
    if match["single"]:
        word = match["single"].casefold()
        return float(_ORDINALS.get(word) or _SINGLE[word])
    return float(_spelled_value(match["spelled"]))


def _spelled_value(text: str) -> int:
    """The value of a number in words: "two hundred and five thousand" is 205,000."""
    total, current = 0, 0
    for word in re.split(r"[\s-]+", text.casefold()):
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, 0) + _TENS.get(word, 0)
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total, current = total + max(current, 1) * _SCALES[word], 0
    return total + current
