"""Documents into the library: recognise what is known, split, embed, store, and say what happened to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import numpy as np

from chatbot.errors import ReadError
from chatbot.library.addressed import telling_sentences
from chatbot.library.contents import Vectors
from chatbot.library.duplicates import CANDIDATE_SIMILARITY, is_copy
from chatbot.library.identity import article_id, content_digest
from chatbot.library.library import IndexedArticle, Library, mean_direction
from chatbot.library.passages import pack_passages
from chatbot.library.sentences import split_sentences
from chatbot.library.sources import Failure
from chatbot.models.encoder import TextEncoder
from chatbot.records import Article, Document, Passage, Span, StoredPassage

BATCH_PASSAGES = 512
"""Passages embedded and committed together: enough to sort by length, little enough to lose at most seconds."""
CHARACTERS_PER_TOKEN = 4
NEAREST = 3


class Change(StrEnum):
    """What ingesting a document did to the library."""

    NEW = "new"
    NEW_VERSION = "new version"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source."""

    source: str
    change: Change
    article_id: str = ""
    version: int = 0
    title: str = ""
    duplicate_of: str = ""
    error: ReadError | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article that will be stored, before its passages are embedded."""

    article: Article
    passages: tuple[StoredPassage, ...]


class Ingestor:
    """Puts documents into a library.

    Args:
        library: open, and made with the same encoder.
        encoder: embeds passages and counts tokens.
        passage_tokens: about how many tokens a passage has.
        batch_passages: about how many passages are embedded and committed together.
    """

    def __init__(
        self, library: Library, encoder: TextEncoder, passage_tokens: int = 200, batch_passages: int = BATCH_PASSAGES
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._passage_tokens = passage_tokens
        self._batch_characters = batch_passages * passage_tokens * CHARACTERS_PER_TOKEN

    def run(self, items: Iterable[Document | Failure]) -> Iterator[Outcome]:
        """Ingest lazily; one outcome for each item, in order within a batch, after it is safely stored."""
        for batch in self._batches(items):
            with self._library.writing:
                outcomes = self._store(batch)
            yield from outcomes

    def put_back(self, articles: Sequence[Article]) -> None:
        """Store articles that were in a library before, with their ids, versions and links: no two of one id.

        Raises:
            LibraryError: they cannot be written.
        """
        drafts, parts = self._embed([self._split(article) for article in articles])
        self._library.add(
            [IndexedArticle(draft.article, draft.passages, part) for draft, part in zip(drafts, parts, strict=True)]
        )

    def _batches(self, items: Iterable[Document | Failure]) -> Iterator[list[Document | Failure]]:
        """Groups that hold no article twice, so that a batch never needs two versions of one article."""
        batch: list[Document | Failure] = []
        seen: set[str] = set()
        characters = 0
        for item in items:
            name = article_id(item) if isinstance(item, Document) else ""
            size = len(item.text) if isinstance(item, Document) else 0
            if batch and (name in seen or characters + size > self._batch_characters):
                yield batch
                batch, seen, characters = [], set(), 0
            batch.append(item)
            seen.update({name} - {""})
            characters += size
        if batch:
            yield batch

    def _store(self, items: Sequence[Document | Failure]) -> list[Outcome]:
        documents = [item for item in items if isinstance(item, Document)]
        known = self._newest([article_id(document) for document in documents])
        drafts = {
            name: draft
            for document in documents
            if (draft := self._draft(document, known.get(name := article_id(document))))
        }
        indexed = self._link_copies(*self._embed(list(drafts.values())))
        self._library.add(indexed)
        stored = {item.article.id: item.article for item in indexed}
        return [_outcome(item, stored) for item in items]

    def _newest(self, article_ids: list[str]) -> dict[str, Article]:
        versions = self._library.newest_versions(article_ids)
        keys = [f"{name}@{version}" for name, version in versions.items()]
        return {article.id: article for article in self._library.get_many(keys)}

    def _draft(self, document: Document, known: Article | None) -> _Draft | None:
        """The article to be stored, or None when the library has it already."""
        digest = content_digest(document.text, document.metadata)
        if known and known.digest == digest:
            return None
        article = Article(
            id=article_id(document),
            version=known.version + 1 if known else 1,
            source=document.source,
            text=document.text,
            metadata=document.metadata,
            digest=digest,
            ingested=datetime.now(UTC),
            duplicate_of=known.duplicate_of if known else "",
        )
        return self._split(article)

    def _split(self, article: Article) -> _Draft:
        sentences = split_sentences(article.text)
        spans = pack_passages(article.text, sentences, self._encoder.count_tokens, self._passage_tokens)
        article = replace(article, passage_count=len(spans))
        inside = _group(telling_sentences(article.text, sentences), spans)
        passages = (
            StoredPassage(
                passage=Passage(article.key, span.start, span.end, span.of(article.text)),
                sentences=tuple(group),
                metadata=article.metadata,
                story=article.id,
            )
            for span, group in zip(spans, inside, strict=True)
        )
        return _Draft(article, tuple(passages))

    def _embed(self, drafts: Sequence[_Draft]) -> tuple[Sequence[_Draft], list[Vectors]]:
        """The drafts, and the embeddings of each one's passages."""
        texts = [embedded_text(stored) for draft in drafts for stored in draft.passages]
        vectors = self._encoder.encode(texts)
        ends = np.cumsum([len(draft.passages) for draft in drafts])
        return drafts, np.split(vectors, ends[:-1]) if drafts else []

    def _link_copies(self, drafts: Sequence[_Draft], parts: Sequence[Vectors]) -> list[IndexedArticle]:
        means = [mean_direction(part) for part in parts]
        stored = self._library.nearest_articles(np.stack(means), NEAREST) if means else []
        linked: list[IndexedArticle] = []
        for at, (draft, part) in enumerate(zip(drafts, parts, strict=True)):
            earlier = [
                item.article
                for other, item in enumerate(linked)
                if float(means[at] @ means[other]) >= CANDIDATE_SIMILARITY
            ]
            near = [key for key, similarity in stored[at] if similarity >= CANDIDATE_SIMILARITY]
            original = _original(draft.article, [*self._library.get_many(near), *earlier])
            article = replace(draft.article, duplicate_of=original)
            linked.append(IndexedArticle(article, draft.passages, part))
        return linked


