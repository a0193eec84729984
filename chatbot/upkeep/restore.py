"""Makes a library from a backup: beside its place, checked, and then moved into it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatbot.errors import BackupError
from chatbot.library.counting import count_contents
from chatbot.library.opening import check_before_opening, reading_database
from chatbot.upkeep.archive import ARTICLES, DATABASES, Manifest, contents, opened


def restore(source: Path, library: Path) -> Manifest:
    """Put the library of a backup into a folder that does not exist or is empty.

    Args:
        source: the backup.
        library: the folder.

    Returns:
        The backup's manifest, after every hash and all databases were found right.

    Raises:
        BackupError: the backup is damaged or something else, or the folder holds anything.
        LibraryDamaged: the saved vector index is damaged.
    """
    _refuse_to_overwrite(library)
    with opened(source) as (archive, manifest), _failures_named(library):
        library.parent.mkdir(parents=True, exist_ok=True)
        _check_room(library.parent, manifest)
        with _fresh_folder(library) as fresh:
            _unpack(archive, manifest, fresh, source)
            _check(fresh, manifest, source)
            if library.exists():
                library.rmdir()
            fresh.rename(library)
    return manifest


def _refuse_to_overwrite(library: Path) -> None:
    if library.exists() and not (library.is_dir() and not any(library.iterdir())):
        raise BackupError(
            f"{library} is not empty, and a backup is never restored over anything",
            "Name another folder with --library DIR, or move that one away.",
        )


def _check_room(folder: Path, manifest: Manifest) -> None:
    free = shutil.disk_usage(folder).free
    if free < manifest.size:
        raise BackupError(
            f"The library needs {manifest.size:,} bytes, and the disk of {folder} has {free:,}",
            "Make room, or name a folder on another disk with --library DIR.",
        )


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path, source: Path) -> None:
    for name, member in manifest.members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for block in contents(archive, name, member, source):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())


def _check(folder: Path, manifest: Manifest, source: Path) -> None:
    """Whether the databases are whole and hold as much as they did, whatever their hashes say."""
    for name in DATABASES:
        if name in manifest.members:
            try:
                with reading_database(folder / name) as database:
                    (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
                    held = count_contents(database) if name == ARTICLES else {}
            except sqlite3.Error as error:
                raise BackupError(f"The backup {source} holds a damaged {name}: {error}", "Use another.") from error
            if verdict != "ok" or not held.items() <= manifest.counts.items():
                raise BackupError(f"The backup {source} holds a damaged {name}", "Use another backup.")
    check_before_opening(folder)


@contextmanager
def _fresh_folder(library: Path) -> Iterator[Path]:
    """A folder beside the library's place, gone at the end unless it took that place."""
    fresh = Path(tempfile.mkdtemp(dir=library.parent, prefix=f".{library.name}-"))
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _failures_named(library: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(
            f"The library {library} cannot be written: {error.strerror or error}",
            "Choose a folder that is writable and on a disk with room.",
        ) from error
