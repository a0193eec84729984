"""One writing for letters that can be written in several ways, so that what reads alike is compared as equal.

Articles keep their text as it came. Only what is compared is rewritten: letters with their marks in one code point,
ligatures as letters, full-width and mathematical letters as plain ones, digits of all scripts as 0 to 9; soft hyphens
and what no eye can see is left out. Unicode Standard Annex 15 calls the first of these NFC, the second NFKC; NFKC as
a whole would turn "m²" into "m2" and "½" into "1⁄2".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

_JAMO = "\u1160-\u11ff"
"""Vowels and final consonants of a Korean syllable that is written letter by letter."""
_MOST_MARKS = 30
"""On one letter: to bring more in order takes the square of their number (Unicode Standard Annex 15 allows as many)."""
_SAME = str.maketrans(
    {
        "\u2010": "-", "\u2011": "-", "\ufe63": "-", "\uff0d": "-", "«": "“", "»": "”", "„": "“", "‟": "“", "‚": "‘",
        "‛": "‘", "‹": "‘", "›": "’", "ʼ": "’", "´": "’", "＂": '"', "＇": "'", "％": "%", "＄": "$", "￥": "¥",
        "￡": "£", "٫": ".", "٬": ",", "٪": "%",
    }
)  # fmt: skip
_LOW_QUOTED = re.compile("„([^„“”\n]{1,300})“")
"""German and Czech close with the mark that opens elsewhere."""
_COMPATIBLE = (
    (0xFB00, 0xFB4F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE), (0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A),
    (0xFF66, 0xFFDC), (0x1D400, 0x1D7FF), (0xF900, 0xFAFF), (0x0132, 0x0133), (0x01C4, 0x01CC), (0x01F1, 0x01F3),
)  # fmt: skip
"""Ligatures, Arabic letters by their place in a word, full-width and half-width ones, letters of formulas."""
_UNSEEN = (
    (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7), (0x0640, 0x0640),
    (0x064B, 0x0652), (0x0670, 0x0670), (0x034F, 0x034F), (0xFE00, 0xFE0F), (0x20DD, 0x20E4),
)  # fmt: skip
"""Vowel points of Hebrew and Arabic, which newspapers leave out, the stroke that lengthens a word, and selectors."""
_PLAIN_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t",
        "Ŧ": "T", "ŋ": "n", "Ŋ": "N", "ё": "е", "Ё": "Е", "ς": "σ",
    }
)  # fmt: skip
"""Letters that no mark can be taken off, as keyboards without them write them."""
_MARKED = re.compile(
    "([A-Za-z\u0250-\u02af\u0370-\u03ff\u1f00-\u1fff\u00c6\u00d8\u00e6\u00f8\u0131\u017f])[\u0300-\u036f]+"
)
"""A Latin or Greek letter, taken apart, with the marks behind it."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text in another writing that knows where each of its characters stood."""

    text: str
    edits: tuple[tuple[int, int, int, int], ...] = ()
    """Begin and end of each rewritten place in the text, and of what stood there before; in order."""
    of: Rewritten | None = None
    """What was rewritten, where that had been rewritten itself."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where characters stood at first. A place that was rewritten counts as a whole."""
        begin = self._before(start, is_end=False)
        places = begin, max(self._before(end, is_end=True), begin)
        return self.of.original(*places) if self.of else places

    def _before(self, place: int, *, is_end: bool) -> int:
        at = bisect_right(self.edits, place, key=lambda edit: edit[0]) - 1
        if at >= 0 and is_end and self.edits[at][0] == place:
            at -= 1  # An end that is the beginning of a rewritten place leaves it out.
        if at < 0:
            return place
        _, end, was, was_end = self.edits[at]
        if place < end or (is_end and place == end):
            return was_end if is_end else was
        return was_end + place - end


def rewrite(text: str, places: Iterable[tuple[int, int, str]]) -> Rewritten:
    """A text with some of its places written anew.

    Args:
        text: any.
        places: begin, end and new text of each, in order and apart from each other.
    """
    parts: list[str] = []
    edits = []
    done = length = 0
    for start, end, instead in places:
        parts += (text[done:start], instead)
        length += start - done
        edits.append((length, length + len(instead), start, end))
        length, done = length + len(instead), end
    return Rewritten("".join((*parts, text[done:])), tuple(edits)) if edits else Rewritten(text)


def plain_letters(text: str) -> Rewritten:
    """The text in one writing; marks on letters stay."""
    if text.isascii():
        return Rewritten(text)
    clusters = ((found, _plain(found.group())) for found in _cluster().finditer(text))
    places = [(*found.span(), plain) for found, plain in clusters if plain != found.group()]
    written = rewrite(text, places)
    if "„" not in text:
        return written
    # As long as before, so that the places stay where they are.
    pairs = {found.end() - 1 for found in _LOW_QUOTED.finditer(text)}
    closing = [(at, at + 1, "”") for at in sorted(pairs)]
    return rewrite(text, sorted((*places, *closing)))


def folded(text: str) -> str:
    """The text in one writing and without the marks that keyboards of other languages lack: "Müller" is "Muller".

    Marks are taken off Latin and Greek letters alone: in other scripts they make another letter. Case stays.
    """
    if text.isascii():
        return text
    return _cluster().sub(lambda found: _without_marks(found.group()), plain_letters(text).text)


def search_form(text: str) -> str:
    """The `folded` text without the marks that writers of other scripts may leave out: points, tones, harakat."""
    return text if text.isascii() else _omissible().sub("", folded(text))


def marks_where(holds: Callable[[str], bool]) -> str:
    """All marks (accents, vowel signs) for which a condition holds, as they stand between the brackets of a pattern.

    Those of plane 0: the others are of scripts without news, and Python would compare each character with all of them.
    """
    found: list[list[int]] = []
    for code in range(0x300, 0x10000):
        if not unicodedata.category(chr(code)).startswith("M") or not holds(chr(code)):
            continue
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in found)


@lru_cache(maxsize=16384)
def _without_marks(cluster: str) -> str:
    apart = unicodedata.normalize("NFD", cluster)
    unmarked = _MARKED.sub(r"\1", apart)
    return unicodedata.normalize("NFC", unmarked).translate(_PLAIN_LETTERS)


@lru_cache(maxsize=16384)
def _plain(cluster: str) -> str:
    """A character with the marks behind it, in one writing."""
    whole = unicodedata.normalize("NFC", cluster)
    return unicodedata.normalize("NFC", "".join(_plain_character(char) for char in whole))


def _plain_character(char: str) -> str:
    code = ord(char)
    if _is_in(code, _COMPATIBLE):
        # The second pass is for Hebrew presentation forms, whose points are left out too.
        return "".join(part for part in unicodedata.normalize("NFKC", char) if not _is_in(ord(part), _UNSEEN))
    if unicodedata.category(char) == "Cf" or _is_in(code, _UNSEEN):
        return ""
    value = unicodedata.decimal(char, None)
    return char.translate(_SAME) if value is None else str(value)


def _is_in(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


@lru_cache(maxsize=1)
def _cluster() -> re.Pattern[str]:
    """A character that is not ASCII, or one with marks behind it."""
    marks = _JAMO + marks_where(bool)
    return re.compile(rf"[^\x00-\x7f][{marks}]{{0,{_MOST_MARKS}}}|[\x20-\x7e][{marks}]{{1,{_MOST_MARKS}}}")


@lru_cache(maxsize=1)
def _omissible() -> re.Pattern[str]:
    return re.compile(f"[{marks_where(lambda mark: unicodedata.combining(mark) > 0)}]+")
