"""Exchanges as JSON and back, without loss."""

from __future__ import annotations

from pydantic import TypeAdapter

from chatbot.conversations.records import Exchange

_EXCHANGE = TypeAdapter(Exchange)


def exchange_to_json(exchange: Exchange) -> str:
    return _EXCHANGE.dump_json(exchange).decode()


def exchange_from_json(text: str) -> Exchange:
    """The exchange that `exchange_to_json` wrote.

    Raises:
        ValueError: the text is something else.
    """
    return _EXCHANGE.validate_json(text)
