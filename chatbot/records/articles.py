"""Articles and their pieces. All records are immutable, and each knows what it came from.

Character offsets are Python string indices (Unicode code points) into `Article.text`, half-open: `text[start:end]`.
An article's text never changes under its `key`; another text is another version.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that this span names."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article beside its text. An empty value means that the source does not say."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: datetime | None = None
    """Timezone-aware; sources without a time zone count as UTC."""
    updated: datetime | None = None
    language: str = ""
    """ISO 639-1 code, lower case."""
    url: str = ""
    opinion: bool | None = None
    """Whether it is a piece of opinion: a column, a leader, a letter. None: not known."""

    def overridden_by(self, other: Metadata) -> Metadata:
        """This metadata with every value that `other` knows put in its place."""
        known = {name: value for name in self.__slots__ if (value := getattr(other, name)) not in ("", (), None)}
        return replace(self, **known)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What readers have corrected by hand of what a source states of its article."""

    fields: tuple[str, ...] = ()
    """Names of the metadata whose values are a reader's; they win over what the source states, now and later."""
    stated: Metadata = Metadata()
    """What the source states itself, where anything is corrected."""
    titles: tuple[str, ...] = ()
    """All other titles that the article has had by hand: answers may name it by one of them."""
    edits: int = 0
    """How many times it was corrected: by this, other processes see that it was."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article as a reader found it: the text exactly as it will be stored, not yet part of any library."""

    source: str
    """Where it came from: an absolute file path (with `#n` for the n-th record of a file), a URL, or `stdin:…`."""
    text: str
    metadata: Metadata = Metadata()
    part: str = ""
    """Which of several articles of one address it is: its entry's id in a feed; empty when it is the only one."""
    notes: tuple[str, ...] = ()
    """What its reader changed or left open, as sentences for whoever adds it; no part of the article."""


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article in the library."""

    id: str
    """The same for all versions of an article: derived from its URL, or its file path when it has none."""
    version: int
    """Counts from 1."""
    source: str
    text: str
    metadata: Metadata
    digest: str
    """SHA-256 of the text and the metadata as its source states them, hexadecimal; equal digests mean that nothing
    changed there."""
    ingested: datetime
    duplicate_of: str = ""
    """Id of the earlier article of which this is a near-identical copy (a wire story), or empty."""
    passage_count: int = 0
    corrections: Corrections = Corrections()

    @property
    def stated(self) -> Metadata:
        """The metadata as the source states it."""
        return self.corrections.stated if self.corrections.fields else self.metadata

    @property
    def key(self) -> str:
        """Names this very text: `id@version`."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article, about 200 tokens long: the unit that is embedded and searched."""

    article_key: str
    start: int
    end: int
    text: str
    """Equals the article's text from `start` to `end`."""

    @property
    def id(self) -> str:
        return f"{self.article_key}:{self.start}-{self.end}"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the library keeps it, with what ranking and citing need to know of its article."""

    passage: Passage
    sentences: tuple[Span, ...]
    """Spans in the article's text."""
    metadata: Metadata
    story: str
    """Equal for near-identical copies of one article."""
    headings: frozenset[Span] = frozenset()
    """Those of the sentences that only head what follows."""


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article without its text, as lists show it: the newest version."""

    id: str
    version: int
    source: str
    metadata: Metadata
    ingested: datetime
    duplicate_of: str
    passage_count: int
    characters: int
