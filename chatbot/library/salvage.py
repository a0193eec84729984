"""Reads articles from a database file without Chroma, row by row, so that damage costs only the rows that it struck."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.library import rows
from chatbot.records import Article

_DOCUMENT = "chroma:document"
_LEAST_BYTES = 100
"""What one row takes at least, with all that belongs to it: bounds the search where the list of rows is damaged."""
_VALUES = "SELECT key, coalesce(string_value, int_value, float_value, bool_value) FROM {} WHERE id = ?"
_SINGLE, _LISTS = _VALUES.format("embedding_metadata"), _VALUES.format("embedding_metadata_array") + " ORDER BY rowid"


@dataclass(frozen=True, slots=True)
class Salvage:
    """What can be read of a database."""

    places: tuple[tuple[int, int], ...]
    """Version and row of each article, in this order, so that an article's versions come one after the other."""
    complete: bool
    """Whether every row could be read; otherwise there may have been more articles."""


def find_articles(path: Path) -> Salvage:
    """Where the readable articles of a database file are; the file is only read."""
    found: list[tuple[int, int]] = []
    complete = True
    with _opened(path) as database:
        for row_id in _row_ids(database, path.stat().st_size // _LEAST_BYTES):
            try:
                row = _row(database, row_id)
                if "digest" in row and _article(row):
                    found.append((row["version"], row_id))
            except (sqlite3.Error, ValueError, KeyError, TypeError):
                complete = False
    return Salvage(tuple(sorted(found)), complete)


def read_articles(path: Path, places: Sequence[tuple[int, int]], number: int) -> Iterator[list[Article]]:
    """The articles at these places, in groups that hold no article twice.

    Raises:
        sqlite3.Error: the file cannot be read there any more.
    """
    with _opened(path) as database:
        group: list[Article] = []
        for version, row_id in places:
            if group and (group[0].version != version or len(group) == number):
                yield group
                group = []
            group.append(_article(_row(database, row_id)))
        if group:
            yield group


def _opened(path: Path) -> closing[sqlite3.Connection]:
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    # Lets SQLite read what is left of a file that was cut off.
    database.execute("PRAGMA writable_schema = ON")
    # Invalid bytes in one text must not end the reading.
    database.text_factory = bytes
    return closing(database)


def _row_ids(database: sqlite3.Connection, most: int) -> Iterable[int]:
    try:
        return [int(row_id) for (row_id,) in database.execute("SELECT id FROM embeddings ORDER BY id")]
    except sqlite3.Error:
        return range(1, most)


def _row(database: sqlite3.Connection, row_id: int) -> dict[str, Any]:
    row = {key.decode(): _text(value) for key, value in database.execute(_SINGLE, (row_id,))}
    for key, value in database.execute(_LISTS, (row_id,)):
        row.setdefault(key.decode(), []).append(_text(value))
    return row


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def _article(row: dict[str, Any]) -> Article:
    """The article of a row.

    Raises:
        ValueError: its text is not the one that was stored.
        KeyError: something is missing.
    """
    if not rows.is_as_stored(row, row[_DOCUMENT]):
        raise ValueError(f"the text of {row['article_id']} was altered")
    return rows.article_from(row, row[_DOCUMENT])
