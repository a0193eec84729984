"""What is kept of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chatbot.records import Answer, Filters, Turn


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the reader thought of an answer."""

    helpful: bool
    given: datetime
    reason: str = ""
    """In the reader's words; empty when none was given."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its checked answer.

    Fields that came later have defaults, so that what an earlier version wrote can be read.
    """

    question: str
    answer: Answer
    asked_at: datetime
    """The moment of asking, or the end of the day as of which it was asked."""
    filters: Filters = field(default_factory=Filters)
    settings: dict[str, str] = field(default_factory=dict)
    """What answered: models, prompts and thresholds at that time."""
    feedback: Feedback | None = None

    @property
    def turn(self) -> Turn:
        """As follow-up questions need it."""
        return Turn(self.question, self.answer.text, self.answer.article_ids)


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """An exchange that has feedback."""

    exchange: Exchange
    history: tuple[Turn, ...]
    """What was said before it."""


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
