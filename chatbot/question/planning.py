"""Asks a chat model what a question means: one call, one JSON object. What is believed of it says believing.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from chatbot.control_characters import printable_line
from chatbot.llm.chat import Message, StructuredReply
from chatbot.prompts import Prompt
from chatbot.question.resolving import REMEMBERED_TURNS
from chatbot.records import AnswerKind, Question, Turn

MOST_TOKENS = 600
"""Of a reply: four searches and a question in a language that takes many tokens."""
_LONGEST_QUESTION = 300
_LONGEST_ANSWER = 600
_LONGEST_ASKED = 2_000
"""Characters of an earlier question, of an earlier answer and of the question itself that the model is shown."""
_TEXT = {"type": "string"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "question": _TEXT,
        "queries": {"type": "array", "items": _TEXT},
        "kind": {"type": "string", "enum": [kind.value for kind in AnswerKind]},
        "since": _TEXT,
        "until": _TEXT,
        "language": _TEXT,
        "newest_first": {"type": "boolean"},
    },
    "required": ["question", "queries", "kind", "since", "until", "language", "newest_first"],
    "additionalProperties": False,
}


class StructuredModel(Protocol):
    """A chat model that replies with JSON objects; `ChatModel` is one."""

    def structured(
        self, messages: Sequence[Message], schema: dict[str, Any], *, name: str, max_tokens: int
    ) -> StructuredReply:
        """As `ChatModel.structured`."""


class Planner:
    """Has a chat model say what a question means.

    Args:
        chat_model: replies with the object.
        prompt: with the variables `languages`, `conversation`, `asked_at` and `question`.
    """

    def __init__(self, chat_model: StructuredModel, prompt: Prompt) -> None:
        self._chat_model = chat_model
        self._prompt = prompt

    def plan(self, question: Question, history: Sequence[Turn], languages: Sequence[str]) -> StructuredReply:
        """What the model says, unchecked: fields may be missing, of another type or made up.

        Args:
            question: as it was asked.
            history: earlier turns, oldest first; the last few are shown, cut to a bounded length.
            languages: ISO codes of the library's articles, most frequent first.

        Raises:
            ModelError: the model cannot be reached, refuses, or replies with something else.
        """
        user = self._prompt.render(
            languages=", ".join(languages) or "unknown",
            conversation=_conversation(history[-REMEMBERED_TURNS:]) or "(none)",
            asked_at=question.asked_at.date().isoformat(),
            question=_cut(question.text, _LONGEST_ASKED),
        )
        messages = [Message("system", self._prompt.system), Message("user", user)]
        return self._chat_model.structured(messages, SCHEMA, name="understood_question", max_tokens=MOST_TOKENS)


def _conversation(turns: Sequence[Turn]) -> str:
    return "\n".join(
        f"Reader: {_cut(turn.question, _LONGEST_QUESTION)}\nAnswer: {_cut(turn.answer, _LONGEST_ANSWER)}"
        for turn in turns
    )


def _cut(text: str, longest: int) -> str:
    """The text on one line, so that no line of it passes for one of the conversation."""
    line = printable_line(text[: 2 * longest])
    return line if len(line) <= longest else f"{line[:longest]}…"
