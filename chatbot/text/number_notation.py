"""Numbers of all languages in the notation of English, which is the one that is read and compared.

"1.250.000", "1 250 000" and "12,50,000" are "1,250,000", "1,5" is "1.5", "1,25 Mio." is "1.25 million", "3億" is
"300000000". "1.250" is 1250 in German and 1.25 in English: the language of the text decides, and where nobody knows it
the number is marked, so that it backs nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from chatbot.letters import Rewritten, rewrite
from chatbot.text.number_words import (
    COMMA_LANGUAGES,
    DIVIDED_LANGUAGES,
    POINT_LANGUAGES,
    SPACED_LANGUAGES,
    STACKED_LANGUAGES,
    scales_of,
)

AMBIGUOUS = "_"
"""Stands before a number that may be two: it makes it a word, which has no value and equals only itself."""
_ENGLISH = {3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
_SPACED = "A-Za-zÀ-ɏͰ-ӿ"
"""Letters of alphabets that put spaces between a word and a number."""
_GAP = "\u00a0\u2007\u2009\u202f '’"
_ABBREVIATED = 4
"""Letters up to which a full stop behind a word is a part of it."""
_BEGINS = rf"(?:(?<![0-9_{_SPACED}])(?<![0-9][.,])|(?<=\bEUR)|(?<=\bUSD)|(?<=\bGBP)|(?<=\bCHF))"
_NUMERAL = (
    rf"{_BEGINS}(?:"
    rf"(?P<gapped>[1-9][0-9]{{0,2}}(?P<gap>[{_GAP}])[0-9]{{3}}(?:(?P=gap)[0-9]{{3}}){{0,6}}(?![0-9]))"
    r"(?P<gapped_rest>[.,][0-9]{1,6}(?![.,]?[0-9]))?"
    r"|(?P<dotted>[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,7})(?P<dotted_rest>,[0-9]{1,9})?(?![.,]?[0-9])"
    r"|(?P<indian>[1-9][0-9]?(?:,[0-9]{2}){1,8},[0-9]{3})(?P<indian_rest>\.[0-9]{1,9})?(?![.,]?[0-9])"
    r"|(?P<commas>[1-9][0-9]{0,2}(?:,[0-9]{3}){1,7})(?P<commas_rest>\.[0-9]{1,9})?(?![.,]?[0-9])"
    r"|(?P<whole>[0-9]{1,15}),(?P<part>[0-9]{1,15})(?![.,]?[0-9])"
    r"|(?P<plain>[0-9]{1,15}(?:\.[0-9]{1,15}){0,3})(?![0-9]))"
)
_WIDE = re.compile("(?<=[0-9])[，．](?=[0-9])")
_QUANTITY = re.compile(r"\s?(?:%|per\s?cent\b|(?:hundred|thousand|million|billion|trillion|bn|mn|tn)\b)", re.IGNORECASE)


def english_numbers(text: str, language: str = "") -> Rewritten:
    """A text with its numbers as English writes them.

    Args:
        text: its letters and digits plain, as `plain_letters` writes them.
        language: ISO 639-1 code of the text; empty where it is not known.
    """
    text = _WIDE.sub(lambda found: "," if found.group() == "，" else ".", text)  # As long as before.
    places = []
    for found in _pattern(language).finditer(text):
        written = _written(found, language)
        if written != found.group():
            places.append((*found.span(), written))
    return rewrite(text, places)


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str]:
    """Numbers with the words for thousands and millions behind them."""
    words = "|".join(map(re.escape, sorted(scales_of(language), key=len, reverse=True)))
    if language in STACKED_LANGUAGES:
        stack = rf"(?P<stack>(?:[0-9]{{1,15}}(?:[.,][0-9]{{1,9}})*(?:{words})){{1,4}}(?:[0-9]{{1,15}}(?![0-9.,]))?)"
        return re.compile(rf"{_BEGINS}(?:{stack}|{_NUMERAL})", re.IGNORECASE)
    return re.compile(
        rf"{_NUMERAL}(?:[\s-]?(?P<scale>(?:{words})(?![^\W_])|(?-i:M)(?=\s?€))(?P<stop>\.)?)?", re.IGNORECASE
    )


def _written(found: re.Match[str], language: str) -> str:
    named = found.groupdict()
    if stack := named.get("stack"):
        return _apart(found, _stacked(stack, language))
    number = _number(found, language)
    if number is None:
        return found.group()
    scale = named.get("scale") or ""
    if not scale:
        return _apart(found, number)
    power = 6 if scale == "M" else _power(scale, language)
    stop = "." if named["stop"] and len(scale) > _ABBREVIATED else ""
    if power in _ENGLISH or number.startswith(AMBIGUOUS):
        return _apart(found, f"{number} {_ENGLISH.get(power, '')}".rstrip() + stop)
    return _apart(found, _digits(Decimal(number.replace(",", "")).scaleb(power)) + stop)


def _power(word: str, language: str) -> int:
    """The power of ten of a word that the pattern found, in whatever capitals: "χιλιάδεΣ", "MİLYON"."""
    scales = scales_of(language)
    if (power := scales.get(word.lower())) is not None:
        return power
    return next(power for name, power in scales.items() if re.fullmatch(re.escape(name), word, re.IGNORECASE))


def _apart(found: re.Match[str], number: str) -> str:
    """The number, with a space where letters stand directly beside it."""
    text, start, end = found.string, found.start(), found.end()
    before = " " if start and text[start - 1].isalnum() else ""
    goes_on = end < len(text) and text[end].isalnum() and not re.match(f"[0-9{_SPACED}]", text[end])
    return f"{before}{number}{' ' if goes_on else ''}"


def _number(found: re.Match[str], language: str) -> str | None:  # noqa: PLR0911 -- one line for each notation
    """The number as English writes it; None where what was found is no one number."""
    if digits := found["plain"]:
        return digits
    if digits := found["gapped"]:
        if not _is_one_number(found, language):
            return None
        return _grouped(digits, found["gapped_rest"])
    if digits := found["indian"]:
        return _grouped(digits, found["indian_rest"])
    if digits := found["dotted"]:
        return _dotted(digits, found["dotted_rest"], language)
    if digits := found["commas"]:
        return _commas(digits, found["commas_rest"], language)
    return f"{found['whole']}.{found['part']}" if _is_decimal(found, language) else None


def _dotted(digits: str, rest: str | None, language: str) -> str:
    """Points before three digits each: they group where there are several, and where decimals follow."""
    if rest or digits.count(".") > 1 or (language in COMMA_LANGUAGES):
        return _grouped(digits, rest)
    return digits if language in POINT_LANGUAGES - DIVIDED_LANGUAGES else AMBIGUOUS + digits


def _commas(digits: str, rest: str | None, language: str) -> str:
    """Commas before three digits each: a single one is a decimal comma in the languages that have one."""
    if rest or digits.count(",") > 1 or language not in COMMA_LANGUAGES:
        return digits + (rest or "")
    return AMBIGUOUS + digits if language in DIVIDED_LANGUAGES else digits.replace(",", ".")


def _is_decimal(found: re.Match[str], language: str) -> bool:
    """Whether a comma stands before decimals, and not between two numbers: "in 2019,20 people"."""
    whole, part = found["whole"], found["part"]
    if language in COMMA_LANGUAGES or whole == "0":
        return True
    is_quantity = bool(_QUANTITY.match(found.string, found.end()) or found.groupdict().get("scale"))
    return len(part) <= 2 and (len(whole) <= 3 or is_quantity)


def _is_one_number(found: re.Match[str], language: str) -> bool:
    """Whether digits with gaps are one number: a plain space may also stand between two, "Flight 370 239 people"."""
    if found["gap"] != " " or language in SPACED_LANGUAGES:
        return True
    first, *groups = found["gapped"].split(" ")
    return groups[-1] == "000" or (len(groups) > 1 and len(first) < 3)


def _grouped(digits: str, rest: str | None) -> str:
    """Digits in groups of three, with a point before the decimals."""
    whole = "".join(filter(str.isdigit, digits))
    return f"{int(whole):,}" + (f".{rest[1:]}" if rest else "")


def _stacked(text: str, language: str) -> str:
    """The value of digits with words behind them, one after the other: 1億2000万 is 120000000."""
    scales = scales_of(language)
    words = "|".join(map(re.escape, sorted(scales, key=len, reverse=True)))
    parts = re.findall(rf"([0-9][0-9.,]*)({words})?", text, re.IGNORECASE)
    return _digits(sum(Decimal(digits.replace(",", "")).scaleb(scales.get(word, 0)) for digits, word in parts))


def _digits(value: Decimal | int) -> str:
    """A value without exponent and without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
