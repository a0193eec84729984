"""What a folder holds: the files to be read, and those that are left out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chatbot.library.lock import LOCK_FILE
from chatbot.library.readers import SUPPORTED_SUFFIXES


@dataclass(frozen=True, slots=True)
class FolderListing:
    """The files below a folder."""

    files: list[Path] = field(default_factory=list)
    """Those that can be read, sorted by path."""
    skipped: Counter[str] = field(default_factory=Counter)
    """How many files have another suffix, by the suffix in lower case, which may be empty."""
    linked: list[Path] = field(default_factory=list)
    """Links to folders, which are not followed, so that there are no circles."""
    unreadable: list[OSError] = field(default_factory=list)
    """For each folder that may not be listed, why."""


def listed(folder: Path) -> FolderListing:
    """What lies below the folder.

    Hidden files and folders, files named README and the files of a library are neither read nor counted as skipped:
    nobody means them as articles.
    """
    found = FolderListing()
    for parent, folders, names in os.walk(folder.resolve(), onerror=found.unreadable.append):
        if LOCK_FILE in names:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.linked.extend(Path(parent, name) for name in folders if Path(parent, name).is_symlink())
        for path in (Path(parent, name) for name in names if not _is_beside(name)):
            if path.suffix.lower() in SUPPORTED_SUFFIXES:
                found.files.append(path)
            else:
                found.skipped[path.suffix.lower()] += 1
    found.files.sort()
    return found


def skipped_in(items: Sequence[str]) -> tuple[Counter[str], int]:
    """Over all folders among the items of an ingest: skipped files by suffix, and how many linked folders."""
    listings = [listed(Path(item).expanduser()) for item in items if "://" not in item and _is_folder(item)]
    files: Counter[str] = sum((listing.skipped for listing in listings), Counter())
    return files, sum(len(listing.linked) for listing in listings)


def _is_folder(item: str) -> bool:
    try:
        return Path(item).expanduser().is_dir()
    except (OSError, RuntimeError):  # A name that is too long, a home of nobody: reading it says so.
        return False


def _is_beside(name: str) -> bool:
    return name.startswith(".") or Path(name).stem.upper() == "README"
