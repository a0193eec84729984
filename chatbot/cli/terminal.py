"""Text that may be printed: without the control characters with which an article could steer the terminal."""

from __future__ import annotations

import unicodedata

_CONTROL = {"Cc", "Cf", "Co", "Cs"}
_KEPT = "\n\t\u200c\u200d"


def printable(text: str) -> str:
    """The text without control and direction-changing characters; line breaks, tabs and joiners stay."""
    return "".join(char for char in text if char in _KEPT or unicodedata.category(char) not in _CONTROL)
