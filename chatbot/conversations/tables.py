"""The tables of the conversation store, and how SQLite is opened for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    text,
)
from sqlalchemy.exc import ArgumentError

from chatbot.errors import ConversationsError

metadata = MetaData()
_CREATING = 0x6E657773
"""Any number that no other program on the database locks by."""

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("updated", Text, nullable=False),
)

exchanges = Table(
    "exchanges",
    metadata,
    Column("conversation", Text, ForeignKey("conversations.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("record", Text, nullable=False),
)


def connect(location: Path | str) -> Engine:
    """The database at a SQLite file or a SQLAlchemy URL, not yet opened.

    Raises:
        ConversationsError: the URL is none.
    """
    if isinstance(location, Path):
        location.parent.mkdir(parents=True, exist_ok=True)
        location = f"sqlite:///{location}"
    try:
        # A server may have closed a connection that waited in the pool: it is tried before it is used.
        engine = create_engine(location, pool_pre_ping=True)
    except (ArgumentError, ImportError) as error:
        told = "its address is not one that SQLAlchemy reads" if isinstance(error, ArgumentError) else error
        raise ConversationsError(
            f"The database for conversations cannot be reached: {told}",
            "Write CHATBOT_CONVERSATIONS_URL like postgresql+psycopg://user:password@host/database, and install the "
            "driver: pip install 'news-chatbot[postgresql]'.",
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def create_tables(connection: Connection) -> None:
    """Create the tables that are missing. Several servers may start at once: one creates, the others wait for it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CREATING})
    metadata.create_all(connection)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # What is deleted is overwritten with zeros; another thread's transaction is waited for.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA busy_timeout = 30000")
