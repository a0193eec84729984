"""What the library holds, as its two Chroma collections tell it. Reading only; `library.py` changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from chatbot.library import collections, rows
from chatbot.library.gate import Gate, WriterLock
from chatbot.library.languages import languages_of
from chatbot.library.listing import newest_summaries
from chatbot.library.resolving import not_found, read_key, resolve_id
from chatbot.records import Article, ArticleSummary, StoredPassage

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

Vectors = NDArray[np.float32]
PAGE = 1000
ARTICLES_AT_ONCE = 100

P = ParamSpec("P")
R = TypeVar("R")


def _reading(
    method: Callable[Concatenate[LibraryContents, P], R],
) -> Callable[Concatenate[LibraryContents, P], R]:
    """Lets a method raise LibraryError where Chroma raises errors of its own."""

    @wraps(method)
    def translated(self: LibraryContents, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.reading():
            return method(self, *args, **kwargs)

    return translated


class LibraryContents:
    """The articles and passages of a library. Every method raises LibraryError when the database cannot be read."""

    directory: Path
    writing: WriterLock
    """Held by whoever changes the library: looking up what is known and storing what is new belong together."""
    _embedded: bool
    _gate: Gate
    _articles: Collection
    _passages: Collection
    _listed: tuple[int, list[ArticleSummary]] | None = None
    """All summaries, and how many writers had finished when they were read."""
    _languages: tuple[tuple[int, int], list[str]] | None = None
    """The languages, how many writers had finished when they were told, and how many texts there were."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """In this context the database stays open, and Chroma's own errors become LibraryError."""
        with self._gate.shared(), collections.translated(str(self.directory)):
            yield

    @_reading
    def __len__(self) -> int:
        """Number of stored texts: every version of every article."""
        return self._articles.count()

    @property
    def passages(self) -> Collection:
        """The Chroma collection that dense retrieval searches."""
        return self._passages

    def get(self, article_id: str, version: int | None = None) -> Article:
        """An article's text and metadata; the newest version unless told otherwise.

        Raises:
            ArticleNotFound: there is no such article or version.
        """
        found = self.newest_versions([article_id]).get(article_id) if version is None else version
        if found is None:
            raise not_found(article_id)
        articles = self.get_many([f"{article_id}@{found}"])
        if not articles:
            raise not_found(f"{article_id}@{found}")
        return articles[0]

    @_reading
    def get_many(self, keys: Sequence[str]) -> list[Article]:
        """The articles with these keys (`id@version`), in no particular order; unknown keys are left out."""
        if not keys:
            return []
        found = self._articles.get(ids=list(keys), include=["metadatas", "documents"])
        return [
            rows.article_from(row, text)
            for row, text in zip(found["metadatas"] or (), found["documents"] or (), strict=True)
        ]

    @_reading
    def versions(self, article_id: str) -> list[Article]:
        """All versions of an article that the library holds, the oldest first.

        Raises:
            ArticleNotFound: there is no such article.
        """
        held = self.get_many(self._version_ids(article_id))
        if not held:
            raise not_found(article_id)
        return sorted(held, key=lambda article: article.version)

    @_reading
    def newest_versions(self, article_ids: Sequence[str]) -> dict[str, int]:
        """The newest version of each of these articles that the library holds."""
        newest: dict[str, int] = {}
        for row in self._article_rows(article_ids):
            newest[row["article_id"]] = max(row["version"], newest.get(row["article_id"], 0))
        return newest

    @_reading
    def summaries(self) -> list[ArticleSummary]:
        """The newest version of every article, newest publication first; undated ones last.

        Remembered until this process writes. What is on a Chroma server others may change, so that it is always read.
        """
        finished = self.writing.finished
        if self._listed is None or self._listed[0] != finished or not self._embedded:
            self._listed = finished, self._read_summaries()
        return list(self._listed[1])

    def _read_summaries(self) -> list[ArticleSummary]:
        return newest_summaries(self._pages(self._articles))

    def resolve(self, name: str) -> str:
        """The id of an article that is named by it or by its first characters.

        Raises:
            ArticleNotFound: no article has such an id, several have, or the characters are too few.
        """
        return resolve_id(name, self.summaries())

    def find(self, name: str) -> Article:
        """The article that is named by an id or its first characters, `1a2b3c4d`, or a version of it, `1a2b3c4d@2`.

        Raises:
            ArticleNotFound: see `resolve`, or there is no such version.
        """
        prefix, version = read_key(name)
        return self.get(self.resolve(prefix), version)

    def zone_offsets(self) -> set[int]:
        """How far the time zones in which articles were published are ahead of UTC, in seconds."""
        moments = (summary.metadata.published for summary in self.summaries())
        return {rows.zone_offset(moment) for moment in moments if moment}

    @_reading
    def nearest_articles(self, vectors: Vectors, limit: int) -> list[list[tuple[str, float]]]:
        """For each vector the keys of the nearest stored articles with their cosine, nearest first."""
        if not self._articles.count() or not len(vectors):
            return [[] for _ in vectors]
        found = self._articles.query(query_embeddings=vectors, n_results=limit, include=["distances"])
        return [
            [(key, 1 - distance) for key, distance in zip(keys, distances, strict=True)]
            for keys, distances in zip(found["ids"], found["distances"] or (), strict=True)
        ]

    @_reading
    def passages_by_id(self, passage_ids: Sequence[str]) -> dict[str, StoredPassage]:
        """The passages with these ids; unknown ids are left out."""
        if not passage_ids:
            return {}
        found = self._passages.get(ids=list(passage_ids), include=["metadatas", "documents"])
        return {
            passage_id: rows.passage_from(row, text)
            for passage_id, row, text in zip(
                found["ids"], found["metadatas"] or (), found["documents"] or (), strict=True
            )
        }

    @_reading
    def passages_with_vectors(self, passage_ids: Sequence[str]) -> dict[str, tuple[StoredPassage, Vectors]]:
        """The passages with these ids and their embeddings; unknown ids are left out."""
        if not passage_ids:
            return {}
        found = self._passages.get(ids=list(passage_ids), include=["metadatas", "documents", "embeddings"])
        vectors = np.asarray(found["embeddings"], dtype=np.float32)
        entries = zip(found["ids"], found["metadatas"] or (), found["documents"] or (), vectors, strict=True)
        return {name: (rows.passage_from(row, text), vector) for name, row, text, vector in entries}

    @_reading
    def passages_of(self, article_ids: Sequence[str]) -> list[StoredPassage]:
        """All passages of the newest versions of these articles, those of one article in its order."""
        found: list[StoredPassage] = []
        for at in range(0, len(article_ids), ARTICLES_AT_ONCE):
            where: Any = {"article_id": {"$in": list(article_ids[at : at + ARTICLES_AT_ONCE])}}
            page = self._passages.get(where=where, include=["metadatas", "documents"])
            rows_of = zip(page["metadatas"] or (), page["documents"] or (), strict=True)
            found += (rows.passage_from(row, text) for row, text in rows_of)
        return sorted(found, key=lambda stored: (stored.passage.article_key, stored.passage.start))

    @_reading
    def half_written(self) -> list[str]:
        """Ids of articles with passages that are not, in number or version, those of their newest version; sorted."""
        wanted = {f"{summary.id}@{summary.version}": summary.passage_count for summary in self.summaries()}
        found = Counter(f"{row['article_id']}@{row['version']}" for row in self._pages(self._passages))
        return sorted({key.partition("@")[0] for key in wanted.keys() | found if wanted.get(key) != found.get(key, 0)})

    @_reading
    def altered_texts(self) -> list[str]:
        """Keys of articles whose text is not the one that was stored, of all versions."""
        pages = self._pages_with_text(self._articles)
        return [f"{row['article_id']}@{row['version']}" for row, text in pages if not rows.is_as_stored(row, text)]

    def publishers(self) -> list[str]:
        """The publishers of all articles, without repetition, sorted."""
        return sorted({summary.metadata.publisher for summary in self.summaries()} - {""})

    def languages(self) -> list[str]:
        """ISO 639-1 codes of the articles' languages, most frequent first; where an article says none, by its title.

        Remembered until this process writes, or another process changes how many texts there are.
        """
        state = self.writing.finished, len(self)
        if self._languages is None or self._languages[0] != state:
            self._languages = state, languages_of(self.summaries())
        return list(self._languages[1])

    def _article_rows(self, article_ids: Sequence[str]) -> list[dict[str, Any]]:
        return self._where({"article_id": {"$in": list(article_ids)}}) if article_ids else []

    def _where(self, where: dict[str, Any]) -> list[dict[str, Any]]:
        return [dict(row) for row in self._articles.get(where=where, include=["metadatas"])["metadatas"] or ()]

    def _version_ids(self, article_id: str) -> list[str]:
        return list(self._articles.get(where={"article_id": article_id}, include=[])["ids"])

    def _pages(self, collection: Collection) -> Iterator[dict[str, Any]]:
        for offset in range(0, collection.count(), PAGE):
            page = collection.get(limit=PAGE, offset=offset, include=["metadatas"])
            yield from (dict(row) for row in page["metadatas"] or ())

    def _pages_with_text(self, collection: Collection) -> Iterator[tuple[dict[str, Any], str]]:
        for offset in range(0, collection.count(), PAGE):
            page = collection.get(limit=PAGE, offset=offset, include=["metadatas", "documents"])
            for row, text in zip(page["metadatas"] or (), page["documents"] or (), strict=True):
                yield dict(row), text
