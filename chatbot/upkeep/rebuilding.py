"""Makes a library's database anew from the texts of its articles, from which everything else in it is derived."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chatbot.briefing.keeping.moving import OLDER_FILE_NAME as OLDER_BRIEFINGS
from chatbot.briefing.keeping.store import FILE_NAME as BRIEFINGS
from chatbot.conversations.store import FILE_NAME as CONVERSATIONS
from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import LibraryDamaged
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.library.lock import hold
from chatbot.library.opening import CHROMA_FOLDER, DATABASE, LEXICAL_FOLDER, REBUILT_FOLDER
from chatbot.library.salvage import Salvage, find_articles, read_articles

DONE = "complete"
"""Marks a rebuilt database that holds everything."""
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Rebuilder:
    """Rebuilds libraries.

    Args:
        encoder: embeds the passages anew.
        passage_tokens: about how many tokens a passage has.
    """

    encoder: TextEncoder
    passage_tokens: int

    def rebuild(self, library: Path) -> Path:
        """Put a rebuilt database in the place of one whose vector index is damaged and whose articles are not.

        Killed at any moment, nothing is lost: the next repair goes on, or begins anew.

        Returns:
            The folder in which the damaged files are kept.

        Raises:
            LibraryDamaged: an article cannot be read, so that a rebuilt database would lack it.
            LibraryError: the rebuilt database cannot be written.
        """
        damaged, rebuilt = library / CHROMA_FOLDER, library / REBUILT_FOLDER
        aside = library / f"damaged-{stamp()}"
        with _held(library):
            if damaged.exists():
                self._make(damaged / DATABASE, rebuilt)
                aside.mkdir()
                damaged.rename(aside / CHROMA_FOLDER)
            elif not (rebuilt / DONE).exists():
                raise LibraryDamaged(f"{damaged} is missing", "Restore a backup with `chatbot restore`.")
            # It names passages of the damaged database; where its successor gets lost, opening makes it anew.
            shutil.rmtree(library / LEXICAL_FOLDER, ignore_errors=True)
            (rebuilt / CHROMA_FOLDER).rename(damaged)
            (rebuilt / LEXICAL_FOLDER).rename(library / LEXICAL_FOLDER)
            shutil.rmtree(rebuilt)
        return aside

    def recover(self, library: Path) -> tuple[Path, int]:
        """Put every article that can still be read of a damaged database into a new library beside it.

        Returns:
            The new library's folder, and how many texts it holds.

        Raises:
            LibraryError: the new library cannot be written.
        """
        target = library.with_name(f"{library.name}-recovered-{stamp()}")
        with _held(library):
            found = find_articles(library / CHROMA_FOLDER / DATABASE)
            self._fill(library / CHROMA_FOLDER / DATABASE, found, target)
            for name in (CONVERSATIONS, BRIEFINGS, OLDER_BRIEFINGS):
                if (library / name).exists():
                    shutil.copy2(library / name, target / name)
        return target, len(found.places)

    def _make(self, database: Path, rebuilt: Path) -> None:
        shutil.rmtree(rebuilt, ignore_errors=True)
        found = find_articles(database)
        if not found.complete:
            raise LibraryDamaged(
                f"Some articles in {database} cannot be read or were altered",
                "Restore a backup with `chatbot restore`; until then the library stays as it is.",
            )
        self._fill(database, found, rebuilt)
        (rebuilt / DONE).touch()

    def _fill(self, database: Path, found: Salvage, target: Path) -> None:
        with Library.open(target, self.encoder.fingerprint) as fresh:
            ingestor = Ingestor(fresh, self.encoder, self.passage_tokens)
            for group in read_articles(database, found.places, AT_ONCE):
                ingestor.put_back(group)
            if len(fresh) != len(found.places):
                raise LibraryDamaged(f"{target} does not hold every article", "Run `chatbot doctor --repair` again.")


def can_be_read(database: Path) -> int:
    """How many texts of articles can be read of a damaged database; none where the file is something else."""
    try:
        return len(find_articles(database).places)
    except sqlite3.Error:
        return 0


def stamp() -> str:
    """The time for the name of a file that is set aside."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")


@contextmanager
def _held(library: Path) -> Iterator[None]:
    lock = hold(library)
    try:
        yield
    finally:
        lock.release()
