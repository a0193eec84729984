"""Removes what a deleted article leaves behind in the files of embedded Chroma.

Deleting rows is not enough. SQLite keeps the bytes in free pages, the full-text index keeps tokens until it is
optimised, Chroma's write-ahead queue keeps the whole document until it is purged, and the files of its vector index are
written with room for more vectors, room that holds whatever was in the process's memory: pieces of articles among it.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from chatbot.library.opening import CHROMA_FOLDER, DATABASE
from chatbot.library.vector_layout import HEADER_FILE, LENGTHS_FILE, VECTORS_FILE, read_layout

MARK = "erased"
"""A file of a library whose process has deleted articles, until it has cleaned up behind Chroma."""
ROOM_TO_ERASE = 2
"""Times the size of the database: SQLite writes it anew, and keeps the old pages until the new ones are in place."""
_BLOCK = 1 << 20


def erase_leftovers(directory: Path, article_ids: Sequence[str]) -> None:
    """Overwrite what remains of deleted rows. The Chroma client must be closed.

    Args:
        directory: the folder of the Chroma database.
        article_ids: of the deleted articles. The entries of their rows in the queue lose their text; the entries
            themselves stay, because Chroma replays them, in order, into its vector index.

    Raises:
        OSError: there is too little room to write the database anew.
        sqlite3.Error: the database is in use or damaged.
    """
    path = directory / DATABASE
    if shutil.disk_usage(directory).free < path.stat().st_size * ROOM_TO_ERASE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    with closing(sqlite3.connect(path)) as database:
        database.executemany(
            "UPDATE embeddings_queue SET metadata = NULL WHERE id GLOB ?", [(f"{name}@*",) for name in article_ids]
        )
        database.execute("INSERT INTO embedding_fulltext_search(embedding_fulltext_search) VALUES ('optimize')")
        database.commit()
        database.execute("VACUUM")


def finish_erasing(library: Path) -> None:
    """Clean up behind a process that deleted articles, when it closes the library or, had it been killed, on opening.

    Chroma may have written its index again since, from memory in which the deleted text stood.

    Args:
        library: its folder. The Chroma client must be closed.

    Raises:
        LibraryDamaged: as `blank_unused_room`.
    """
    if (library / MARK).exists():
        blank_unused_room(library / CHROMA_FOLDER)
        (library / MARK).unlink()


def blank_unused_room(directory: Path) -> None:
    """Overwrite the room for further vectors in Chroma's index files. The Chroma client must be closed.

    Args:
        directory: the folder of the Chroma database.

    Raises:
        LibraryDamaged: the files do not have the known layout, so that they are better left alone.
    """
    for header in directory.glob(f"*/{HEADER_FILE}"):
        layout = read_layout(header)
        for file in (VECTORS_FILE, LENGTHS_FILE):
            _overwrite(header.with_name(file), *layout.unused(header.with_name(file)))


def _overwrite(path: Path, start: int, end: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        for at in range(start, end, _BLOCK):
            file.write(bytes(min(_BLOCK, end - at)))
        file.flush()
        os.fsync(file.fileno())
