"""The library: articles, their passages, and the two indexes over them, kept consistent through crashes.

Chroma holds everything. An article's row is its commit mark: passages are written before it and deleted after it, so
that a crash leaves passages without an article, never an article without passages. The journal names the articles
concerned, and opening the library repairs them. The passages of an article are those of its newest version; earlier
versions keep their text, so that citations of them still resolve.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from chatbot.library import collections, rows
from chatbot.library.contents import Vectors
from chatbot.library.correction_log import Correction, CorrectionLog
from chatbot.library.erasure import finish_erasing
from chatbot.library.following import LOOK_SECONDS, Follower
from chatbot.library.gate import Gate, WriterLock
from chatbot.library.journal import DELETIONS, Journal
from chatbot.library.lexical import LexicalIndex
from chatbot.library.lock import hold
from chatbot.library.opening import CHROMA_FOLDER, LEXICAL_FOLDER, check_before_opening
from chatbot.library.repairing import LibraryRepair, mean_direction
from chatbot.library.resolving import not_found
from chatbot.records import Article, StoredPassage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from filelock import BaseFileLock


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article ready to be stored."""

    article: Article
    passages: tuple[StoredPassage, ...]
    vectors: Vectors
    """Passage embeddings, shape (passages, dimension), unit length."""

    @property
    def vector(self) -> Vectors:
        """The article's embedding: the mean direction of its passages."""
        return mean_direction(self.vectors)


