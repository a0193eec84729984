"""Typefaces for the scripts that a page needs: those that come along, then those that the machine has.

No typeface has all letters, so a page takes the fewest that together have its own.
"""

from __future__ import annotations

import os
import re
import struct
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import font_source_sans_pro as source_sans
from fontTools.ttLib import TTCollection, TTFont, TTLibError  # type: ignore[import-untyped]

from chatbot.briefing.export.scripts import east_asian_language

MAIN = Path(source_sans.SourceSansPro)
"""Latin, Greek, Cyrillic."""
BOLD = Path(source_sans.SourceSansProSemibold)
PACKAGES = ("manimgx_fonts", "noto_cjk_sans_otc")
"""Data-only packages that carry Noto typefaces: for 20 scripts and symbols, and for Chinese, Japanese and Korean."""
_BY_LANGUAGE = {"ja-JP": 0, "ko-KR": 1, "zh-CN": 2, "zh-TW": 3}
"""In which order the faces of Noto Sans CJK stand in its collection."""
_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts", "%WINDIR%/Fonts",
    "%LOCALAPPDATA%/Microsoft/Windows/Fonts",
)  # fmt: skip
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_OTHER_CUTS = re.compile(r"italic|oblique|bold|black|thin|light|heavy|mono|condensed|serif|\[.*wdth", re.IGNORECASE)
_MOST_FILES = 600
"""Fonts of the machine that are looked into: each takes milliseconds."""
_NO_EMBEDDING = 0x0002
"""The bit by which a font forbids to be put into documents (OpenType specification, OS/2, fsType)."""


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface that a page uses."""

    file: Path
    index: int
    """Within a collection."""
    letters: frozenset[int]
    """Code points that it has."""


@cache
def main_face() -> Face:
    """The typeface of the page itself."""
    return _read(MAIN, 0)


def faces_for(text: str) -> list[Face]:
    """The main typeface, and others that have what it lacks, as far as there are any.

    Args:
        text: all that a page shows.
    """
    found = [main_face()]
    missing = {char for char in text if not char.isspace() and ord(char) not in found[0].letters}
    index = _BY_LANGUAGE.get(east_asian_language(text), 0)
    along = (file for package in PACKAGES for file in _of_package(package))
    missing = _taken(along, index, missing, found)
    # To search the whole machine for a symbol takes too long: its name does as well.
    _taken(islice(_of_machine(), _MOST_FILES), index, set(filter(is_letter, missing)), found)
    return found


def is_letter(char: str) -> bool:
    """Whether words are made of it: letters, their marks, digits."""
    return unicodedata.category(char)[0] in "LMN"


def _taken(candidates: Iterable[Path], index: int, missing: set[str], found: list[Face]) -> set[str]:
    """Add the fonts that have something of what is missing, until nothing is. Returns what is missing still."""
    codes = {ord(char) for char in missing}
    for file in candidates if codes else ():
        face = _opened(file, index)
        if face and not codes.isdisjoint(face.letters):
            found.append(face)
            codes -= face.letters
        if not codes:
            break
    return set(map(chr, codes))


@cache
def _of_package(name: str) -> tuple[Path, ...]:
    """The upright fonts of a package; none where it is not installed."""
    if find_spec(name) is None:
        return ()
    found = _upright(Path(str(file)) for file in files(name).iterdir())
    return tuple(sorted(found, key=lambda file: (_is_of_symbols(file), file.name)))


def _is_of_symbols(file: Path) -> bool:
    """Whether it comes last: fonts of symbols have digits and letters too, in their own manner."""
    return "Emoji" in file.name or "Symbols" in file.name


def _of_machine() -> Iterator[Path]:
    """Upright fonts in the folders of the machine, Noto first: its weight is that of the page."""
    folders = (Path(os.path.expandvars(folder)).expanduser() for folder in _FOLDERS)
    known = _upright(Path(parent, name) for folder in folders for parent, _, names in os.walk(folder) for name in names)
    yield from sorted(known, key=lambda file: (not file.name.startswith("Noto"), _is_of_symbols(file), file.name))


def _upright(found: Iterable[Path]) -> Iterator[Path]:
    return (file for file in found if file.suffix.lower() in _SUFFIXES and not _OTHER_CUTS.search(file.stem))


@lru_cache(maxsize=32)
def _opened(file: Path, index: int) -> Face | None:
    """A typeface; None for a file that is none, or that may not stand in documents."""
    try:
        return _read(file, index)
    except (OSError, TTLibError, struct.error, AssertionError, KeyError, EOFError):
        return None


def _read(file: Path, index: int) -> Face:
    """One face of a file.

    Raises:
        TTLibError: it is damaged, in another format, or may not be embedded.
    """
    if file.suffix.lower() in {".ttc", ".otc"}:
        with TTCollection(file, lazy=True) as collection:
            index = min(index, len(collection.fonts) - 1)
    with TTFont(file, fontNumber=index, lazy=True) as font:
        if "OS/2" in font and font["OS/2"].fsType & 0x000F == _NO_EMBEDDING:
            raise TTLibError(f"{file} may not be embedded")
        if not {"glyf", "CFF ", "CFF2"}.intersection(font.keys()):
            raise TTLibError(f"{file} has no outlines")
        return Face(file, index, frozenset(font.getBestCmap() or ()))


def lacking(text: str, faces: Collection[Face]) -> list[str]:
    """Characters that no typeface has, in order."""
    return sorted({char for char in text if not any(ord(char) in face.letters for face in faces)})
