"""One process at a time: embedded Chroma corrupts nothing only as long as nobody else writes beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.errors import LibraryLocked

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_FILE = "library.lock"
HOLDER_FILE = "library.holder"


def hold(directory: Path) -> BaseFileLock:
    """Take the library for this process until the returned lock is released or the process ends.

    Raises:
        LibraryLocked: another process holds it.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(directory / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LibraryLocked(
            f"Another chatbot process{_holder(directory)} is using the library {directory}",
            "Close it first, or set CHATBOT_CHROMA_URL so that several processes share a Chroma server.",
        ) from None
    (directory / HOLDER_FILE).write_text(str(os.getpid()), encoding="ascii")
    return lock


def _holder(directory: Path) -> str:
    try:
        return f" (process {int((directory / HOLDER_FILE).read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""
