"""What the typefaces of PDF files can show: a briefing in other letters is refused, since a page of ? says nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from chatbot.briefing.export.fonts import PACKAGES, Face, is_letter, lacking
from chatbot.control_characters import printable_line
from chatbot.errors import BriefingError

_NAMED = {"CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
_MOST_NAMED = 3
"""Scripts that an error names."""
_JOINERS = "\u200c\u200d"
"""Shape the letters beside them and have no picture themselves."""
_SELECTORS = dict.fromkeys((0x034F, *range(0xFE00, 0xFE10)))
"""Choose between pictures of the character before them, of which a page has one."""


def plain(text: str) -> str:
    """The text on one line as typefaces know it: letters with their marks in one code point."""
    return unicodedata.normalize("NFC", printable_line(text).translate(_SELECTORS))


def shown(text: str, faces: Collection[Face]) -> str:
    """The text on one line, in letters that the typefaces have; a symbol that they lack stands as its name in brackets.

    Args:
        text: of a briefing whose letters have been checked.
        faces: of the page.
    """
    line = plain(text)
    missing = set(lacking(line, faces)) - set(_JOINERS)
    return "".join(_described(char) if char in missing else char for char in line) if missing else line


def check_letters(text: str, faces: Collection[Face]) -> None:
    """See that every letter can be shown.

    Args:
        text: all that a page shows, as `plain` gives it.
        faces: of the page.

    Raises:
        BriefingError: they lack letters; names their scripts.
    """
    missing = [char for char in lacking(text, faces) if is_letter(char)]
    if missing:
        scripts = list(dict.fromkeys(map(_script, missing)))[:_MOST_NAMED]
        packages = " ".join(name.replace("_", "-") for name in PACKAGES)
        raise BriefingError(
            f"No typeface on this machine has letters for {', '.join(scripts)}, such as {missing[0]}",
            f"Install one, or `pip install {packages}`; or save the briefing as .html, which prints well, or as .docx.",
        )


def _script(char: str) -> str:
    name = unicodedata.name(char, "letters").split()[0]
    return _NAMED.get(name, name.capitalize())


def _described(char: str) -> str:
    if char.isspace():
        return " "
    return f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]"
