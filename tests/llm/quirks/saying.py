"""The ways in which a server can say a text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.loopback import Call, chunk

Says = Callable[[Call, str], None]
USAGE = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}


@dataclass(frozen=True, slots=True)
class Quirk:
    """One habit of servers."""

    name: str
    servers: str
    does: Any


def pieces(text: str) -> list[str]:
    return [text[:5], text[5:6], text[6:]]


def regular(text: str) -> list[dict[str, Any]]:
    return [*map(chunk, pieces(text)), chunk(finish="stop")]


def framed(frame: Callable[[list[dict[str, Any]]], Iterable[str | bytes]], **headers: str) -> Says:
    """A stream of regular events whose bytes `frame` writes."""

    def says(call: Call, text: str) -> None:
        call.begin_stream(**headers)
        for data in frame(regular(text)):
            if data:
                call.raw(data)
        call.end_stream()

    return says


def sends_events(change: Callable[[list[dict[str, Any]]], Iterable[object]]) -> Says:
    """Regular framing of events that `change` makes."""

    def frame(events: list[dict[str, Any]]) -> Iterable[str]:
        return [f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n" for event in change(events)]

    return framed(frame)


def data_of(events: Iterable[object]) -> str:
    return "".join(f"data: {json.dumps(event)}\n\n" for event in events)


def with_around(before: str = "", between: str = "", after: str = "") -> Says:
    """Something before, between and after the events."""
    return framed(
        lambda events: [
            before,
            *(f"{between}data: {json.dumps(event)}\n\n" for event in events),
            "data: [DONE]\n\n",
            after,
        ]
    )


def deltas(change: Callable[[str], dict[str, Any]]) -> Says:
    """Deltas that `change` makes of each piece of text."""

    def says(call: Call, text: str) -> None:
        call.begin_stream()
        for piece in pieces(text):
            event = chunk()
            event["choices"][0]["delta"] = change(piece)
            call.event(event)
        call.event(chunk(finish="stop"))
        call.event("[DONE]")
        call.end_stream()

    return says


def whole(change: Callable[[dict[str, Any]], object] = lambda body: body, **headers: str) -> Says:
    """One JSON object where a stream was asked for."""

    def says(call: Call, text: str) -> None:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        body = change({"id": "1", "object": "chat.completion", "choices": [choice], "usage": USAGE})
        call.send(200, body, **headers)

    return says
