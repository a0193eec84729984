"""One form of each letter, so that the same word is found however it is encoded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

_PRESENTED = re.compile("[\uf900-\ufdff\ufe70-\ufefc\uff01-\uffee]+")
"""Letters in a form for display: ligatures, Arabic by its place in a word, full and half width. Fractions, which normal
form KC would take apart into other numbers, are not among them."""


def search_form(text: str) -> str:
    """The text in normal form C, without the marks that writers may leave out: points, tones, harakat."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", _PRESENTED.sub(_plain, text))
    return _omissible().sub("", composed)


def marks_where(holds: Callable[[str], bool]) -> str:
    """All marks (accents, vowel signs) for which a condition holds, for a set in a pattern.

    Those of plane 0: the others are of scripts without news, and Python would compare each character with all of them.
    """
    marks = (chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)).startswith("M"))
    return "".join(filter(holds, marks))


def _plain(letters: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", letters.group())


@cache
def _omissible() -> re.Pattern[str]:
    return re.compile(f"[{marks_where(lambda mark: unicodedata.combining(mark) > 0)}]+")
