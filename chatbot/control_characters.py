"""Characters that steer a display: a terminal, or the direction in which what follows is shown."""

from __future__ import annotations

import unicodedata

_CONTROL = {"Cc", "Cf", "Co", "Cs"}
_KEPT = "\n\t\u200c\u200d"


def printable(text: str) -> str:
    """The text without control and direction-changing characters; line breaks, tabs and joiners stay.

    A right-to-left override in an article's sentence would mirror the mark behind it that says nothing backs it.
    """
    return "".join(char for char in text if char in _KEPT or unicodedata.category(char) not in _CONTROL)
