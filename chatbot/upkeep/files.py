"""Looks at the files of a library one by one, and sets aside those that nothing else depends on."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from chatbot.conversations.serialising import exchange_from_json
from chatbot.conversations.store import FILE_NAME as CONVERSATIONS
from chatbot.errors import ChatbotError, ConversationsError, LibraryDamaged, LibraryError, WeightsError
from chatbot.library import opening
from chatbot.library.opening import CHROMA_FOLDER, DATABASE, check_database_file, reading_database
from chatbot.library.vector_files import check_vectors
from chatbot.upkeep.findings import Finding, broken, mended, well
from chatbot.upkeep.rebuilding import stamp

LEAST_ROOM = 200_000_000
"""Free bytes below which a next ingest may fail."""


def check_folder(library: Path) -> None:
    """Whether the folder and everything in it can be read and written.

    Raises:
        LibraryError: names the first file that cannot.
    """
    for path in (library, *library.rglob("*")):
        if not os.access(path, os.R_OK | os.W_OK):
            raise LibraryError(f"{path} cannot be read and written", "Change its owner or its rights.")


def check_room(library: Path) -> str:
    """How much room the disk has, in words.

    Raises:
        LibraryError: too little.
    """
    free = shutil.disk_usage(library).free
    if free < LEAST_ROOM:
        raise LibraryError(f"The disk of {library} has {free:,} bytes left", "Make room before you ingest more.")
    return f"{free / 1e9:.1f} GB free"


def check_articles_database(library: Path) -> str:
    """Let SQLite check every page of the articles' database.

    Raises:
        LibraryDamaged: it is missing, cut off or damaged.
    """
    path = library / CHROMA_FOLDER / DATABASE
    check_database_file(path)
    check_integrity(path, lambda how: LibraryDamaged(f"The articles' database {path} is damaged: {how}", ""))
    return f"{path.name} is whole"


def check_vector_indexes(library: Path) -> str:
    """Check the structure of Chroma's vector indexes and every vector in them.

    Raises:
        LibraryDamaged: names the file.
    """
    whole = opening.check_vector_indexes(library / CHROMA_FOLDER)
    for folder in whole:
        check_vectors(folder)
    return f"{len(whole)} indexes are whole"


def check_conversations(library: Path, *, repair: bool) -> Finding:
    """Check the conversations' database and every exchange in it; a broken one may be set aside, never deleted."""
    path = library / CONVERSATIONS
    if not path.exists():
        return well("conversations", "none yet")
    try:
        number = _check_exchanges(path)
    except ConversationsError as error:
        return set_aside("conversations", path, error) if repair else broken("conversations", error)
    return well("conversations", f"{number} exchanges can be read")


def check_weights(files: dict[str, Callable[[], Path]]) -> Iterator[Finding]:
    """Compare each model file with its known hash."""
    for name, find in files.items():
        try:
            yield well(name, f"{find().name} has the right hash")
        except WeightsError as error:
            yield broken(name, error)


def _check_exchanges(path: Path) -> int:
    remedy = "Run `chatbot doctor --repair` to set the file aside and begin a new one, or `chatbot restore` a backup."
    check_integrity(path, lambda how: ConversationsError(f"The conversations in {path} are damaged: {how}", remedy))
    try:
        with reading_database(path) as database:
            records = [record for (record,) in database.execute("SELECT record FROM exchanges")]
        for record in records:
            exchange_from_json(record)
    except (sqlite3.Error, ValueError) as error:
        raise ConversationsError(f"The conversations in {path} are damaged: {error}", remedy) from error
    return len(records)


def check_integrity(path: Path, failure: Callable[[str], ChatbotError]) -> None:
    """Let SQLite check every page of a database.

    Raises:
        ChatbotError: it is cut off or damaged; `failure` makes it of what SQLite says.
    """
    try:
        with reading_database(path) as database:
            (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        raise failure(str(error)) from error
    if verdict != "ok":
        raise failure(str(verdict))


def set_aside(part: str, path: Path, error: ChatbotError) -> Finding:
    """Give a damaged file another name, under which it is out of the way and still there."""
    kept = path.with_name(f"{path.name}.damaged-{stamp()}")
    path.rename(kept)
    return mended(part, f"{error.reason}; set aside as {kept.name}, a new file is begun when it is needed")
