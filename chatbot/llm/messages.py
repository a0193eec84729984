"""What a chat model is sent: messages, and what the caller wants of the reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a chat model."""

    role: Literal["system", "developer", "user", "assistant"]
    """`developer` is what some endpoints call `system`; the dialect puts it there."""
    text: str


@dataclass(frozen=True, slots=True)
class ReplySchema:
    """The JSON object that a reply shall be."""

    name: str
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """One request as its caller means it, before the endpoint's peculiarities."""

    messages: tuple[Message, ...]
    max_tokens: int
    """Longest visible reply, in the model's tokens."""
    temperature: float = 0.0
    stop: tuple[str, ...] = ()
    schema: ReplySchema | None = None
    """None: the reply is free text."""

    @property
    def characters(self) -> int:
        """Length of the prompt."""
        return sum(len(message.text) for message in self.messages)
