"""Keeps the briefings of all users in a SQL database: by default a SQLite file, of which nothing deleted remains.

Each method is one transaction. Threads and processes may share a store: whoever changes something waits for whoever
does so already, and no change is made from what was read before another one. Every briefing belongs to a user, and no
method shows or changes another user's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from chatbot.briefing.keeping import rows
from chatbot.briefing.keeping.moving import move_over
from chatbot.briefing.keeping.records import BriefingSummary, EarlierBriefing, KeptBriefing
from chatbot.briefing.keeping.resolving import find_briefing
from chatbot.briefing.keeping.rewriting import forget_article, remember_earlier
from chatbot.briefing.keeping.serialising import (
    earlier_from_json,
    record_from_json,
    storable_record,
)
from chatbot.briefing.keeping.topics import topic_key
from chatbot.briefing.records import Briefing, BriefingRequest
from chatbot.database import connect, create_tables, storable, told_by_driver
from chatbot.errors import BriefingError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

FILE_NAME = "briefings.sqlite"
MOST_KEPT = 500
"""Briefings of one user; the ones written first are forgotten."""
MOST_BYTES = 100_000_000
"""Of all briefings of one user; the same."""
LONGEST_TITLE = 200
_REPAIR = "Run `chatbot doctor --repair`, which sets what is damaged aside, or `chatbot restore` a backup."


class BriefingStore:
    """The kept briefings. Use as a context manager, or `close()` it."""

    def __init__(self, engine: Engine) -> None:
        from chatbot.briefing.keeping.tables import metadata

        self._engine = engine
        with self._begin() as connection:
            create_tables(connection, metadata)
            rows.prepare(connection)

    @classmethod
    def open(cls, location: Path | str, older: Path | None = None) -> Self:
        """Open the store, creating it when missing.

        Args:
            location: a SQLite file, or the SQLAlchemy URL of another database.
            older: the file in which earlier versions remembered what briefings rested on. Where there is one, the
                store takes over what it holds, and it is gone.

        Raises:
            BriefingError: a file or the database cannot be used.
        """
        store = cls(connect(location, BriefingError))
        try:
            if older is not None:
                move_over(older, store.take_over)
        except BaseException:
            store.close()
            raise
        return store

    @property
    def location(self) -> str:
        """Where the database is, for display: without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, request: BriefingRequest, briefing: Briefing, read: Collection[str], user: str = "") -> str:
        """Keep a briefing, and forget the user's oldest ones where there are too many. Returns its id.

        Args:
            request: what was asked for.
            briefing: what was written.
            read: keys, `id@version`, of all articles that were read for it.
            user: whose it is.

        Raises:
            BriefingError: it is too large, or cannot be written. Whoever wrote it can still save it as a file.
        """
        from chatbot.briefing.keeping.tables import briefings

        record = storable_record(briefing, read)
        name = uuid4().hex
        row = rows.briefing_row(name, user, topic_key(request, user), briefing, record)
        with self._change() as connection:
            connection.execute(briefings.insert().values(row))
            rows.prune(connection, user, MOST_KEPT, MOST_BYTES)
        return name

    def summaries(self, user: str = "") -> list[BriefingSummary]:
        """A user's briefings, the one that was written last first."""
        with self._begin() as connection:
            return self._summaries(connection, user)

    def find(self, name: str, user: str = "") -> BriefingSummary:
        """The briefing that is named by its id or the first characters of it.

        Raises:
            BriefingNotFound: none of this user's has such an id, several have, or the characters are too few.
        """
        with self._begin() as connection:
            return self._found(connection, name, user)

    def load(self, name: str, user: str = "") -> KeptBriefing:
        """A whole briefing.

        Args:
            name: its id or the first characters of it.
            user: whose it is.

        Raises:
            BriefingNotFound: see `find`.
            BriefingError: it is damaged.
        """
        with self._begin() as connection:
            return self._loaded(connection, self._found(connection, name, user).id)

    def previous(self, name: str, user: str = "") -> KeptBriefing | None:
        """The briefing on the same topic, and from the same publishers, that the user had before this one; or None.

        Raises:
            BriefingNotFound: see `find`.
            BriefingError: it is damaged.
        """
        with self._begin() as connection:
            found = rows.previous_id(connection, self._found(connection, name, user).id)
            return self._loaded(connection, found) if found else None

    def latest(self, request: BriefingRequest, user: str = "") -> EarlierBriefing | None:
        """What the user's latest briefing on the topic of a request rested on, or None.

        Raises:
            BriefingError: it is damaged.
        """
        key = topic_key(request, user)
        with self._begin() as connection, self._damage_named():
            if record := rows.latest_record(connection, key):
                kept = record_from_json(record)
                return EarlierBriefing.of(kept.briefing, kept.read)
            earlier = rows.earlier_record(connection, key)
            return earlier_from_json(earlier) if earlier else None

    def rename(self, name: str, title: str, user: str = "") -> BriefingSummary:
        """Give a briefing another title, which stands at its head from now on. Returns what it is now.

        Raises:
            BriefingNotFound: see `find`.
            BriefingError: the title is empty.
        """
        from chatbot.briefing.keeping.tables import briefings

        title = " ".join(storable(title).split())[:LONGEST_TITLE]
        if not title:
            raise BriefingError("The title is empty", "Write one, in a few words.")
        with self._change() as connection:
            found = self._found(connection, name, user)
            connection.execute(briefings.update().where(briefings.c.id == found.id).values(title=title))
        return replace(found, title=title)

    def delete(self, name: str, user: str = "") -> None:
        """Delete a briefing.

        Raises:
            BriefingNotFound: see `find`.
        """
        from chatbot.briefing.keeping.tables import briefings

        with self._change() as connection:
            found = self._found(connection, name, user)
            connection.execute(briefings.delete().where(briefings.c.id == found.id))

    def forget(self, article_id: str, titles: Collection[str] = ()) -> None:
        """Take everything that an article said out of all users' briefings, because it was deleted.

        Args:
            article_id: the article that is gone.
            titles: of all its versions; notes may name it by them.

        Raises:
            BriefingError: a briefing is damaged, so that nobody can tell what it holds.
        """
        with self._change() as connection, self._damage_named():
            forget_article(connection, article_id, titles)

    def take_over(self, earlier: dict[str, EarlierBriefing]) -> None:
        """Remember what an earlier version did, by the keys of its topics; of two on one topic the later one stays."""
        with self._change() as connection, self._damage_named():
            remember_earlier(connection, earlier)

    def _summaries(self, connection: Connection, user: str) -> list[BriefingSummary]:
        with self._damage_named():
            return rows.summaries(connection, user)

    def _found(self, connection: Connection, name: str, user: str) -> BriefingSummary:
        return find_briefing(name, self._summaries(connection, user))

    def _loaded(self, connection: Connection, name: str) -> KeptBriefing:
        with self._damage_named():
            return rows.kept(connection, name)

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        """A transaction that has the database to itself from its beginning."""
        with self._begin() as connection:
            rows.touch(connection)
            yield connection

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise BriefingError(
                f"The kept briefings in {self.location} cannot be read or written: {told_by_driver(error)}",
                "Check that the disk has room and the folder is writable, or that the database server runs; a damaged "
                "file is set aside by `chatbot doctor --repair`.",
            ) from error

    @contextmanager
    def _damage_named(self) -> Iterator[None]:
        try:
            yield
        except ValueError as error:
            raise BriefingError(f"A briefing in {self.location} is damaged", _REPAIR) from error
