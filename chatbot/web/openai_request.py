"""What is understood of a request of the OpenAI protocol."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, Field, field_validator

from chatbot.records import Turn
from chatbot.text.moments import read_asking_time

MODEL = "news-chatbot"
MOST_MESSAGES = 200


_TEXT = {"text", "input_text", "output_text"}


class Part(BaseModel):
    """A piece of a message's content."""

    type: str = "text"
    text: str | None = None


class ChatMessage(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part | str | None] | None = None

    @property
    def text(self) -> str:
        """The words; pictures and files are passed over."""
        parts = self.content if isinstance(self.content, list) else [self.content]
        return " ".join(filter(None, map(_words, parts))).strip()


class ChatRequest(BaseModel):
    """What is understood of a request; all else is accepted and has no effect. `null` means what leaving out means."""

    model: str | None = None
    messages: list[ChatMessage] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool | None = False
    asked_at: str | None = None
    """The day against which "yesterday" is read, like 2025-07-12."""

    @property
    def asks_here(self) -> bool:
        """Whether it is this server's model that is asked."""
        return self.model in {None, MODEL}

    @field_validator("asked_at")
    @classmethod
    def _is_a_date(cls, text: str | None) -> str | None:
        if text:
            read_asking_time(text)
        return text

    @property
    def moment(self) -> datetime | None:
        return read_asking_time(self.asked_at) if self.asked_at else None

    @property
    def question(self) -> str:
        return self.messages[-1].text if self.messages[-1].role == "user" else ""

    @property
    def history(self) -> list[Turn]:
        said = [message for message in self.messages[:-1] if message.role in {"user", "assistant"}]
        return [
            Turn(one.text, two.text) for one, two in pairwise(said) if (one.role, two.role) == ("user", "assistant")
        ]


def _words(part: Part | str | None) -> str:
    if isinstance(part, Part):
        return (part.text or "") if part.type in _TEXT else ""
    return part or ""