class Library(LibraryRepair):
    """An open library. Use as a context manager, or `close()` it."""

    def __init__(
        self, directory: Path, client: ClientAPI, fingerprint: str, lock: BaseFileLock, *, embedded: bool
    ) -> None:
        self.directory = directory
        self._client = client
        self._fingerprint = fingerprint
        self._lock = lock
        self._embedded = embedded
        self._gate = Gate()
        self.writing = WriterLock()
        self._open_collections()
        self._batch_size = client.get_max_batch_size()
        with collections.translated(str(directory)):
            self.lexical = LexicalIndex(directory / LEXICAL_FOLDER)
        self._journal, self._deletions = Journal(directory), Journal(directory, DELETIONS)
        self._corrections = CorrectionLog(directory)
        self._repair()
        with collections.translated(str(directory)):
            self._follower = None if embedded else Follower(self._articles, self._passages, self.lexical)

    @classmethod
    def open(cls, directory: Path, fingerprint: str, *, server_url: str = "", server_token: str = "") -> Self:
        """Open the library in this folder, creating it when missing and repairing what a crash left over.

        Args:
            directory: holds the lexical index and the journal, and the Chroma database when that is embedded.
            fingerprint: names the embedding model whose vectors the library holds.
            server_url: address of a Chroma server to use instead of the embedded database.
            server_token: its access token.

        Raises:
            LibraryLocked: another process uses this folder.
            LibraryMismatch: the library was made with another embedding model.
            LibraryDamaged: a file of the library is missing or damaged.
            LibraryError: the folder or the server cannot be used.
        """
        with collections.translated(str(directory)):
            directory.mkdir(parents=True, exist_ok=True)
            lock = hold(directory)
        try:
            if not server_url:
                with collections.translated(str(directory)):
                    check_before_opening(directory)
                    finish_erasing(directory)
            client = (
                collections.connect_server(server_url, server_token)
                if server_url
                else collections.connect_embedded(directory / CHROMA_FOLDER)
            )
            try:
                return cls(directory, client, fingerprint, lock, embedded=not server_url)
            except BaseException:
                collections.disconnect(client)
                raise
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Let other processes have the library."""
        collections.disconnect(self._client)
        finish_erasing(self.directory)
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, batch: Sequence[IndexedArticle]) -> None:
        """Store articles, each as the newest version under its id. All or nothing for each article.

        Raises:
            LibraryError: Chroma could not write; what was begun is undone before the next change, or when the library
                is opened again.
        """
        if not batch:
            return
        changing = self._journal.changing(item.article.id for item in batch)
        with self.writing, collections.translated(str(self.directory)):
            self.settle()
            with changing:
                self._write_passages(batch)
                self._write_articles(batch)
                self._forget_older_passages([item.article for item in batch])
                self._write_lexical(batch)
            if self._follower:
                self._follower.note_added(item.article.key for item in batch)

    def correct(self, article: Article, vectors: Mapping[str, Vectors]) -> None:
        """Store other metadata of an article that the library holds; its text and its passages stay. All or nothing.

        Args:
            article: as it shall be, under its key.
            vectors: new embeddings of its passages, by their ids; none where they stay.

        Raises:
            LibraryError: Chroma could not write; what was begun is finished before the next change, or when the
                library is opened again.
        """
        with self.writing, collections.translated(str(self.directory)):
            self.settle()
            correction = Correction.of(article, vectors)
            self._corrections.note(correction)
            self._write_correction(correction)
            self._corrections.clear()
            if self._follower:
                self._follower.note_corrected(article.key, article.corrections.edits)

    def catch_up(self, older_than: float = LOOK_SECONDS) -> int:
        """Let the lexical index follow what other processes changed on the Chroma server; how many articles changed.

        Does nothing for the embedded database, which is this process's own, and while this process itself writes.

        Args:
            older_than: seconds since it was last looked; nothing is done when it was less long ago.

        Raises:
            LibraryError: the server cannot be read.
        """
        if self._follower is None or not self._follower.is_due(older_than) or not self.writing.acquire(blocking=False):
            return 0
        try:
            with collections.translated(str(self.directory)):
                return self._follower.catch_up()
        finally:
            self.writing.release()

    def delete(self, article_id: str) -> None:
        """Delete an article with all its versions, so that no text of it is left in the library's files.

        Raises:
            ArticleNotFound: there is no such article.
            NotErased: it is deleted, and words of it are still in the files.
        """
        with self.writing, collections.translated(str(self.directory)):
            self.settle()
            with self._gate.exclusive():
                self._delete(article_id)

    def _delete(self, article_id: str) -> None:
        versions = self._version_ids(article_id)
        if not versions:
            raise not_found(article_id)
        noted = [*(self._deletions.pending() or ()), article_id]
        with self._deletions.changing(noted):
            passages = self._passages.get(where={"article_id": article_id}, include=[])["ids"]
            self._articles.delete(ids=versions)
            self._delete_passages(passages)
            self._promote_copy_of(article_id)
            self._erase(noted)
            if self._follower:
                self._follower.note_deleted(versions)

    def _write_passages(self, batch: Sequence[IndexedArticle]) -> None:
        entries = [
            (item.article, stored, vector)
            for item in batch
            for stored, vector in zip(item.passages, item.vectors, strict=True)
        ]
        for part in self._parts(entries):
            self._passages.upsert(
                ids=[stored.passage.id for _, stored, _ in part],
                embeddings=np.stack([vector for _, _, vector in part]),
                documents=[stored.passage.text for _, stored, _ in part],
                metadatas=[rows.passage_row(article, stored) for article, stored, _ in part],
            )

    def _write_articles(self, batch: Sequence[IndexedArticle]) -> None:
        for part in self._parts(batch):
            self._articles.upsert(
                ids=[item.article.key for item in part],
                embeddings=np.stack([item.vector for item in part]),
                documents=[item.article.text for item in part],
                metadatas=[rows.article_row(item.article) for item in part],
            )

    def _forget_older_passages(self, articles: Iterable[Article]) -> None:
        for article in articles:
            if article.version > 1:
                older: dict[str, Any] = {"$and": [{"article_id": article.id}, {"version": {"$ne": article.version}}]}
                self._passages.delete(where=older)

    def _write_lexical(self, batch: Sequence[IndexedArticle]) -> None:
        self.lexical.remove_articles(item.article.id for item in batch if item.article.version > 1)
        self.lexical.add((item.article.id, stored) for item in batch for stored in item.passages)
