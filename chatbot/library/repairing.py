"""Brings an opened library into order: finishes or undoes what was interrupted, and rebuilds what is derived."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from chatbot.errors import NotErased
from chatbot.library import collections, rows
from chatbot.library.contents import LibraryContents, Vectors
from chatbot.library.counting import count_rows
from chatbot.library.erasure import MARK, ROOM_TO_ERASE, blank_unused_room, erase_leftovers
from chatbot.library.opening import CHROMA_FOLDER, DATABASE, reading_database
from chatbot.records import StoredPassage

if TYPE_CHECKING:
    from pathlib import Path

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    from chatbot.library.correction_log import Correction, CorrectionLog
    from chatbot.library.journal import Journal
    from chatbot.library.lexical import LexicalIndex

_Item = TypeVar("_Item")


class LibraryRepair(LibraryContents):
    """The part of a library that repairs it."""

    lexical: LexicalIndex
    repaired: list[str]
    """What opening the library put right, in words."""
    unerased: NotErased | None = None
    """Why words of deleted articles are still in the library's files, where they are."""
    _client: ClientAPI
    _fingerprint: str
    _journal: Journal
    _deletions: Journal
    _corrections: CorrectionLog
    _batch_size: int

    @property
    def _chroma_directory(self) -> Path:
        return self.directory / CHROMA_FOLDER

    def _open_collections(self) -> None:
        self._articles = collections.open_collection(self._client, collections.ARTICLES, self._fingerprint)
        self._passages = collections.open_collection(self._client, collections.PASSAGES, self._fingerprint)

    def _repair(self) -> None:
        self.repaired = []
        with collections.translated(str(self.directory)):
            self._repair_interrupted()
            if len(self.lexical) != self._passage_count():
                self._rebuild_lexical()
                self.repaired.append("rebuilt the lexical index")

    def _passage_count(self) -> int:
        if not self._embedded:
            return self._passages.count()
        with reading_database(self._chroma_directory / DATABASE) as database:
            return count_rows(database, collections.PASSAGES)

    def settle(self) -> None:
        """Put right what a failed change left: the journal's note of it makes room for that of the next one.

        Whoever reads what is then to be changed must have it done first, and hold `writing`.
        """
        noted = self._journal.pending() != [] or self._corrections.is_pending()
        if noted or (self._deletions.pending() != [] and not self.unerased):
            with self._gate.exclusive():
                self._repair_interrupted()

    def _repair_interrupted(self) -> None:
        self._finish_correcting()
        begun = [journal.pending() for journal in (self._journal, self._deletions)]
        changed, deleted = (noted or [] for noted in begun)
        if None in begun:
            self.repaired.append("compared all passages with their articles, because the journal was damaged")
            changed = self.half_written()
        if touched := list(dict.fromkeys((*changed, *deleted))):
            for article_id in touched:
                self._repair_article(article_id)
            self._repair_lexical(touched)
            self.repaired.append(f"finished or undid the interrupted change of {len(touched)} articles")
        self._journal.clear()
        self._finish_deleting(deleted)

    def _finish_correcting(self) -> None:
        """Write what an interrupted correction had begun to write."""
        try:
            correction = self._corrections.pending()
        except ValueError:
            self._restore_metadata_of_passages()
            self.repaired.append("made the passages agree with their articles, because a correction was damaged")
        else:
            if correction is None:
                return
            self._write_correction(correction)
            self.repaired.append("finished an interrupted correction of an article")
        self._corrections.clear()

    def _write_correction(self, correction: Correction) -> None:
        """Passages first, the article last; written again, it changes nothing more."""
        ids = self._passages.get(where={"article_key": correction.article_key}, include=[])["ids"]
        vectors = [correction.vectors[name] for name in ids if name in correction.vectors]
        changed: dict[str, Any] = {"embeddings": np.stack([mean_direction(np.stack(vectors))])} if vectors else {}
        for part in self._parts(ids):
            moved: dict[str, Any] = (
                {"embeddings": np.stack([correction.vectors[name] for name in part])} if vectors else {}
            )
            self._passages.update(ids=list(part), metadatas=[correction.passage_change] * len(part), **moved)
        if self._articles.get(ids=[correction.article_key], include=[])["ids"]:
            self._articles.update(ids=[correction.article_key], metadatas=[correction.article_change], **changed)
        self._repair_lexical([correction.article_id])

    def _restore_metadata_of_passages(self) -> None:
        """Give every passage what its article says of itself."""
        known = {f"{each.id}@{each.version}": each.metadata for each in self._read_summaries()}
        wrong = {
            rows.passage_from(row, "").passage.id: rows.metadata_change(known[row["article_key"]])
            for row in self._pages(self._passages)
            if rows.metadata_from(row) != known.get(row["article_key"], rows.metadata_from(row))
        }
        for part in self._parts(list(wrong)):
            self._passages.update(ids=list(part), metadatas=[wrong[name] for name in part])
        self._rebuild_lexical()

    def _delete_passages(self, passage_ids: Sequence[str]) -> None:
        for part in self._parts(passage_ids):
            self._passages.delete(ids=list(part))

    def _parts(self, items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
        """As many at a time as Chroma takes at once."""
        for at in range(0, len(items), self._batch_size):
            yield items[at : at + self._batch_size]

    def _finish_deleting(self, noted: Sequence[str]) -> None:
        """Erase what these left in the files; where that cannot be done now, they stay noted for a later try."""
        try:
            if noted:
                self._erase(noted)
        except NotErased as error:
            self.unerased = error
        else:
            self._deletions.clear()

    def _repair_article(self, article_id: str) -> None:
        newest = self.newest_versions([article_id]).get(article_id)
        other_versions: dict[str, Any] = {"$and": [{"article_id": article_id}, {"version": {"$ne": newest}}]}
        self._passages.delete(where=other_versions if newest else {"article_id": article_id})
        if not newest:
            self._promote_copy_of(article_id)

    def _repair_lexical(self, article_ids: Sequence[str]) -> None:
        """Index the passages of these articles anew, all in two commits: each makes a large index wait."""
        self.lexical.remove_articles(article_ids)
        self.lexical.add(passage for article_id in article_ids for passage in self._passages_of(article_id))

    def _passages_of(self, article_id: str) -> Iterator[tuple[str, StoredPassage]]:
        kept = self._passages.get(where={"article_id": article_id}, include=["metadatas", "documents"])
        for row, text in zip(kept["metadatas"] or (), kept["documents"] or (), strict=True):
            yield article_id, rows.passage_from(row, text)

    def _rebuild_lexical(self) -> None:
        self.lexical.clear()
        self.lexical.add(
            (row["article_id"], rows.passage_from(row, text)) for row, text in self._pages_with_text(self._passages)
        )

    def _promote_copy_of(self, article_id: str) -> None:
        """When the first of several copies goes, the next one takes its place: last, so that it can be done again."""
        linked = self._where({"duplicate_of": article_id})
        newest = self.newest_versions([row["article_id"] for row in linked])
        copies = sorted({row["article_id"] for row in linked if row["version"] == newest[row["article_id"]]})
        for copy in reversed(copies):
            root = "" if copy == copies[0] else copies[0]
            self._update(self._passages, {"article_id": copy}, {"story": root or copy})
            self._update(self._articles, {"article_id": copy}, {"duplicate_of": root})

    def _update(self, collection: Collection, where: dict[str, Any], change: dict[str, Any]) -> None:
        ids = collection.get(where=where, include=[])["ids"]
        collection.update(ids=ids, metadatas=[change] * len(ids))

    def _erase(self, deleted: Sequence[str]) -> None:
        """Leave no trace in the files. A Chroma server's own files are out of reach.

        Args:
            deleted: ids of articles; of one that has come back since, only what is in no use any more is erased.

        Raises:
            NotErased: there is no room for it, or a file cannot be written.
        """
        self._rebuild_lexical()
        if self._embedded:
            gone = sorted(set(deleted) - self.newest_versions(deleted).keys())
            (self.directory / MARK).touch()
            collections.disconnect(self._client)
            try:
                erase_leftovers(self._chroma_directory, gone)
                blank_unused_room(self._chroma_directory)
            except (OSError, sqlite3.Error) as error:
                raise _not_erased(self.directory, error) from error
            finally:
                self._client = collections.connect_embedded(self._chroma_directory)
                self._open_collections()
        self.unerased = None


def _not_erased(library: Path, error: Exception) -> NotErased:
    room = (library / CHROMA_FOLDER / DATABASE).stat().st_size * ROOM_TO_ERASE
    return NotErased(
        f"Words of deleted articles are still in the files of the library {library}: {error}",
        f"Make room for {room / 1e6:.0f} MB on its disk; the next deletion, or opening the library again, erases them.",
    )


def mean_direction(vectors: Vectors) -> Vectors:
    """The unit vector along the mean of unit vectors."""
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)
