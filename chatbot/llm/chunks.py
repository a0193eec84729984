"""Makes regular chunks of the OpenAI protocol out of what servers send as such."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from chatbot.llm.server_words import NoReply, error_in, server_words

_THOUGHTS = ("reasoning_content", "reasoning", "thinking")
_THOUGHT_PARTS = {"thinking", "reasoning"}
_DEEPEST = 4
_NO_REASONS = {"", "null", "none"}
_MOST_TOKENS = 1_000_000_000


class ChunkMaker:
    """Takes the JSON objects of one reply, gives chunks with text, thinking, a reason to end and counted tokens."""

    def __init__(self) -> None:
        self.finished = False
        """Whether a reason to end has come."""
        self.counted_last = False
        """Whether the last object only counted tokens, with which some servers end a stream without a reason."""
        self._half = ""
        """The first half of a character beyond 16 bits: servers that cut by tokens send its halves apart."""

    def take(self, value: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The chunks that one JSON object is; none for a ping.

        Raises:
            NoReply: it has another shape.
        """
        if words := error_in(value):
            yield {"error": {"message": words}}
            return
        choice = _first_choice(value.get("choices"))
        usage = _usage(value.get("usage"))
        self.counted_last = bool(usage) and not choice
        if choice:
            yield from self._choice(choice, usage)
        elif usage:
            yield _chunk([], usage)

    def end(self, *, properly: bool) -> Iterator[dict[str, Any]]:
        """What is left at the end of a stream.

        Args:
            properly: the server has said that this is the end; then a reply without a reason has come to its own.
        """
        text, self._half = "\ufffd" if self._half else "", ""
        if properly and not self.finished:
            self.finished = True
            yield _chunk([_plain_choice(text, "", "stop")], None)
        elif text:
            yield _chunk([_plain_choice(text, "", None)], None)

    def _choice(self, choice: dict[str, Any], usage: dict[str, int] | None) -> Iterator[dict[str, Any]]:
        if words := error_in({"error": choice.get("error")}):
            yield {"error": {"message": words}}
            return
        whole = choice.get("message")
        said = choice.get("delta") or whole or {"content": choice.get("text")}
        if not isinstance(said, dict):
            raise NoReply("a choice without a message")
        text, thought = _content(said.get("content"))
        thought = "".join((_thought(said), thought))
        text = self._joined(text + _text(said.get("refusal")))
        reason = _reason(choice.get("finish_reason")) or ("stop" if whole else None)
        self.finished = self.finished or bool(reason)
        yield _chunk([_plain_choice(text, thought, reason)], usage)

    def _joined(self, text: str) -> str:
        """The text with both halves of each character together; a half that is alone is no character."""
        text, self._half = self._half + text, ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _first_choice(choices: object) -> dict[str, Any] | None:
    """The choice that is read: only one was asked for."""
    if not choices:
        return None
    if not isinstance(choices, list):
        raise NoReply("choices that are no list")
    for choice in choices:
        if choice is None:
            continue
        if not isinstance(choice, dict):
            raise NoReply("a choice that is no object")
        if not choice.get("index"):
            return choice
    return None


def _content(content: object, depth: int = 0) -> tuple[str, str]:
    """Text and thinking of a message's content, which may be a list of parts."""
    if content is None or isinstance(content, str):
        return content or "", ""
    if depth > _DEEPEST:
        return "", ""
    if isinstance(content, list):
        found = [_content(part, depth + 1) for part in content]
        return "".join(text for text, _ in found), "".join(thought for _, thought in found)
    if not isinstance(content, dict):
        raise NoReply(f"content that is no text: {server_words(repr(content))}")
    if content.get("type") in _THOUGHT_PARTS:
        inner = next((content[name] for name in (*_THOUGHTS, "text", "content") if content.get(name)), "")
        return "", "".join(_content(inner, depth + 1))
    return _content(content.get("text", content.get("value")), depth + 1)


def _thought(said: dict[str, Any]) -> str:
    return next((text for name in _THOUGHTS if (text := _text(said.get(name)))), "")


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _reason(reason: object) -> str | None:
    return None if reason is None or str(reason).strip().lower() in _NO_REASONS else str(reason).strip()


def _usage(usage: object) -> dict[str, int] | None:
    if not usage:
        return None
    if not isinstance(usage, dict):
        raise NoReply("tokens that are not counted")
    prompt = _count(usage.get("prompt_tokens", usage.get("input_tokens")))
    completion = _count(usage.get("completion_tokens", usage.get("output_tokens")))
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _count(value: object) -> int:
    return int(min(max(value, 0), _MOST_TOKENS)) if isinstance(value, int | float) and isfinite(value) else 0


def _plain_choice(text: str, thought: str, reason: str | None) -> dict[str, Any]:
    delta = {"content": text} | ({"reasoning_content": thought} if thought else {})
    return {"index": 0, "delta": delta, "finish_reason": reason}


def _chunk(choices: list[dict[str, Any]], usage: dict[str, int] | None) -> dict[str, Any]:
    head = {"id": "reply", "object": "chat.completion.chunk", "created": 0, "model": ""}
    return head | {"choices": choices} | ({"usage": usage} if usage else {})
