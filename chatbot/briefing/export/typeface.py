"""What the typeface of PDF files can show: a briefing in other letters is refused, since a page of ? says nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

from chatbot.briefing import wording
from chatbot.briefing.records import Briefing
from chatbot.control_characters import printable_line
from chatbot.errors import BriefingError

_NAMED = {"CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
_MOST_NAMED = 3
"""Scripts that an error names."""


def shown(text: str, known: Collection[int]) -> str:
    """The text on one line, in letters that the typeface has; a symbol that it lacks stands as its name in brackets.

    Args:
        text: of a briefing whose letters have been checked.
        known: code points of the typeface.
    """
    plain = unicodedata.normalize("NFC", printable_line(text))
    return "".join(char if ord(char) in known else _described(char) for char in plain)


def check_letters(briefing: Briefing, known: Collection[int]) -> None:
    """See that every letter of a briefing can be shown.

    Args:
        briefing: finished.
        known: code points of the typeface.

    Raises:
        BriefingError: the typeface lacks letters; names their scripts.
    """
    text = unicodedata.normalize("NFC", printable_line(" ".join(_texts(briefing))))
    lacking = sorted({char for char in text if ord(char) not in known and _is_letter(char)})
    if lacking:
        scripts = list(dict.fromkeys(map(_script, lacking)))[:_MOST_NAMED]
        raise BriefingError(
            f"The typeface of PDF files has no letters for {', '.join(scripts)}, such as {lacking[0]}",
            "Save the briefing as .html, which prints well, or as .docx.",
        )


def _texts(briefing: Briefing) -> Iterable[str]:
    yield from (briefing.title, wording.origin(briefing), *briefing.notes)
    for section in briefing.sections:
        yield section.title
        for entry in section.entries:
            yield from (wording.lead(entry), entry.sentence.text)
    for citation in briefing.citations:
        yield from (citation.quote, wording.named(citation), citation.url)
    yield from (wording.named(use) for use in briefing.sources)


def _is_letter(char: str) -> bool:
    """Whether words are made of it: letters, their marks, digits."""
    return unicodedata.category(char)[0] in "LMN"


def _script(char: str) -> str:
    name = unicodedata.name(char, "letters").split()[0]
    return _NAMED.get(name, name.capitalize())


def _described(char: str) -> str:
    if char.isspace():
        return " "
    return f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]"
