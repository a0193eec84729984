"""Characters that steer a display: a terminal, or the direction in which what follows is shown."""

from __future__ import annotations

import unicodedata
from html import escape

_CONTROL = {"Cc", "Cf", "Co", "Cs"}
_KEPT = "\n\t\u200c\u200d"


def printable(text: str) -> str:
    """The text without control and direction-changing characters; line breaks, tabs and joiners stay.

    A right-to-left override in an article's sentence would mirror the mark behind it that says nothing backs it.
    """
    return "".join(char for char in text if char in _KEPT or unicodedata.category(char) not in _CONTROL)


def inline_html(text: str) -> str:
    """Escaped text in a direction of its own, so that it cannot turn the words beside it around.

    `bdi` alone would not do: a text can hold the character that ends it.
    """
    return f"<bdi>{escape(printable(text))}</bdi>"
