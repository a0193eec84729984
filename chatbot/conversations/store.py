"""Keeps conversations in a SQL database: by default a SQLite file beside the library, of which nothing deleted remains.

Each method is one transaction, so that a crash loses at most the exchange that was being written. Threads may share a
store. Every row belongs to a user, and no method shows or changes another user's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from chatbot.conversations.forgetting import without_article
from chatbot.conversations.records import Conversation, ConversationSummary, Exchange, Feedback, RatedAnswer
from chatbot.conversations.rows import Place, rated_answers, read_exchanges, rewrite_exchange
from chatbot.conversations.serialising import exchange_to_json
from chatbot.database import connect, create_tables, storable, told_by_driver
from chatbot.errors import AnswerNotFound, ConversationNotFound, ConversationsError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

LONGEST_TITLE = 120
LONGEST_REASON = 500
FILE_NAME = "conversations.sqlite"


class ConversationStore:
    """The conversations of all users. Use as a context manager, or `close()` it."""

    def __init__(self, engine: Engine) -> None:
        from chatbot.conversations.tables import metadata

        self._engine = engine
        with self._begin() as connection:
            create_tables(connection, metadata)

    @classmethod
    def open(cls, location: Path | str) -> Self:
        """Open the store, creating it when missing.

        Args:
            location: a SQLite file, or the SQLAlchemy URL of another database.

        Raises:
            ConversationsError: the file or the database cannot be used.
        """
        return cls(connect(location, ConversationsError))

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

    def conversations(self, user: str) -> list[ConversationSummary]:
        """A user's conversations, the one that changed last first."""
        from sqlalchemy import func, select

        from chatbot.conversations.tables import conversations, exchanges

        count = select(func.count()).where(exchanges.c.conversation == conversations.c.id).scalar_subquery()
        wanted = (
            select(conversations.c.id, conversations.c.title, conversations.c.updated, count)
            .where(conversations.c.user == user)
            .order_by(conversations.c.updated.desc(), conversations.c.id)
        )
        with self._begin() as connection:
            rows = connection.execute(wanted).all()
        return [
            ConversationSummary(name, title, datetime.fromisoformat(at), number) for name, title, at, number in rows
        ]

    def begin(self, user: str, title: str) -> str:
        """Begin a conversation and return its id."""
        from chatbot.conversations.tables import conversations

        name = uuid4().hex
        row = {"id": name, "user": user, "title": _title(title), "updated": _now()}
        with self._begin() as connection:
            connection.execute(conversations.insert().values(row))
        return name

    def load(self, user: str, conversation_id: str) -> Conversation:
        """A whole conversation.

        Raises:
            ConversationNotFound: the user has no such conversation.
        """
        with self._begin() as connection:
            title = self._title_of(connection, user, conversation_id)
            found = self._exchanges(connection, conversation_id)
        return Conversation(conversation_id, user, title, tuple(exchange for _, exchange in found))

    def add(self, user: str, conversation_id: str, exchange: Exchange) -> None:
        """Append an exchange.

        Raises:
            ConversationNotFound: the user has no such conversation.
        """
        from sqlalchemy import func, select

        from chatbot.conversations.tables import exchanges

        with self._begin() as connection:
            self._touch(connection, user, conversation_id)
            last = select(func.max(exchanges.c.position)).where(exchanges.c.conversation == conversation_id)
            row = {
                "conversation": conversation_id,
                "position": (connection.execute(last).scalar() or 0) + 1,
                "record": exchange_to_json(exchange),
            }
            connection.execute(exchanges.insert().values(row))

    def rate(self, user: str, conversation_id: str, answer_id: str, feedback: Feedback | None) -> None:
        """Keep what the reader thought of an answer, in place of what was kept before; None takes it back.

        Raises:
            ConversationNotFound: the user has no such conversation.
            AnswerNotFound: it holds no such answer.
        """
        if feedback:
            feedback = replace(feedback, reason=" ".join(feedback.reason.split())[:LONGEST_REASON])
        with self._begin() as connection:
            self._touch(connection, user, conversation_id)
            for place, exchange in self._exchanges(connection, conversation_id):
                if exchange.answer.answer_id == answer_id:
                    rewrite_exchange(connection, place, replace(exchange, feedback=feedback))
                    return
        raise AnswerNotFound(f"The conversation holds no answer {answer_id!r}", "It may have been taken back.")

    def rated(self) -> list[RatedAnswer]:
        """All answers of all users that have feedback; for whoever runs the chatbot."""
        with self._begin() as connection:
            found = self._exchanges(connection)
        return rated_answers(found)

    def keep(self, user: str, conversation_id: str, count: int) -> None:
        """Forget all exchanges after the first `count`.

        Raises:
            ConversationNotFound: the user has no such conversation.
        """
        from sqlalchemy import select

        from chatbot.conversations.tables import exchanges

        of_it = exchanges.c.conversation == conversation_id
        with self._begin() as connection:
            self._touch(connection, user, conversation_id)
            positions = select(exchanges.c.position).where(of_it).order_by(exchanges.c.position)
            gone = connection.execute(positions).scalars().all()[max(count, 0) :]
            connection.execute(exchanges.delete().where(of_it, exchanges.c.position.in_(gone)))

    def rename(self, user: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title.

        Raises:
            ConversationNotFound: the user has no such conversation.
        """
        with self._begin() as connection:
            self._touch(connection, user, conversation_id, title=_title(title))

    def delete(self, user: str, conversation_id: str) -> None:
        """Delete a conversation.

        Raises:
            ConversationNotFound: the user has no such conversation.
        """
        from chatbot.conversations.tables import conversations, exchanges

        with self._begin() as connection:
            self._touch(connection, user, conversation_id)
            connection.execute(exchanges.delete().where(exchanges.c.conversation == conversation_id))
            connection.execute(conversations.delete().where(conversations.c.id == conversation_id))

    def forget(self, article_id: str, titles: Collection[str] = ()) -> None:
        """Take everything that an article said out of all conversations, because it was deleted.

        Args:
            article_id: the article that is gone.
            titles: of all its versions; refusals name articles by their titles.
        """
        with self._begin() as connection:
            for place, exchange in self._exchanges(connection):
                left = without_article(exchange, article_id, titles)
                if left != exchange:
                    rewrite_exchange(connection, place, left)

    def _title_of(self, connection: Connection, user: str, conversation_id: str) -> str:
        from sqlalchemy import select

        from chatbot.conversations.tables import conversations

        wanted = select(conversations.c.title).where(
            conversations.c.id == conversation_id, conversations.c.user == user
        )
        title = connection.execute(wanted).scalar()
        if title is None:
            raise ConversationNotFound(
                f"There is no conversation {conversation_id!r}", "It may have been deleted; begin a new one."
            )
        return str(title)

    def _touch(self, connection: Connection, user: str, conversation_id: str, **change: Any) -> None:
        """Note that a conversation changes; first of all, so that SQLite takes its write lock at once."""
        from chatbot.conversations.tables import conversations

        this = (conversations.c.id == conversation_id, conversations.c.user == user)
        connection.execute(conversations.update().where(*this).values(updated=_now(), **change))
        self._title_of(connection, user, conversation_id)

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise ConversationsError(
                f"The conversations in {self.location} cannot be read or written: {told_by_driver(error)}",
                "Check that the disk has room and the folder is writable, or that the database server runs; a damaged "
                "file is set aside by `chatbot doctor --repair`.",
            ) from error

    def _exchanges(self, connection: Connection, conversation_id: str = "") -> list[tuple[Place, Exchange]]:
        try:
            return read_exchanges(connection, conversation_id)
        except ValueError as error:
            raise ConversationsError(
                f"An exchange in {self.location} is damaged",
                "Run `chatbot doctor --repair`, which sets the file aside.",
            ) from error


def _title(text: str) -> str:
    return " ".join(storable(text).split())[:LONGEST_TITLE] or "Untitled"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
