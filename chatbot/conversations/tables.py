"""The tables of the conversation store, and how SQLite is opened for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, ForeignKey, Integer, MetaData, Table, Text, create_engine, event
from sqlalchemy.exc import ArgumentError

from chatbot.errors import ConversationsError

metadata = MetaData()

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
        engine = create_engine(location)
    except (ArgumentError, ImportError) as error:
        raise ConversationsError(
            f"The database for conversations cannot be reached: {error}", "Check its address and its driver."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # What is deleted is overwritten with zeros; another thread's transaction is waited for.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA busy_timeout = 30000")
