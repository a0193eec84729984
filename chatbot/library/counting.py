"""Counts what an embedded library holds from its database file alone, without Chroma."""

from __future__ import annotations

import sqlite3

_ROWS = """
    SELECT count(*) FROM embeddings WHERE segment_id IN (
        SELECT segments.id FROM segments JOIN collections ON collections.id = segments.collection
        WHERE collections.name = ? AND segments.scope = 'METADATA'
    )
"""
_ARTICLES = "SELECT count(DISTINCT string_value) FROM embedding_metadata WHERE key = 'article_id'"


def count_contents(database: sqlite3.Connection) -> dict[str, int]:
    """Articles, versions of them, and passages.

    Raises:
        sqlite3.Error: the database is damaged or is another one.
    """
    from chatbot.library.collections import ARTICLES, PASSAGES

    versions, passages = (count_rows(database, name) for name in (ARTICLES, PASSAGES))
    (articles,) = database.execute(_ARTICLES).fetchone()
    return {"articles": int(articles), "versions": versions, "passages": passages}


def count_rows(database: sqlite3.Connection, collection: str) -> int:
    """Rows of one collection. Chroma itself would first load the whole vector index.

    Raises:
        sqlite3.Error: the database is damaged or is another one.
    """
    return int(database.execute(_ROWS, (collection,)).fetchone()[0])
