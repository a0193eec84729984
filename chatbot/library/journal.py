"""Remembers which articles are being changed, so that opening after a crash looks at those alone.

A repair that compared every passage with every article would take longer the larger the library is; the journal
keeps it proportional to the one batch that was interrupted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

CHANGES = "pending.json"
DELETIONS = "deleting.json"
"""Apart, because a deletion that was interrupted also leaves text to be erased."""


class Journal:
    """The ids of articles whose change has begun and not ended."""

    def __init__(self, directory: Path, name: str = CHANGES) -> None:
        self._path = directory / name

    def pending(self) -> list[str] | None:
        """Ids left over from a change that was interrupted; empty after a clean end; None: the file is damaged."""
        if not self._path.exists():
            return []
        try:
            noted = json.loads(self._path.read_text(encoding="ascii"))
        except ValueError:
            return None
        return noted if isinstance(noted, list) and all(isinstance(item, str) for item in noted) else None

    @contextmanager
    def changing(self, article_ids: Iterable[str]) -> Iterator[None]:
        """Within this context the articles may be half-written; an exception leaves them noted for repair."""
        write_whole(self._path, sorted(set(article_ids)))
        yield
        self.clear()

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)


def write_whole(path: Path, value: object) -> None:
    """Write a value as JSON, so that after a crash the file holds all of it or what it held before.

    Raises:
        OSError: it cannot be written.
    """
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="ascii") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
