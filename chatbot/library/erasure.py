"""Removes what a deleted article leaves behind in the files of embedded Chroma.

Deleting rows is not enough. SQLite keeps the bytes in free pages, the full-text index keeps tokens until it is
optimised, Chroma's write-ahead queue keeps the whole document until it is purged, and the files of its vector index are
written with room for more vectors, room that holds whatever was in the process's memory: pieces of articles among it.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

DATABASE = "chroma.sqlite3"
HEADER_FILE = "header.bin"
VECTORS_FILE = "data_level0.bin"
# Written by Chroma's fork of hnswlib: version, offset, capacity, number of vectors, bytes for each.
_HEADER = struct.Struct("<i4Q")
_BLOCK = 1 << 20


def erase_leftovers(directory: Path, row_ids: Sequence[str]) -> None:
    """Overwrite what remains of deleted rows. The Chroma client must be closed.

    Args:
        directory: the folder of the Chroma database.
        row_ids: ids of the deleted rows. Their entries in the queue lose their text; the entries themselves stay,
            because Chroma replays them, in order, into its vector index.

    Raises:
        sqlite3.Error: the database is in use or damaged.
    """
    with closing(sqlite3.connect(directory / DATABASE)) as database:
        database.executemany(
            "UPDATE embeddings_queue SET metadata = NULL WHERE id = ?", [(row_id,) for row_id in row_ids]
        )
        database.execute("INSERT INTO embedding_fulltext_search(embedding_fulltext_search) VALUES ('optimize')")
        database.commit()
        database.execute("VACUUM")


def blank_unused_room(directory: Path) -> None:
    """Overwrite the room for further vectors in Chroma's index files. The Chroma client must be closed.

    Args:
        directory: the folder of the Chroma database.

    Raises:
        ValueError: the files do not have the known layout, so that they are better left alone.
    """
    for header in directory.glob(f"*/{HEADER_FILE}"):
        _, _, capacity, count, size = _HEADER.unpack_from(header.read_bytes())
        vectors = header.with_name(VECTORS_FILE)
        if vectors.stat().st_size != capacity * size or count > capacity:
            raise ValueError(f"{vectors} does not have the layout that this version knows")
        _overwrite(vectors, count * size, capacity * size)


def _overwrite(path: Path, start: int, end: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        for at in range(start, end, _BLOCK):
            file.write(bytes(min(_BLOCK, end - at)))
        file.flush()
        os.fsync(file.fileno())
