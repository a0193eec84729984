"""Reads the vectors out of an endpoint's reply, whose shape is the server's choice."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
from pydantic import BaseModel, field_validator

from chatbot.llm.server_words import NoReply, error_in, server_words


class _Item(BaseModel):
    index: int
    embedding: list[float]

    @field_validator("embedding", mode="before")
    @classmethod
    def _as_numbers(cls, value: Any) -> Any:
        """Numbers also where the server sends them in base64, unasked, or in a list of their own."""
        if isinstance(value, str):
            return np.frombuffer(base64.b64decode(value, validate=True), "<f4").tolist()
        return value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list) else value


def read_vectors(text: str, count: int) -> list[list[float]]:
    """One vector for each text, in their order.

    Args:
        text: the reply.
        count: how many texts were sent.

    Raises:
        NoReply: the reply is an error, or holds no list of vectors.
        ValueError: a vector is none.
    """
    items = [_Item.model_validate(entry) for entry in _entries(text)]
    if len(items) != count:
        raise NoReply(f"{len(items)} vectors for {count} texts")
    if sorted(item.index for item in items) != list(range(count)):
        raise NoReply("vectors that are not numbered from 0 on")
    return [item.embedding for item in sorted(items, key=lambda item: item.index)]


def _entries(text: str) -> list[Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise NoReply(server_words(text) or "nothing") from None
    if isinstance(body, dict) and (words := error_in(body)):
        raise NoReply(words)
    if isinstance(body, dict) and isinstance(body.get("embeddings"), list):
        return [{"index": index, "embedding": vector} for index, vector in enumerate(body["embeddings"])]
    entries = body.get("data") if isinstance(body, dict) else body
    if not isinstance(entries, list):
        raise NoReply(f"no list of vectors: {server_words(text)}")
    return entries
