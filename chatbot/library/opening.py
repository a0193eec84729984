"""Looks at the files of an embedded library before Chroma opens them, so that damage is named and not made worse.

Chroma would begin an empty database where its file was lost, which looks like a library without articles.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from chatbot.errors import LibraryDamaged
from chatbot.library.vector_files import check_vector_index

CHROMA_FOLDER = "chroma"
LEXICAL_FOLDER = "lexical"
REBUILT_FOLDER = "rebuilt"
"""Where a repair makes a new database before it takes the damaged one's place."""
DATABASE = "chroma.sqlite3"
REMEDY = "Run `chatbot doctor`, which says what can be recovered, or `chatbot restore` a backup."
_MAGIC = b"SQLite format 3\0"
_VECTOR_INDEXES = """
    SELECT vectors.id, written.seq_id,
        (SELECT count(*) FROM embeddings JOIN segments rows ON rows.id = embeddings.segment_id
         WHERE rows.collection = vectors.collection AND embeddings.seq_id <= written.seq_id)
    FROM segments vectors LEFT JOIN max_seq_id written ON written.segment_id = vectors.id
    WHERE vectors.scope = 'VECTOR'
"""


def check_before_opening(directory: Path) -> None:
    """Look at the files of the embedded database in this library; a library that does not exist yet is fine.

    Raises:
        LibraryDamaged: a file is missing or damaged; names it.
    """
    chroma = directory / CHROMA_FOLDER
    if not chroma.exists() and (directory / REBUILT_FOLDER).exists():
        raise LibraryDamaged(f"A repair of the library {directory} was interrupted", "Run `chatbot doctor --repair`.")
    if _begun(directory):
        check_database_file(chroma / DATABASE)
        check_vector_indexes(chroma)


def check_database_file(path: Path) -> None:
    """Look at the first bytes and the length of a SQLite file, which costs the same for every size.

    Raises:
        LibraryDamaged: the file is missing, is no SQLite database, or is cut off.
    """
    if not path.exists():
        elsewhere = (
            "" if path.parent.exists() else " Where the articles are on a Chroma server, set CHATBOT_CHROMA_URL."
        )
        raise LibraryDamaged(f"The library's database is damaged: {path} is missing", REMEDY + elsewhere)
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise _damaged(path, "is empty" if not head else "is not a database")
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    # The number of pages counts only where the last writer kept it, and where no interrupted change is to be undone:
    # SQLite does that when it opens the file, out of a journal beside it.
    interrupted = any(path.with_name(path.name + suffix).exists() for suffix in ("-journal", "-wal"))
    kept = head[24:28] == head[92:96] and not interrupted
    if kept and path.stat().st_size < pages * (65536 if page == 1 else page):
        raise _damaged(path, "is cut off")


def check_vector_indexes(chroma: Path) -> list[Path]:
    """Look at the files of each vector index; the folders of those that are whole.

    Those of an index that Chroma was killed while writing for the first time are removed: all its vectors are in the
    queue, out of which Chroma makes it again.

    Raises:
        LibraryDamaged: a file is missing or damaged; names it.
    """
    return [folder for folder, expected in _vector_indexes(chroma) if _is_whole(folder, expected)]


def _is_whole(folder: Path, expected: int | None) -> bool:
    try:
        check_vector_index(folder, expected)
    except LibraryDamaged:
        if expected is not None:
            raise
        shutil.rmtree(folder)
        return False
    return True


def _vector_indexes(chroma: Path) -> list[tuple[Path, int | None]]:
    """The folder of each vector index, with the number of vectors that must be in its files; None: none need be.

    Raises:
        LibraryDamaged: the database cannot say.
    """
    try:
        with reading_database(chroma / DATABASE) as database:
            found = database.execute(_VECTOR_INDEXES).fetchall()
    except sqlite3.DatabaseError as error:
        raise _damaged(chroma / DATABASE, f"cannot be read ({error})") from error
    return [(chroma / str(name), None if written is None else int(count)) for name, written, count in found]


@contextmanager
def reading_database(path: Path) -> Iterator[sqlite3.Connection]:
    """An existing SQLite file, never created; what a crash left in its journal is rolled back."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as database:
        yield database


def _begun(directory: Path) -> bool:
    """Whether Chroma had finished making its database: a crash while it did leaves nothing worth keeping.

    The lexical index is made after it, so that where there is one, there was a database.
    """
    chroma = directory / CHROMA_FOLDER
    if (directory / LEXICAL_FOLDER).exists():
        return True
    database = chroma / DATABASE
    has_content = database.exists() and database.stat().st_size > 0
    return has_content or (chroma.is_dir() and any(path.is_dir() for path in chroma.iterdir()))


def _damaged(path: Path, how: str) -> LibraryDamaged:
    return LibraryDamaged(f"The library's database is damaged: {path} {how}", REMEDY)
