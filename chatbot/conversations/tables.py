"""The tables of the conversation store."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text

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
