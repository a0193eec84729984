"""Where a text without spaces and pauses may be cut, so that no letter loses its marks and no number its digits."""

from __future__ import annotations

import unicodedata

_LOOKED_AT = 40
"""Characters before a place in which a better one is looked for."""
_JOINERS = "\u200d\u17d2\u1039\u094d\ufe0f"
_WRITTEN_BEFORE = "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
"""Vowels of Thai and Lao that stand before their consonant."""


def border_near(text: str, at: int, least: int) -> int:
    """The nearest place at or before `at` that parts no letter from its marks and cuts no number, nor a Latin word.

    Args:
        text: any.
        at: where it is to be cut, above 0 and within the text.
        least: the first place that will do.

    Returns:
        `at` itself where no better place is near.
    """
    for place in range(at, max(least, at - _LOOKED_AT) - 1, -1):
        if not _joined(text[place - 1], text[place]):
            return place
    return at


def _joined(before: str, after: str) -> bool:
    if unicodedata.category(after).startswith("M") or after in _JOINERS or before in _JOINERS + _WRITTEN_BEFORE:
        return True
    return _is_of_word(before) and _is_of_word(after)


def _is_of_word(char: str) -> bool:
    """A digit, or a letter of a script that has spaces between words."""
    return char.isdecimal() or (char.isalpha() and char < "\u0e00")
