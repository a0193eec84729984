"""Reads the events of a reply out of its bytes, in whatever way a server frames them.

Servers send more than the protocol: comments and pings while a model thinks, names and numbers of events, events
without the empty line between them, JSON over several lines, or one JSON object where a stream was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from chatbot.llm.server_words import LONGEST_WORDS, NoReply, server_words

DONE: dict[str, Any] = {"done": True}
"""The event that ends a stream, told by identity."""
_MOST_HELD = 4_000_000
"""Characters of one event, and bytes of one line. More is no event of a chat model."""
_MOST_TRIED = 1000
"""Lines after which an event that is spread over lines is parsed only once more, at its end."""
_MOST_WORDS = 20
"""Lines outside events that are kept."""
_FIELDS = {"event", "id", "retry"}


def read_events(data: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The JSON objects of a stream, and `DONE`.

    Args:
        data: the bytes as they arrive, cut anywhere.

    Raises:
        NoReply: what came holds no event, or one that is no JSON object.
    """
    reader = _EventReader()
    for line in _lines(data):
        yield from reader.take(line)
    yield from reader.end()


def _lines(data: Iterable[bytes]) -> Iterator[str]:
    held: list[bytes] = []
    size = 0
    for piece in data:
        held.append(piece)
        size += len(piece)
        if b"\n" in piece or b"\r" in piece:
            lines = b"".join(held).splitlines(keepends=True)
            rest = b"" if lines[-1].endswith((b"\n", b"\r")) else lines.pop()
            held, size = [rest], len(rest)
            yield from map(_decoded, lines)
        if size > _MOST_HELD:
            raise NoReply("a line without end")
    yield _decoded(b"".join(held))


def _decoded(line: bytes) -> str:
    return line.decode("utf-8", "replace").strip("\r\n\ufeff")


class _EventReader:
    """Takes lines, gives events."""

    def __init__(self) -> None:
        self._name = ""
        """Of the event whose lines come."""
        self._held: list[str] = []
        """Lines of a JSON object that has not ended."""
        self._size = 0
        self._words: list[str] = []
        """What came outside events."""
        self._page: list[str] | None = None
        self._any = False
        """Whether there was an event."""

    def take(self, line: str) -> Iterator[dict[str, Any]]:
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if self._page is not None:
            self._take_page(line)
        elif name == "data":
            yield from self._take_data(value.removeprefix(" "))
        elif name == "event" and colon:
            self._name = value.strip().lower()
        elif not line.strip():
            self._name = ""
        elif line.startswith(":") or (name in _FIELDS and not self._held):
            return
        else:
            yield from self._take_bare(line)

    def end(self) -> Iterator[dict[str, Any]]:
        if self._held:
            value = _parsed("".join(self._held))
            if value is not None:
                yield self._event(value)
            elif not self._any:
                raise NoReply(server_words("".join(self._held)[:LONGEST_WORDS]))
        elif self._page is not None:
            raise NoReply(f"a web page, “{server_words(''.join(self._page)) or 'without words'}”")
        elif not self._any:
            raise NoReply(server_words(" ".join(self._words)) or "nothing")

    def _take_data(self, value: str) -> Iterator[dict[str, Any]]:
        while value.startswith("data:"):
            value = value.removeprefix("data:").removeprefix(" ")
        plain = value.strip()
        if self._held:
            yield from self._take_json(value)
        elif plain.strip('[]" ').upper() == "DONE":
            self._any = True
            yield DONE
        elif self._name == "error" and not plain.startswith("{"):
            yield self._event({"error": {"message": plain}})
        elif plain.startswith(("{", "[", '"')):
            yield from self._take_json(value)
        elif plain != "null":
            self._note(plain)

    def _take_bare(self, line: str) -> Iterator[dict[str, Any]]:
        """A line that belongs to no event: JSON without framing, a page, or words."""
        plain = line.strip()
        if self._held or plain.startswith(("{", "[")):
            yield from self._take_json(line)
        elif plain.startswith("<") and not self._any:
            self._page = [plain]
        else:
            self._note(plain)

    def _take_json(self, line: str) -> Iterator[dict[str, Any]]:
        if line.strip() in {"[DONE]", ""}:
            return
        self._held.append(line)
        self._size += len(line)
        if self._size > _MOST_HELD:
            raise NoReply("an event without end")
        may_have_ended = line.rstrip().endswith(("}", "]", '"')) and len(self._held) <= _MOST_TRIED
        value = _parsed("".join(self._held)) if may_have_ended else None
        if value is not None:
            self._held, self._size = [], 0
            yield self._event(value)
        elif may_have_ended and len(self._held) > 1 and line.startswith('{"') and _parsed(line) is not None:
            # Text of the answer is lost in what stands before it.
            raise NoReply(f"an event that is no JSON: {server_words(self._held[0][:LONGEST_WORDS])}")

    def _event(self, value: Any) -> dict[str, Any]:
        self._any = True
        if not isinstance(value, dict):
            raise NoReply(server_words(json.dumps(value)[:LONGEST_WORDS]))
        if self._name == "error" and not value.get("error"):
            return {"error": value}
        return value

    def _take_page(self, line: str) -> None:
        if self._page is not None and len(self._page) < _MOST_TRIED:
            self._page.append(line)

    def _note(self, words: str) -> None:
        if words and len(self._words) < _MOST_WORDS:
            self._words.append(words[:LONGEST_WORDS])


def _parsed(text: str) -> Any:
    """The JSON value; None where there is none (yet)."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
