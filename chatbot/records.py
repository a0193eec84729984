"""The records that travel between stages. All are immutable, and each knows what it came from.

Character offsets are Python string indices (Unicode code points) into `Article.text`, half-open: `text[start:end]`.
An article's text never changes under its `key`; another text is another version.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
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

    def overridden_by(self, other: Metadata) -> Metadata:
        """This metadata with every value that `other` knows put in its place."""
        known = {name: value for name in self.__slots__ if (value := getattr(other, name))}
        return replace(self, **known)


@dataclass(frozen=True, slots=True)
class Document:
    """One article as a reader found it: the text exactly as it will be stored, not yet part of any library."""

    source: str
    """Where it came from: an absolute file path (with `#n` for the n-th record of a file), a URL, or `stdin:…`."""
    text: str
    metadata: Metadata = Metadata()


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
    """SHA-256 of the text and the metadata, hexadecimal; equal digests mean that nothing changed."""
    ingested: datetime
    duplicate_of: str = ""
    """Id of the earlier article of which this is a near-identical copy (a wire story), or empty."""
    passage_count: int = 0

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


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both ends timezone-aware; `since` counts, `until` does not. None means unbounded."""

    since: datetime | None = None
    until: datetime | None = None

    def contains(self, moment: datetime | None) -> bool:
        """Whether the moment lies in the period; an unknown moment lies only in the unbounded period."""
        if moment is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader restricts the search to. Empty means no restriction."""

    period: Period = Period()
    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    article_ids: tuple[str, ...] = ()

    @property
    def restrict(self) -> bool:
        """Whether anything is restricted."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, when, and within which limits."""

    text: str
    asked_at: datetime
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage as retrieval ranked it."""

    stored: StoredPassage
    score: float
    """Relevance, higher is better; comparable only within one result."""
    similarity: float
    """Cosine of question and passage embeddings."""
    copies: tuple[str, ...] = ()
    """Ids of articles with near-identical text that this passage stands for."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of an article that may answer the question or support a claim."""

    article_id: str
    version: int
    span: Span
    quote: str
    """Equals the article's text at `span`."""
    metadata: Metadata
    score: float = 0.0
    """Relevance to the question, higher is better."""
    similarity: float = 0.0
    """Cosine of the question's and the sentence's embeddings."""
    overlap: float = 0.0
    """Share, 0..1, of the question's information that the sentence repeats."""
    context: str = ""
    """The passage that the sentence stands in."""
    before: str = ""
    """The article's characters from the sentence before to this one; empty for the first of a passage."""
    story: str = ""
    """Equal for near-identical copies of one article."""
    copies: tuple[str, ...] = ()
    """Ids of other articles that carry the same story in near-identical words."""

    @property
    def article_key(self) -> str:
        return f"{self.article_id}@{self.version}"

    def with_sentence_before(self) -> Evidence:
        """Both sentences as one piece of evidence: what "he" or "the lodge" means often stands in the one before."""
        span = Span(self.span.start - len(self.before), self.span.end)
        return replace(self, span=span, quote=self.before + self.quote, before="")


class Verdict(StrEnum):
    """What the check of a sentence found."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    NOT_A_CLAIM = "not_a_claim"
    """Nothing to check: a greeting, a question, a refusal, a lead-in."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer from an answer to exact characters of one version of an article."""

    id: int
    """Counts from 1 within an answer, in order of first use."""
    article_id: str
    version: int
    title: str
    publisher: str
    url: str
    published: datetime | None
    start: int
    end: int
    quote: str
    """Equals the article's text from `start` to `end`."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer with the result of its check."""

    text: str
    verdict: Verdict
    score: float
    """Probability that the cited evidence supports the sentence; 1 for what is not a claim."""
    citations: tuple[int, ...] = ()
    """Ids of `Answer.citations`."""
    reason: str = ""
    """Why an unsupported sentence is not supported, in plain words; empty otherwise."""
    claim: str = ""
    """The whole sentence that was checked, where `text` is only the part of it that answers; empty otherwise."""
    unbacked: tuple[Span, ...] = ()
    """The words of an unsupported `text` that no evidence backs, where they can be pointed at."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the chat model consumed, in its own tokens."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer: checked sentences, and citations that resolve."""

    question: str
    answer_id: str
    refused: bool
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    model: str
    usage: Usage = Usage()
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds by stage, `verify` within `generate`; `first_sentence`: from the question to the first verified one."""
    answerability: float = 0.0
    """Probability that the library holds an answer."""

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with the answer that was shown."""

    question: str
    answer: str


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
