"""Text that is none: the numbers of glyphs, which a PDF shows rightly and gives out as any characters at all.

A font without a character map is told by what it gives out, never by what it states: many state nothing and are read
rightly. charset-normalizer measures the mess of characters, as of text in a wrong encoding; letters that stand for
other letters are told by vowels, which take turns with consonants in every language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from chatbot.library.readers.pdf_layout import Row

_READ = 20_000
"""Characters of a font that are looked at."""
_NO_TEXT = 0.2
"""Share of characters that no language has, such as control characters, above which there is no text."""
_MESS = 0.35
_LEAST_FOR_MESS = 60
_LEAST_PAIRS = 120
"""Fewer pairs of neighbouring letters tell nothing."""
_TURNS, _FEW_TURNS, _VOWEL_SHARE = 0.52, 0.42, 0.3
"""Share of pairs of which one letter is a vowel: 0.62 to 0.85 in sixteen languages, 0.20 to 0.49 in texts whose letters
stand for others. Between the two lie lists of Chinese names, which have more vowels than such texts."""
_VOWELS = frozenset("aeiouyаеиоуыэюяіїєαεηιουω")
_WORD = re.compile(r"[^\W\d_]{4,}")
"""Shorter ones may be codes, such as those of countries in a table of results."""


def unreadable_fonts(rows: Iterable[Row]) -> tuple[frozenset[str], float]:
    """The fonts whose text is none, and the share that they have of all characters shown."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    shown = Counter[str]()
    for row in rows:
        for each in row.fragments:
            texts[each.font].append(each.text)
            shown[each.font] += len("".join(each.text.split()))
    unreadable = frozenset(font for font, parts in texts.items() if not is_text(_beginning(parts)))
    return unreadable, sum(shown[font] for font in unreadable) / max(1, shown.total())


def is_text(text: str) -> bool:
    """Whether characters may be words, numbers or signs in any script; a few characters always may, unless they are
    such as no script has."""
    shown = "".join(text.split())
    if sum(_is_none(character) for character in shown) > _NO_TEXT * len(shown):
        return False
    return not _is_messy(text) and not _stands_for_others(text)


def _beginning(parts: Sequence[str]) -> str:
    found, length = [], 0
    for part in parts:
        found.append(part)
        length += len(part)
        if length > _READ:
            break
    return " ".join(found)[:_READ]


def _is_none(character: str) -> bool:
    """Control characters, those for private use, unassigned ones, and the one that stands for what is unknown."""
    return character == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs")


def _is_messy(text: str) -> bool:
    from charset_normalizer import from_bytes

    plain = "".join(each for each in text if unicodedata.category(each) not in ("Sm", "So", "Cs", "Co"))
    if len("".join(plain.split())) < _LEAST_FOR_MESS:
        return False
    best = from_bytes(plain.encode(), cp_isolation=["utf_8"], threshold=1.0).best()
    return best is None or best.chaos > _MESS


def _stands_for_others(text: str) -> bool:
    """Whether letters of an alphabet with vowels stand for other letters."""
    pairs = turns = vowels = 0
    for word in _WORD.findall(text):
        letters = [letter for letter in unicodedata.normalize("NFKD", word.casefold()) if letter.isalpha()]
        if not all(_has_vowels(letter) for letter in letters):
            continue
        are_vowels = [letter in _VOWELS for letter in letters]
        pairs += len(letters) - 1
        turns += sum(one != two for one, two in pairwise(are_vowels))
        vowels += sum(are_vowels[1:])
    if pairs < _LEAST_PAIRS:
        return False
    return turns < _FEW_TURNS * pairs or (turns < _TURNS * pairs and vowels < _VOWEL_SHARE * pairs)


def _has_vowels(letter: str) -> bool:
    return letter <= "\u024f" or "\u0370" <= letter <= "\u052f"
