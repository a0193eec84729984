"""How servers frame the events of a stream."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from typing import Any

from tests.llm.quirks.saying import Quirk, data_of, framed, regular, sends_events, with_around
from tests.loopback import Call


def _bytewise(events: list[dict[str, Any]]) -> Iterable[bytes]:
    data = (data_of(events) + "data: [DONE]\n\n").encode()
    return [data[place : place + 1] for place in range(len(data))]


def _unescaped_halves(events: list[dict[str, Any]]) -> Iterable[bytes]:
    data = (
        "".join(f"data: {json.dumps(event, ensure_ascii=False)}\n\n" for event in events).encode() + b"data: [DONE]\n\n"
    )
    return [data[place : place + 3] for place in range(0, len(data), 3)]


def _split_over_lines(events: list[dict[str, Any]]) -> Iterable[str]:
    for event in events:
        data = json.dumps(event)
        yield f"data: {data[:40]}\ndata: {data[40:90]}\ndata: {data[90:]}\n\n"
    yield "data: [DONE]\n\n"


def _cut_after_the_reason(call: Call, text: str) -> None:
    """The connection ends without the end of the chunked body."""
    call.begin_stream()
    for event in regular(text):
        call.event(event)
    call.hang_up()


def _gzipped(events: list[dict[str, Any]]) -> Iterable[bytes]:
    return [gzip.compress((data_of(events) + "data: [DONE]\n\n").encode())]


FRAMING = [
    Quirk("comments as pings", "OpenRouter", with_around(between=": OPENROUTER PROCESSING\n\n")),
    Quirk("comments behind ids", "LM Studio, gateways", with_around(before="id: 1\n", between=": ping\n\n")),
    Quirk("ids and retry times", "Mistral's gateway, nginx modules", with_around("retry: 3000\n\n", "id: 7\n")),
    Quirk("names of events", "Cloudflare Workers AI, llamafile", with_around(between="event: message\n")),
    Quirk(
        "named pings", "Anthropic's compatible endpoint", with_around(between='event: ping\ndata: {"type": "ping"}\n\n')
    ),
    Quirk("empty data", "DeepSeek under load, one-api", with_around(between="data: \n\ndata:\n\n")),
    Quirk("null as data", "some proxies", with_around(between="data: null\n\n")),
    Quirk("words as data", "some proxies", with_around(between="data: ping\n\n")),
    Quirk("empty lines before all", "DeepSeek under load", with_around(before="\n\n\r\n\n")),
    Quirk(
        "no space behind data",
        "DashScope, Azure's gateway",
        framed(lambda events: [f"data:{json.dumps(event)}\n\n" for event in events] + ["data:[DONE]\n\n"]),
    ),
    Quirk(
        "CRLF",
        "IIS, vLLM behind Windows proxies",
        framed(lambda events: [(data_of(events) + "data: [DONE]\n\n").replace("\n", "\r\n")]),
    ),
    Quirk(
        "CR alone",
        "older Java servers",
        framed(lambda events: [(data_of(events) + "data: [DONE]\n\n").replace("\n", "\r")]),
    ),
    Quirk(
        "no empty line between events",
        "hand-written servers",
        framed(lambda events: [f"data: {json.dumps(event)}\n" for event in events] + ["data: [DONE]\n"]),
    ),
    Quirk(
        "data twice",
        "proxies that frame again",
        framed(lambda events: [f"data: data: {json.dumps(event)}\n\n" for event in events] + ["data: [DONE]\n\n"]),
    ),
    Quirk("a byte order mark", "ASP.NET servers", with_around(before="\ufeff")),
    Quirk("one byte at a time", "slow proxies", framed(_bytewise)),
    Quirk("cut within characters", "every proxy", framed(_unescaped_halves)),
    Quirk("one event over lines", "servers that print JSON prettily", framed(_split_over_lines)),
    Quirk(
        "pretty JSON",
        "hand-written servers",
        framed(
            lambda events: [
                "data: " + json.dumps(event, indent=1).replace("\n", "\ndata: ") + "\n\n" for event in events
            ]
        ),
    ),
    Quirk(
        "JSON lines", "older llama.cpp bindings", framed(lambda events: [json.dumps(event) + "\n" for event in events])
    ),
    Quirk("gzip", "CDNs", framed(_gzipped, Content_Encoding="gzip")),
    Quirk(
        "another content type",
        "Text Generation WebUI, FastAPI defaults",
        framed(lambda events: [data_of(events)], Content_Type="text/plain"),
    ),
    Quirk("no DONE", "Gemini's compatible endpoint, TGI", sends_events(lambda events: events)),
    Quirk("more after DONE", "LocalAI", with_around(after="data: {}\n\n: bye\n\nrubbish\n")),
    Quirk("the connection cut behind the reason", "llama.cpp behind proxies", _cut_after_the_reason),
    Quirk("DONE in quotation marks", "one-api", sends_events(lambda events: [*events, '"[DONE]"'])),
]
