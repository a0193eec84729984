"""What the lines of a page state of its article where the source itself is silent: writers, days, opinion, publisher.

A byline above the text names the writers; a stamp gives the day of publication, and of the last change; an address
names its host, which stands for the publisher; columns and letters are marked as opinion. The lines stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chatbot.library.readers.dates import read_date
from chatbot.library.readers.fields import split_authors
from chatbot.library.readers.hosts import host_of
from chatbot.records import Document, Metadata
from chatbot.text.opinion import is_opinion

TOP_LINES = 8
TOP_CHARACTERS = 2_000
LONGEST_LINE = 120
"""Characters of a byline or stamp; longer lines tell something."""

_PARTICLE = r"(?:(?:de|del|della|di|da|dos|van|von|der|den|la|le|el|al|bin|ben|ibn) )"
_WORD = r"[^\W\d_a-z][\w.’'-]*"
_NAME = rf"{_WORD}(?: {_PARTICLE}{{0,2}}{_WORD}){{1,3}}"
_BYLINE = re.compile(
    rf"(?:By|BY|Von|Par|Por|Di|Door)\s+({_NAME}(?:\s*(?:,|&|;|,? (?:and|und|et|y|e|en))\s*{_NAME}){{0,5}})"
    r"(?:\s*[,|•·–—-]\s*[^.!?]{0,60})?"
)
_ROLES = re.compile(
    r"(?:staff|senior|chief|guest|special|political|foreign) |writer|reporter|editor|correspondent", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r"\s*(?:,? (?:and|und|et|y|e|en) |,|&|;)\s*")
_STAMP_WORD = (
    r"\b(?:(?:first |last )?(?:published|updated|posted|modified)|veröffentlicht|aktualisiert|publiée?|mise? à jour|"
    r"publicado|actualizado|pubblicato|aggiornato)(?: (?:on|at|am|le|el|il))?\b\s*:?"
)
_PIECES = re.compile(rf"\s*[|•·]\s*|\s+(?={_STAMP_WORD})", re.IGNORECASE)
_STAMP = re.compile(rf"(?P<word>{_STAMP_WORD})?\s*(?P<date>.*)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CHANGED = re.compile(r"updated|modified|aktualisiert|mis à jour|actualizado|aggiornato", re.IGNORECASE)


def with_stated_facts(document: Document) -> Document:
    """The document with what its lines and its address state; what its source states itself stays.

    The day of the last change stands in for that of publication where only that is known.
    """
    known = document.metadata
    lines = _top(document.text)
    published, updated = _moments(lines, known.language)
    found = Metadata(
        authors=next((names for line in lines if (names := _writers(line))), ()),
        publisher=host_of(known.url),
        published=published,
        updated=updated,
        opinion=True if is_opinion(document.text, known.title, known.url) else None,
    )
    if known.published and found.updated and found.updated < known.published:
        found = replace(found, updated=None)
    facts = found.overridden_by(known)
    # Periods, recency and briefings go by the day of publication: an article without one is in none of them.
    return replace(document, metadata=replace(facts, published=facts.published or facts.updated))


def _top(text: str) -> list[str]:
    lines = (line.strip() for line in text[:TOP_CHARACTERS].splitlines())
    return [line for line in lines if line][:TOP_LINES]


def _writers(line: str) -> tuple[str, ...]:
    """The names in a byline."""
    found = _BYLINE.fullmatch(line) if len(line) <= LONGEST_LINE else None
    names = _BETWEEN_NAMES.split(found[1]) if found else []
    return split_authors(";".join(name for name in names if not _ROLES.search(name)))


def _moments(lines: Sequence[str], language: str) -> tuple[datetime | None, datetime | None]:
    """Publication and last change, as stamps give them; a day without a year may be any year's."""
    published: datetime | None = None
    updated: datetime | None = None
    for line in lines:
        for piece in _PIECES.split(line) if len(line) <= LONGEST_LINE else ():
            stamp = _STAMP.fullmatch(piece)
            moment = read_date(stamp["date"], language).moment if stamp and _YEAR.search(stamp["date"]) else None
            if stamp and stamp["word"] and _CHANGED.search(stamp["word"]):
                updated = updated or moment
            else:
                published = published or moment
    return published, updated
