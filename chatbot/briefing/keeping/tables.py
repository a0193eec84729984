"""The tables of the store of briefings."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

metadata = MetaData()

briefings = Table(
    "briefings",
    metadata,
    Column("position", Integer, primary_key=True),
    # In the order of writing, whatever the clock says; no place is given twice.
    Column("id", Text, nullable=False, unique=True),
    Column("user", Text, nullable=False, index=True),
    Column("topic_key", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("written_at", Text, nullable=False),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("articles", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("record", Text, nullable=False),
    sqlite_autoincrement=True,
)

earlier_briefings = Table(
    "earlier_briefings",
    metadata,
    # The latest briefing on each topic before there were kept ones.
    Column("topic_key", Text, primary_key=True),
    Column("record", Text, nullable=False),
)

changes = Table(
    "briefing_changes",
    metadata,
    # One row, which every change touches first: so two processes never change the same record at once.
    Column("only", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
)
