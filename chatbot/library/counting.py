"""Counts what an embedded library holds from its database file alone, without Chroma."""

from __future__ import annotations

import sqlite3

_ROWS = """
    SELECT count(*) FROM embeddings
    JOIN segments ON segments.id = embeddings.segment_id
    JOIN collections ON collections.id = segments.collection
    WHERE collections.name = ?
"""
_ARTICLES = "SELECT count(DISTINCT string_value) FROM embedding_metadata WHERE key = 'article_id'"


def count_contents(database: sqlite3.Connection) -> dict[str, int]:
    """Articles, versions of them, and passages.

    Raises:
        sqlite3.Error: the database is damaged or is another one.
    """
    from chatbot.library.collections import ARTICLES, PASSAGES

    versions, passages = (int(database.execute(_ROWS, (name,)).fetchone()[0]) for name in (ARTICLES, PASSAGES))
    (articles,) = database.execute(_ARTICLES).fetchone()
    return {"articles": int(articles), "versions": versions, "passages": passages}
