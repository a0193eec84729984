"""A SQL database for what readers have: their conversations and briefings. How it is reached, and SQLite opened for it.

By default each kind is a SQLite file in the library's folder, of which nothing deleted remains.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot.errors import ChatbotError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, MetaData
    from sqlalchemy.exc import SQLAlchemyError

_CREATING = 0x6E657773
"""Any number that no other program on the database locks by."""


def connect(location: Path | str, failure: type[ChatbotError]) -> Engine:
    """The database at a SQLite file or a SQLAlchemy URL, not yet opened.

    Args:
        location: the file or the URL.
        failure: the error to raise.

    Raises:
        ChatbotError: the URL is none; of the kind that was asked for.
    """
    from sqlalchemy import create_engine, event
    from sqlalchemy.exc import ArgumentError

    if isinstance(location, Path):
        location.parent.mkdir(parents=True, exist_ok=True)
        location = f"sqlite:///{location}"
    try:
        # A server may have closed a connection that waited in the pool: it is tried before it is used.
        engine = create_engine(location, pool_pre_ping=True)
    except (ArgumentError, ImportError) as error:
        told = "its address is not one that SQLAlchemy reads" if isinstance(error, ArgumentError) else error
        raise failure(
            f"The database for conversations and briefings cannot be reached: {told}",
            "Write CHATBOT_CONVERSATIONS_URL like postgresql+psycopg://user:password@host/database, and install the "
            "driver: pip install 'news-chatbot[postgresql]'.",
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def create_tables(connection: Connection, metadata: MetaData) -> None:
    """Create the tables that are missing. Several processes may start at once: none fails because another was first."""
    from sqlalchemy import text
    from sqlalchemy.schema import CreateIndex, CreateTable

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CREATING})
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            connection.execute(CreateIndex(index, if_not_exists=True))


def told_by_driver(error: SQLAlchemyError) -> str:
    """The first line of what the database's driver says, which names no statement and no password."""
    return str(error.__cause__ or error).strip().partition("\n")[0]


def storable(text: str) -> str:
    """The text without what databases refuse: null characters and halves of surrogate pairs."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # What is deleted is overwritten with zeros; another thread's or process's transaction is waited for.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA busy_timeout = 30000")
