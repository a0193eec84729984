"""Writes a backup of a library, and reads it back before it says that there is one."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from chatbot.briefing.keeping.moving import OLDER_FILE_NAME as OLDER_BRIEFINGS
from chatbot.briefing.keeping.store import FILE_NAME as BRIEFINGS
from chatbot.conversations.store import FILE_NAME as CONVERSATIONS
from chatbot.errors import BackupError
from chatbot.library.counting import count_contents
from chatbot.library.lock import hold
from chatbot.library.opening import CHROMA_FOLDER, check_before_opening, reading_database
from chatbot.library.vector_layout import FILES
from chatbot.upkeep.archive import (
    ARTICLES,
    DATABASES,
    FORMAT,
    JOURNALS,
    KIND,
    MANIFEST,
    USERS,
    Manifest,
    Member,
    check,
    copy_hashed,
)

_COUNTED = {CONVERSATIONS: ("conversations", "exchanges"), BRIEFINGS: ("briefings",)}
"""Tables of which the manifest tells how much they hold."""


def back_up(library: Path, target: Path, users: Path | None = None) -> Manifest:
    """Save everything of a library that cannot be derived into one file, while nobody else can change it.

    The library is read through the databases' own means and never opened, so that even one that this program cannot
    open any more can be saved as long as its files are whole.

    Args:
        library: the folder.
        target: the file; must not exist.
        users: the file of a server's users, to be saved too.

    Returns:
        The manifest, after the finished file was read back and every hash was right.

    Raises:
        LibraryLocked: another process uses the library.
        LibraryDamaged: the library is damaged: a backup of it would replace a good one.
        BackupError: there is no library, or the file cannot be written.
    """
    if not (library / ARTICLES).exists() and not (library / CHROMA_FOLDER).exists():
        raise BackupError(f"There is no library in {library}", "Name its folder with --library DIR.")
    if target.exists():
        raise BackupError(f"{target} exists already", "Name another file: backups are never overwritten.")
    with _failures_named(target):
        with _holding(library), _fresh_file(target) as fresh:
            check_before_opening(library)
            manifest = _write(library, fresh, users)
            if check(fresh) != manifest:
                raise BackupError(f"The backup {target} could not be read back", "Try another disk.")
            fresh.replace(target)
        _sync_folder(target.parent)
    return manifest


def _write(library: Path, target: Path, users: Path | None) -> Manifest:
    members: dict[str, Member] = {}
    counts: dict[str, int] = {}
    with target.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in DATABASES:
                if (library / name).exists():
                    with _snapshot(library / name, target.parent) as copy:
                        counts |= _counts(copy, name)
                        members[name] = _add(archive, copy, name)
            for name, path in _plain_files(library, users):
                members[name] = _add(archive, path, name)
            made = datetime.now(UTC).isoformat(timespec="seconds")
            manifest = Manifest(kind=KIND, format=FORMAT, made=made, counts=counts, members=members)
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _plain_files(library: Path, users: Path | None) -> Iterator[tuple[str, Path]]:
    for folder in sorted((library / CHROMA_FOLDER).iterdir()):
        yield from (
            (f"{CHROMA_FOLDER}/{folder.name}/{name}", folder / name) for name in FILES if (folder / name).exists()
        )
    yield from ((name, library / name) for name in (OLDER_BRIEFINGS, *JOURNALS) if (library / name).exists())
    if users:
        yield USERS, users


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> Member:
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return copy_hashed(source, target)


@contextmanager
def _snapshot(database: Path, folder: Path) -> Iterator[Path]:
    """A consistent copy of a SQLite database, made by SQLite and checked by it."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as place:
        copy = Path(place) / database.name
        with reading_database(database) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            (verdict,) = target.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"{database}: {verdict}")
        yield copy


def _counts(copy: Path, name: str) -> dict[str, int]:
    with reading_database(copy) as database:
        if name == ARTICLES:
            return count_contents(database)
        tables = _COUNTED[name]
        return {table: int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables}  # noqa: S608


@contextmanager
def _holding(library: Path) -> Iterator[None]:
    try:
        lock = hold(library)
    except OSError as error:
        raise BackupError(
            f"The library {library} cannot be locked: {error.strerror or error}",
            "Make its folder writable, so that nobody changes it meanwhile.",
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _fresh_file(target: Path) -> Iterator[Path]:
    """A file of its owner alone beside the target, gone at the end unless it took the target's place."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _failures_named(target: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(
            f"The library could not be copied: {error}",
            "Run `chatbot doctor`, which says what is damaged; check that the disk has room.",
        ) from error
    except OSError as error:
        raise BackupError(
            f"The backup {target} cannot be written: {error.strerror or error}",
            "Choose a folder that is writable and on a disk with room.",
        ) from error


def _sync_folder(folder: Path) -> None:
    """Make a rename outlast a power failure, where folders can be opened at all."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
