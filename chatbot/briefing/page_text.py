"""A model's page as it arrives: sentences, each with the section that it belongs to, of the timeline with its day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from chatbot.answering.draft_text import DraftSentence
from chatbot.briefing.records import SectionKind
from chatbot.records import BlockKind
from chatbot.text.time_vocabulary import WEEKDAYS
from chatbot.text.time_words import mentioned_days

_TELLING = (
    (SectionKind.BOTTOM_LINE, ("bottom line", "summary", "takeaway")),
    (SectionKind.CHANGES, ("what changed", "what has changed", "changes since")),
    (SectionKind.TIMELINE, ("timeline", "chronology")),
    (SectionKind.STATEMENTS, ("who stands where", "who said what", "positions", "reactions")),
    (SectionKind.DISAGREEMENTS, ("disputed", "disagree", "contradict")),
    (SectionKind.OPEN_QUESTIONS, ("open question", "still open", "what is open", "unknown")),
    (SectionKind.DEVELOPMENTS, ("development",)),
)
"""Words of a heading by which its section is known: the prompt names the headings, and models vary them."""
_LONGEST_HEADING = 6
"""Words."""
_LEAD = re.compile(r"(?P<lead>[^:–—]{4,40}?)(?:\s*[:–—]|\s-)\s+(?P<rest>\S.*)", re.DOTALL)
_INTRODUCED = re.compile(r"^(?:on|by|as of)\s+", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")


class PageSentence(NamedTuple):
    """A sentence of a page, not yet checked."""

    kind: SectionKind
    written: DraftSentence
    """In a timeline without the day that leads up to it."""
    day: date | None = None
    label: str = ""
    """The heading within its section, where one stands right before it."""


@dataclass(slots=True)
class _Reading:
    kind: SectionKind = SectionKind.BOTTOM_LINE
    level: int = 0
    """Of the heading that named the section; 0 before the first one."""
    label: str = ""
    day: date | None = None
    block: int = -1


def read_page(sentences: Iterable[tuple[DraftSentence, bool]], near: datetime) -> Iterator[tuple[PageSentence, bool]]:
    """Each sentence in its section; what stands before all headings is the bottom line.

    Args:
        sentences: of a model's reply, each with whether it is the last one as far as is known.
        near: when the briefing was asked for: a day without a year is the nearest one.
    """
    reading = _Reading()
    for written, is_last in sentences:
        if written.kind is BlockKind.HEADING:
            _head(written, reading)
        elif not written.head and (told := _led(_without_cells(written), reading)):
            yield _sentence(told, reading, near), is_last


def leading_day(text: str, near: datetime) -> tuple[date | None, str]:
    """The day with which an entry of a timeline begins, and what stands behind it.

    A day that is a part of the sentence ("On 18 March, …") stays there; of a stretch of days there is no day.
    """
    if (found := _LEAD.match(text)) and (day := _only_day(found["lead"], near)):
        return day, found["rest"][:1].upper() + found["rest"][1:]
    plain = f"on {_INTRODUCED.sub('', text, count=1)}"  # A day without its year is one only behind a preposition.
    mentions = mentioned_days(plain, near)
    begins = bool(mentions) and plain.startswith(f"on {mentions[0].words}")
    return mentions[0].day if begins else None, text


def _head(written: DraftSentence, reading: _Reading) -> None:
    kind = _kind_of(written.text)
    if kind:
        reading.kind, reading.level, reading.label = kind, written.level, ""
    else:
        if written.level <= reading.level or not reading.level:
            reading.kind = SectionKind.DEVELOPMENTS
        reading.label = written.text


def _kind_of(heading: str) -> SectionKind | None:
    words = heading.casefold().rstrip(":")
    if len(words.split()) > _LONGEST_HEADING and not words.startswith("what changed"):
        return None
    return next((kind for kind, telling in _TELLING if any(word in words for word in telling)), None)


def _led(written: DraftSentence, reading: _Reading) -> DraftSentence | None:
    """The sentence without a section's name in front of it; None where nothing else stands there."""
    name, colon, rest = written.text.partition(":")
    kind = _kind_of(name) if colon and written.block != reading.block and name[:1].isupper() else None
    if kind is None or len(name.split()) > 3:
        return written
    _head(written._replace(text=name, level=reading.level), reading)
    return written._replace(text=rest.strip()) if rest.strip() else None


def _sentence(written: DraftSentence, reading: _Reading, near: datetime) -> PageSentence:
    if written.block != reading.block:
        reading.block, reading.day = written.block, None
        if reading.kind is SectionKind.TIMELINE:
            reading.day, text = leading_day(written.text, near)
            written = written._replace(text=text)
    label, reading.label = reading.label, ""
    return PageSentence(reading.kind, written, reading.day, label)


def _without_cells(written: DraftSentence) -> DraftSentence:
    """A table's row as a bullet: a page has no tables."""
    if not written.cells:
        return written
    text = f"{written.claim.rstrip('.')}."
    return written._replace(text=text, cells=(), heads=(), kind=BlockKind.BULLET)


def _only_day(words: str, near: datetime) -> date | None:
    """The day that words name, where they name nothing else but its weekday."""
    mentions = mentioned_days(f"on {_INTRODUCED.sub('', words)}", near)
    if len(mentions) == 2 and mentions[0].words.casefold() in WEEKDAYS:
        mentions = mentions[1:]
    rest = words
    for mention in mentions:
        rest = rest.replace(mention.words, " ")
    left = [word for word in _NO_LETTERS.split(rest.casefold()) if word and word not in {*WEEKDAYS, "on"}]
    return mentions[0].day if len(mentions) == 1 and not left else None
