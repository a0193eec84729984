"""A chat model that says of a question what a test scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chatbot.errors import ModelError
from chatbot.llm.chat import Message, StructuredReply
from chatbot.prompts import load_prompt
from chatbot.question.planning import Planner
from chatbot.question.understanding import Understanding, Understood
from chatbot.records import ParsedQuestion, Turn, Usage
from tests.question.asking import PUBLISHERS, asked

COST = Usage(300, 40)


@dataclass
class Scripted:
    """A model that gives one object, or fails."""

    value: Any = None
    error: ModelError | None = None
    seen: list[str] = field(default_factory=list)

    def structured(
        self, messages: Sequence[Message], schema: dict[str, Any], *, name: str, max_tokens: int
    ) -> StructuredReply:
        self.seen.append("\n".join(message.text for message in messages))
        if self.error:
            raise self.error
        return StructuredReply(self.value, COST)


def understood(
    model: Scripted, text: str, history: Sequence[Turn] = (), languages: Sequence[str] = ("en", "de")
) -> Understood:
    planner = Planner(model, load_prompt("understand"))
    return Understanding(planner, lambda: languages, lambda: PUBLISHERS).understand(asked(text), history)


def plan(
    text: str, history: Sequence[Turn] = (), languages: Sequence[str] = ("en", "de"), **fields: Any
) -> ParsedQuestion:
    """What becomes of a plan with these fields."""
    return understood(Scripted(fields), text, history, languages).question
