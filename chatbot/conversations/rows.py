"""Exchanges as rows of the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.conversations.records import Exchange, RatedAnswer
from chatbot.conversations.serialising import exchange_from_json, exchange_to_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

Place = tuple[str, int]
"""The key of a row: conversation and position."""


def read_exchanges(connection: Connection, conversation_id: str = "") -> list[tuple[Place, Exchange]]:
    """The exchanges of a conversation, or of all conversations, each conversation's in order."""
    from sqlalchemy import select

    from chatbot.conversations.tables import exchanges

    wanted = select(exchanges).order_by(exchanges.c.conversation, exchanges.c.position)
    if conversation_id:
        wanted = wanted.where(exchanges.c.conversation == conversation_id)
    rows = connection.execute(wanted).mappings().all()
    return [((row["conversation"], row["position"]), exchange_from_json(row["record"])) for row in rows]


def rated_answers(found: Sequence[tuple[Place, Exchange]]) -> list[RatedAnswer]:
    """The exchanges that have feedback, each with what was said before it."""
    rated = []
    for place, exchange in found:
        if exchange.feedback:
            earlier = [other for there, other in found if there[0] == place[0] and there[1] < place[1]]
            rated.append(RatedAnswer(exchange, tuple(other.turn for other in earlier)))
    return rated


def rewrite_exchange(connection: Connection, place: Place, exchange: Exchange) -> None:
    """Put another record into a row."""
    from chatbot.conversations.tables import exchanges

    this = (exchanges.c.conversation == place[0], exchanges.c.position == place[1])
    connection.execute(exchanges.update().where(*this).values(record=exchange_to_json(exchange)))
