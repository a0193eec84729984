"""What was found for a question: ranked passages, single sentences, and the pack of them that a model reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from chatbot.records.articles import Metadata, Span, StoredPassage


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage as retrieval ranked it."""

    stored: StoredPassage
    score: float
    """Relevance, higher is better; comparable only within one result."""
    similarity: float
    """Cosine of question and passage embeddings; the highest, where there are several queries."""
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
    heading: bool = False
    """Whether it only heads what follows: it is there to be understood, states nothing and is never cited."""

    @property
    def article_key(self) -> str:
        return f"{self.article_id}@{self.version}"

    def with_sentence_before(self) -> Evidence:
        """Both sentences as one piece of evidence: what "he" or "the lodge" means often stands in the one before."""
        span = Span(self.span.start - len(self.before), self.span.end)
        return replace(self, span=span, quote=self.before + self.quote, before="")


@dataclass(frozen=True, slots=True)
class PackedSentence:
    """A sentence as it stands in a pack."""

    number: int
    """Counts from 1 within the pack; 0 for a heading, which is there to be understood and never cited."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """What a pack holds of one article."""

    metadata: Metadata
    runs: tuple[tuple[PackedSentence, ...], ...]
    """Stretches of sentences in the article's order; between two of them something is left out."""


@dataclass(frozen=True)
class EvidencePack:
    """Evidence for one question: whole passages, grouped by article, every sentence numbered.

    Citations of an answer point into it by number.
    """

    articles: tuple[PackedArticle, ...] = ()
    tokens: int = 0
    """About how many tokens a model reads of it."""

    @cached_property
    def sentences(self) -> tuple[Evidence, ...]:
        """The citable sentences; the one with number n stands at n - 1."""
        return tuple(packed.evidence for packed in sorted(self._citable(), key=lambda packed: packed.number))

    def numbered(self, number: int) -> Evidence | None:
        """The sentence with this number, None where there is none: a model may write any number."""
        return self.sentences[number - 1] if 0 < number <= len(self.sentences) else None

    def __bool__(self) -> bool:
        return bool(self.sentences)

    def _citable(self) -> Iterator[PackedSentence]:
        for article in self.articles:
            for run in article.runs:
                yield from (packed for packed in run if packed.number)
