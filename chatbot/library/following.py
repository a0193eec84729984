"""Keeps a lexical index up with what other processes change on a shared Chroma server.

An article's row is written last and deleted first, so the set of rows says which articles changed. Counting the rows
is cheap and tells nearly always whether anything did; their ids are fetched only then, and now and then to be sure,
because one article more and one less count the same. A correction of what is known about an article changes no id:
corrections are looked for at the same time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from chatbot.library import rows
from chatbot.library.lexical import LexicalIndex
from chatbot.records import StoredPassage

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

LOOK_SECONDS = 2.0
"""How old what is known may be before a search looks again."""
SURE_SECONDS = 300.0
"""After this long the ids are compared although the number of rows is the same."""
ARTICLES_AT_ONCE = 50
IDS_AT_ONCE = 10_000

Clock = Callable[[], float]


class Follower:
    """Follows the rows of one collection of articles.

    Args:
        articles, passages: the collections that others change too.
        lexical: holds the passages of the articles that are there now.
    """

    def __init__(
        self, articles: Collection, passages: Collection, lexical: LexicalIndex, clock: Clock = time.monotonic
    ) -> None:
        self._articles = articles
        self._passages = passages
        self._lexical = lexical
        self._clock = clock
        self._keys = self._stored_keys()
        self._edits = self._stored_edits()
        self._looked = self._compared = clock()

    def note_added(self, keys: Iterable[str]) -> None:
        """Articles (`id@version`) that this process has put into the index itself."""
        self._keys.update(keys)

    def note_corrected(self, key: str, edits: int) -> None:
        """An article that this process has corrected itself."""
        self._edits[key] = edits

    def note_deleted(self, keys: Iterable[str]) -> None:
        """Articles that this process has taken out of the index itself."""
        self._keys.difference_update(keys)

    def is_due(self, older_than: float) -> bool:
        """Whether it was longer ago that anybody looked."""
        return self._clock() - self._looked >= older_than

    def catch_up(self) -> int:
        """Bring the index up to date; returns how many articles had changed."""
        self._looked = now = self._clock()
        if self._articles.count() == len(self._keys) and now - self._compared < SURE_SECONDS:
            return 0
        stored, edits = self._stored_keys(), self._stored_edits()
        corrected = {key for key, number in edits.items() if self._edits.get(key) != number}
        changed = sorted({key.partition("@")[0] for key in (stored ^ self._keys) | corrected})
        for at in range(0, len(changed), ARTICLES_AT_ONCE):
            self._index_again(changed[at : at + ARTICLES_AT_ONCE])
        self._keys, self._edits, self._compared = stored, edits, now
        return len(changed)

    def _index_again(self, article_ids: list[str]) -> None:
        self._lexical.remove_articles(article_ids)
        where = {"article_id": {"$in": article_ids}}
        versions = self._articles.get(where=where, include=["metadatas"])["metadatas"] or ()  # type: ignore[arg-type]
        newest: dict[str, int] = {}
        for row in versions:
            name, version = str(row["article_id"]), int(row["version"])  # type: ignore[arg-type]
            newest[name] = max(version, newest.get(name, 0))
        keys = {f"{name}@{version}" for name, version in newest.items()}
        self._lexical.add((item.passage.article_key.partition("@")[0], item) for item in self._passages_of(where, keys))

    def _passages_of(self, where: dict[str, dict[str, list[str]]], keys: set[str]) -> Iterable[StoredPassage]:
        """Passages of these versions: those of an older one may still stand beside them for a moment."""
        found = self._passages.get(where=where, include=["metadatas", "documents"])  # type: ignore[arg-type]
        pairs = zip(found["metadatas"] or (), found["documents"] or (), strict=True)
        return (rows.passage_from(row, text) for row, text in pairs if row["article_key"] in keys)

    def _stored_keys(self) -> set[str]:
        keys: set[str] = set()
        for offset in range(0, self._articles.count(), IDS_AT_ONCE):
            keys.update(self._articles.get(limit=IDS_AT_ONCE, offset=offset, include=[])["ids"])
        return keys

    def _stored_edits(self) -> dict[str, int]:
        """How many times each article was corrected that was."""
        where = {"edits": {"$gt": 0}}
        found = self._articles.get(where=where, include=["metadatas"])  # type: ignore[arg-type]
        return {key: int(row["edits"]) for key, row in zip(found["ids"], found["metadatas"] or (), strict=True)}  # type: ignore[arg-type]
