"""Characters that steer a display: a terminal, or the direction in which what follows is shown."""

from __future__ import annotations

import json
import unicodedata
from html import escape

_CONTROL = {"Cc", "Cf", "Co", "Cs"}
_KEPT = "\n\t\u200c\u200d"


def printable(text: str) -> str:
    """The text without control and direction-changing characters; line breaks, tabs and joiners stay.

    A right-to-left override in an article's sentence would mirror the mark behind it that says nothing backs it.
    """
    return "".join(char for char in text if not _steers(char))


def printable_line(text: str) -> str:
    """The same on one line, where a line of its own would be one of the program's."""
    return " ".join(printable(text).split())


def escaped(text: str) -> str:
    """The text where HTML wants text or the value of an attribute in quotation marks."""
    return escape(printable(text))


def inline_html(text: str) -> str:
    """Escaped text in a direction of its own, so that it cannot turn the words beside it around.

    `bdi` alone would not do: a text can hold the character that ends it.
    """
    return f"<bdi>{escaped(text)}</bdi>"


def terminal_json(text: str) -> str:
    """JSON of the same value that no terminal obeys: JSON itself lets DEL, C1 codes and changes of direction stand."""
    return "".join(json.dumps(char)[1:-1] if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    return char not in _KEPT and (unicodedata.category(char) in _CONTROL or _is_noncharacter(ord(char)))


def _is_noncharacter(code: int) -> bool:
    """What Unicode keeps for programs themselves; XML forbids it, so no export could show it as others do."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
