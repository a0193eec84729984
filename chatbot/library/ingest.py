"""Documents into the library: recognise what is known, have the rest prepared, store, say what happened to each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import numpy as np

from chatbot.embedding.encoder import TextEncoder, Vectors
from chatbot.errors import ReadError
from chatbot.library.correcting import carried_on
from chatbot.library.duplicates import CANDIDATE_SIMILARITY, original_of
from chatbot.library.identity import article_id, content_digest
from chatbot.library.library import IndexedArticle, Library
from chatbot.library.preparing import PreparedDocument, Preparer, Preparing
from chatbot.library.sources import Failure
from chatbot.library.stated_facts import with_stated_facts
from chatbot.records import Article, Document, Passage, StoredPassage

BATCH_PASSAGES = 512
"""Passages prepared and committed together: enough to sort by length, little enough to lose at most seconds."""
CHARACTERS_PER_TOKEN = 4
NEAREST = 3
"""Articles with which a new one is compared."""
NEAREST_VERSIONS = 20
"""Among which they are looked for: an article's earlier versions are as near as its newest one."""


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
    notes: tuple[str, ...] = ()
    """What the reader of the source changed or left open."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Sources whose articles are stored together."""

    items: Sequence[Document | Failure]
    changed: Sequence[Document]
    """Those that the library did not have when it was looked up."""
    titles: Sequence[str]
    """Those under which the changed ones are embedded: by hand they may have others than their sources state."""
    ids: frozenset[str]
    """Of the changed ones."""


class Ingestor:
    """Puts documents into a library.

    Args:
        library: open, and made with the same encoder.
        encoder: embeds passages and counts tokens.
        passage_tokens: about how many tokens a passage has.
        batch_passages: about how many passages are committed together.
        preparing: splits and embeds instead of this process, with the same encoder and passages of the same size.
    """

    def __init__(
        self,
        library: Library,
        encoder: TextEncoder,
        passage_tokens: int = 200,
        batch_passages: int = BATCH_PASSAGES,
        preparing: Preparing | None = None,
    ) -> None:
        self._library = library
        self._preparer = Preparer(encoder, passage_tokens)
        self._preparing = preparing or self._preparer
        self._batch_characters = batch_passages * passage_tokens * CHARACTERS_PER_TOKEN

    def run(self, items: Iterable[Document | Failure]) -> Iterator[Outcome]:
        """Ingest lazily; one outcome for each item, in order within a batch, after it is safely stored."""
        under_way: deque[_Batch] = deque()
        items = (with_stated_facts(item) if isinstance(item, Document) else item for item in items)
        for prepared in self._preparing.prepare_each(self._looked_up(items, under_way)):
            with self._library.writing:
                outcomes = self._store(under_way[0], prepared)
            under_way.popleft()
            yield from outcomes

    def put_back(self, articles: Sequence[Article]) -> None:
        """Store articles that were in a library before, with their ids, versions and links: no two of one id.

        Raises:
            LibraryError: they cannot be written.
        """
        documents = [Document(article.source, article.text, article.metadata) for article in articles]
        self._library.add(list(map(_indexed, articles, self._preparer.prepare(documents))))

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

    def _looked_up(self, items: Iterable[Document | Failure], under_way: deque[_Batch]) -> Iterator[Sequence[Document]]:
        """For each batch the documents that need to be prepared; the batch is added to those under way."""
        for batch in self._batches(items):
            # What becomes of an article that is itself under way is known only once it is stored.
            awaited = frozenset[str]().union(*(earlier.ids for earlier in under_way))
            documents = {article_id(item): item for item in batch if isinstance(item, Document)}
            known = self._newest([name for name in documents if name not in awaited])
            changed = {name: each for name, each in documents.items() if not _is_known(each, known.get(name))}
            corrected = [_as_corrected(each, known.get(name)) for name, each in changed.items()]
            titles = [each.metadata.title for each in corrected]
            under_way.append(_Batch(batch, tuple(changed.values()), titles, frozenset(changed)))
            yield corrected

    def _store(self, batch: _Batch, prepared: Sequence[PreparedDocument]) -> list[Outcome]:
        """Store what is still new: another thread may have changed the library since it was looked up."""
        self._library.settle()
        known = self._newest(list(batch.ids))
        drafts = [
            self._draft(_next_version(document, known.get(article_id(document))), parts, title)
            for document, parts, title in zip(batch.changed, prepared, batch.titles, strict=True)
            if not _is_known(document, known.get(article_id(document)))
        ]
        indexed = self._link_copies(drafts)
        self._library.add(indexed)
        stored = {item.article.id: item.article for item in indexed}
        return [_outcome(item, stored) for item in batch.items]

    def _draft(self, article: Article, parts: PreparedDocument, title: str) -> IndexedArticle:
        """Ready to be stored; prepared again where its title was corrected since it was looked up."""
        if article.metadata.title != title:
            (parts,) = self._preparer.prepare([Document(article.source, article.text, article.metadata)])
        return _indexed(article, parts)

    def _newest(self, article_ids: list[str]) -> dict[str, Article]:
        versions = self._library.newest_versions(article_ids)
        keys = [f"{name}@{version}" for name, version in versions.items()]
        return {article.id: article for article in self._library.get_many(keys)}

    def _link_copies(self, drafts: Sequence[IndexedArticle]) -> list[IndexedArticle]:
        means = [draft.vector for draft in drafts]
        stored = self._nearest(means)
        linked: list[IndexedArticle] = []
        for at, draft in enumerate(drafts):
            earlier = [
                item.article
                for other, item in enumerate(linked)
                if float(means[at] @ means[other]) >= CANDIDATE_SIMILARITY
            ]
            own = f"{draft.article.id}@"
            near = [key for key in stored[at] if not key.startswith(own)][:NEAREST]
            original = original_of(draft.article, [*self._library.get_many(near), *earlier])
            linked.append(replace(draft, article=replace(draft.article, duplicate_of=original)))
        return linked

    def _nearest(self, vectors: Sequence[Vectors]) -> list[list[str]]:
        """For each vector the keys of articles near enough to be copies, nearest first, without older versions."""
        if not vectors:
            return []
        found = [
            [key for key, similarity in near if similarity >= CANDIDATE_SIMILARITY]
            for near in self._library.nearest_articles(np.stack(vectors), NEAREST_VERSIONS)
        ]
        newest = self._library.newest_versions(sorted({key.partition("@")[0] for near in found for key in near}))
        current = {f"{name}@{version}" for name, version in newest.items()}
        return [[key for key in near if key in current] for near in found]


