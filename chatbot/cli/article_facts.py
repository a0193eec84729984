"""What is known about an article, as lines for a terminal: what was edited by hand is marked."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rich.text import Text

from chatbot.control_characters import printable_line
from chatbot.records import Article, Metadata

EDITED = "edited by hand"
UNKNOWN = "not known"
_LABELS = {
    "title": "Title",
    "publisher": "Publisher",
    "authors": "Authors",
    "published": "Published",
    "updated": "Updated",
    "language": "Language",
    "opinion": "Opinion",
    "url": "URL",
}


class Fact(NamedTuple):
    label: str
    value: str
    stated: str | None
    """What the source states in the place of a value that was edited by hand; None where it was not."""

    @property
    def line(self) -> Text:
        """The fact in a line: of one that was edited by hand also what the source states."""
        line = Text.assemble((f"{self.label}: ", "dim"), printable_line(self.value))
        if self.stated is None:
            return line
        source = f"the source states {printable_line(self.stated)}" if self.stated else "the source does not state it"
        return line.append(f" ({EDITED}; {source})", style="yellow")


def facts_of(article: Article) -> list[Fact]:
    """All that is known, and what was edited to be not known."""
    facts = [_fact(article, name) for name in _LABELS]
    others = [("Source", article.source), ("Copy of", article.duplicate_of)]
    own = [Fact(label, value, None) for label, value in others if value]
    return [Fact("Id", article.key, None), *(fact for fact in facts if fact.value), *own]


def _fact(article: Article, name: str) -> Fact:
    value = _told(article.metadata, name)
    if name not in article.corrections.fields:
        return Fact(_LABELS[name], value, None)
    return Fact(_LABELS[name], value or UNKNOWN, _told(article.stated, name))


def _told(metadata: Metadata, name: str) -> str:
    value = getattr(metadata, name)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "")
