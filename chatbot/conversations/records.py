"""What is kept of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chatbot.records import Answer, Filters, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its checked answer."""

    question: str
    answer: Answer
    asked_at: datetime
    filters: Filters = field(default_factory=Filters)

    @property
    def turn(self) -> Turn:
        """As follow-up questions need it."""
        return Turn(self.question, self.answer.text)


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation as lists show it."""

    id: str
    title: str
    updated: datetime
    exchanges: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole conversation."""

    id: str
    user: str
    title: str
    exchanges: tuple[Exchange, ...]

    @property
    def history(self) -> list[Turn]:
        """Its turns, oldest first."""
        return [exchange.turn for exchange in self.exchanges]
