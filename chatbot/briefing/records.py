"""What a briefing is asked for and what it consists of. All records are immutable."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from chatbot.records import ArticleLink, Citation, Filters, Sentence, Usage


class Length(StrEnum):
    """How much of each section is told."""

    SHORT = "short"
    STANDARD = "standard"
    LONG = "long"

    def limit(self, most: int) -> int:
        """How many entries a section has of which a long briefing shows `most`."""
        return max(1, round(most * {"short": 0.3, "standard": 0.6, "long": 1.0}[self]))

    @property
    def words(self) -> int:
        """Of all statements of a briefing on a topic, about."""
        return {"short": 300, "standard": 700, "long": 1200}[self]


@dataclass(frozen=True, slots=True)
class BriefingRequest:
    """What is to be told, and to whom."""

    asked_at: datetime
    topic: str = ""
    """In words; empty: everything in scope."""
    filters: Filters = Filters()
    length: Length = Length.STANDARD
    audience: str = ""
    """For whom it is written; reaches the model, where one writes, and the head of the page."""
    with_timeline: bool = True
    """Whether the turns of the story stand in a timeline of their own; else they are developments like others."""


class SectionKind(StrEnum):
    """The parts of a briefing, in their order on the page."""

    BOTTOM_LINE = "bottom_line"
    CHANGES = "changes"
    DEVELOPMENTS = "developments"
    TIMELINE = "timeline"
    STATEMENTS = "statements"
    DISAGREEMENTS = "disagreements"
    CORRECTIONS = "corrections"
    OPEN_QUESTIONS = "open_questions"


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement of a briefing."""

    sentence: Sentence
    """Checked, with the numbers of its citations, or doubtful, and then marked wherever it is shown."""
    label: str = ""
    """What leads up to it: sources, a date, a speaker."""
    day: date | None = None
    """In a timeline: when it happened."""
    sources: int = 1
    """How many independent sources carry it: copies of a wire story count once."""
    paragraph: int = 0
    """The number of the paragraph or bullet of a model's sentence, which it may share with others; 0: a quotation."""
    prose: bool = False
    """Whether it stands in running text, and not in a list."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a briefing; one without entries is left out."""

    kind: SectionKind
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SourceUse:
    """An article that a briefing cites."""

    article_id: str
    version: int
    title: str
    publisher: str
    url: str
    published: datetime | None
    citations: int
    """How many times statements cite it."""
    authors: tuple[str, ...] = ()
    opinion: bool = False


@dataclass(frozen=True, slots=True)
class Briefing:
    """A finished briefing: every statement is backed or marked, every citation resolves."""

    title: str
    topic: str
    first_day: date | None
    """Of publication of the articles that were read; None when none is dated."""
    last_day: date | None
    written_at: datetime
    audience: str
    articles: int
    """How many articles were read."""
    stories: int
    """The same with copies counted once."""
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    sources: tuple[SourceUse, ...]
    model: str
    """The chat model of whose sentences some stand, or empty: all statements are quotations."""
    notes: tuple[str, ...] = ()
    """What the reader should know about how it came about, such as a model that failed."""
    left_out: tuple[ArticleLink, ...] = ()
    """Articles that share words with the topic but stand apart from its other articles: they were not read further."""
    usage: Usage = Usage()
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds by stage."""

    def section(self, kind: SectionKind) -> tuple[Entry, ...]:
        """The entries of a section; empty when it was left out."""
        return next((section.entries for section in self.sections if section.kind is kind), ())
