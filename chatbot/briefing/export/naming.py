"""How the file of a briefing is called: after its topic and day, as every file system takes it."""

from __future__ import annotations

import unicodedata

from chatbot.briefing.records import Briefing

UNNAMED = "news-briefing"
"""Of a briefing on everything, or on a topic without letters."""
MOST_BYTES = 120
"""Of the topic: file systems take 255 with the suffix, those that encrypt names about 140."""


def file_name(briefing: Briefing, suffix: str) -> str:
    """`newark-airport-delays-2025-05-10.docx`.

    Letters and digits of every script stay; all else is a hyphen, so that no character is left which a file system, a
    shell or an address reads as its own. The day keeps the name from being one that Windows reserves, such as `con`.

    Args:
        briefing: finished.
        suffix: of the format, with its dot.
    """
    return f"{_cut(_words(briefing.topic)) or UNNAMED}-{briefing.written_at:%Y-%m-%d}{suffix.lower()}"


def _words(topic: str) -> str:
    """Words of small letters with hyphens between them."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", topic).lower())
    kept = (char if unicodedata.category(char)[0] in "LMN" else _between(char) for char in plain)
    words = "".join(kept).split("-")
    return "-".join(word for word in map(_without_leading_marks, words) if word)


def _between(char: str) -> str:
    """Nothing for what no eye sees and for apostrophes, which stand within words; a hyphen for all else."""
    return "" if char in "'’ʼ" or (unicodedata.category(char) in {"Cf", "Cc"} and not char.isspace()) else "-"


def _without_leading_marks(word: str) -> str:
    """A mark needs a letter to stand on: one behind a lost emoji would join the hyphen."""
    return word.lstrip("".join({char for char in word if unicodedata.category(char)[0] == "M"}) or " ")


def _cut(words: str) -> str:
    """As much as fits, up to the end of a word where there is one."""
    encoded = words.encode()
    if len(encoded) <= MOST_BYTES:
        return words
    kept = encoded[:MOST_BYTES].decode(errors="ignore")
    begun, _, rest = kept.rpartition("-")
    return begun if begun and len(rest.encode()) < MOST_BYTES // 2 else kept