def _is_known(document: Document, known: Article | None) -> bool:
    # The text too: a damaged one is replaced when its source comes again, though its digest is the right one.
    return (
        known is not None
        and known.text == document.text
        and known.digest == content_digest(document.text, document.metadata)
    )


def _as_corrected(document: Document, known: Article | None) -> Document:
    return replace(document, metadata=carried_on(document.metadata, known)[0])


def _next_version(document: Document, known: Article | None) -> Article:
    metadata, corrections = carried_on(document.metadata, known)
    return Article(
        id=article_id(document),
        version=known.version + 1 if known else 1,
        source=document.source,
        text=document.text,
        metadata=metadata,
        digest=content_digest(document.text, document.metadata),
        ingested=datetime.now(UTC),
        corrections=corrections,
    )


def _indexed(article: Article, parts: PreparedDocument) -> IndexedArticle:
    """The article with what was prepared for it, ready to be stored."""
    passages = tuple(
        StoredPassage(
            passage=Passage(article.key, span.start, span.end, span.of(article.text)),
            sentences=sentences,
            metadata=article.metadata,
            story=article.id,
            headings=headings,
        )
        for span, sentences, headings in zip(parts.passages, parts.sentences, parts.headings, strict=True)
    )
    return IndexedArticle(replace(article, passage_count=len(passages)), passages, parts.vectors)


def _outcome(item: Document | Failure, stored: dict[str, Article]) -> Outcome:
    if isinstance(item, Failure):
        return Outcome(item.source, Change.FAILED, error=item.error)
    article = stored.get(article_id(item))
    if article is None:
        return Outcome(item.source, Change.UNCHANGED, article_id(item), title=item.metadata.title, notes=item.notes)
    change = Change.NEW if article.version == 1 else Change.NEW_VERSION
    return Outcome(
        item.source, change, article.id, article.version, item.metadata.title, article.duplicate_of, notes=item.notes
    )