def embedded_text(stored: StoredPassage) -> str:
    """What is embedded for a passage: its title says what the words are about."""
    return f"{stored.metadata.title}\n{stored.passage.text}" if stored.metadata.title else stored.passage.text


def _original(article: Article, candidates: Sequence[Article]) -> str:
    """Id of the article of which this one is a copy, or empty."""
    for candidate in candidates:
        if article.id not in {candidate.id, candidate.duplicate_of} and is_copy(article.text, candidate.text):
            return candidate.duplicate_of or candidate.id
    return ""


def _group(sentences: Sequence[Span], passages: Sequence[Span]) -> list[list[Span]]:
    """For each passage the sentences in it; a sentence too long for one passage is cut at the passages' borders."""
    groups: list[list[Span]] = [[] for _ in passages]
    at = 0
    for sentence in sentences:
        while at < len(passages) and passages[at].end <= sentence.start:
            at += 1
        for index in range(at, len(passages)):
            if passages[index].start >= sentence.end:
                break
            groups[index].append(
                Span(max(sentence.start, passages[index].start), min(sentence.end, passages[index].end))
            )
    return groups


def _outcome(item: Document | Failure, stored: dict[str, Article]) -> Outcome:
    if isinstance(item, Failure):
        return Outcome(item.source, Change.FAILED, error=item.error)
    article = stored.get(article_id(item))
    if article is None:
        return Outcome(item.source, Change.UNCHANGED, article_id(item), title=item.metadata.title)
    change = Change.NEW if article.version == 1 else Change.NEW_VERSION
    return Outcome(item.source, change, article.id, article.version, item.metadata.title, article.duplicate_of)
