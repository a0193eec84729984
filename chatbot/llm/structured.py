"""Replies that are JSON objects, read leniently: of what is in them, only that they are objects is certain."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chatbot.records import Usage

_BRACE_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]', re.S)
_MOST_TRIED = 20
"""Objects in braces that are looked at: what begins a reply with more of them is no answer."""


@dataclass(frozen=True, slots=True)
class StructuredReply:
    """A reply that is a JSON object."""

    value: dict[str, Any]
    """Its fields come from the model: missing, of another type or absurd, whatever the schema says."""
    usage: Usage


def read_object(text: str) -> dict[str, Any] | None:
    """The JSON object of a reply; None when there is none.

    Args:
        text: the reply. Around the object may stand words and code fences. The first object in balanced braces counts.
    """
    whole = _parsed(text.strip())
    if whole is not None:
        return whole if isinstance(whole, dict) else None
    for count, candidate in enumerate(_balanced(text)):
        value = _parsed(candidate)
        if isinstance(value, dict):
            return value
        if count >= _MOST_TRIED:
            break
    return None


def _parsed(text: str) -> Any:
    """The JSON value, None when it is none; line breaks in strings are let pass."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _balanced(text: str) -> Iterator[str]:
    """The parts of the text in outermost braces, in order. One that does not close ends them.

    What stands in one that was cut off is not looked at: it would pass for the whole.
    """
    start = text.find("{")
    while start >= 0 and (end := _closing(text, start)):
        yield text[start:end]
        start = text.find("{", end)


def _closing(text: str, start: int) -> int:
    """Where the braces that open at `start` have closed; 0 if they do not."""
    depth = 0
    for match in _BRACE_OR_STRING.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return match.end()
    return 0
