"""How servers list their models, and how they send vectors."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from typing import Any

from tests.llm.quirks.refusing import has
from tests.llm.quirks.saying import Quirk
from tests.loopback import Call, Reply, fails, offers, sends

LISTS = [
    Quirk("OpenAI's list", "OpenAI, vLLM", offers("text-embedding-3-small", "chatty")),
    Quirk(
        "kinds in the list",
        "LM Studio's /api/v0, Together",
        sends({"data": [{"id": "a", "type": "embeddings"}, {"id": "chatty", "type": "llm"}]}),
    ),
    Quirk(
        "two lists",
        "llama.cpp",
        sends(
            {
                "models": [
                    {"name": "a", "capabilities": ["embedding"]},
                    {"name": "chatty", "capabilities": ["completion"]},
                ],
                "data": [{"id": "a"}, {"id": "chatty"}],
            }
        ),
    ),
    Quirk(
        "another name of the list",
        "Ollama's /api/tags, Cohere",
        sends({"models": [{"name": "bge-m3"}, {"name": "chatty"}]}),
    ),
    Quirk("a bare list", "Together", sends([{"id": "a", "type": "rerank"}, {"id": "chatty", "type": "chat"}])),
    Quirk(
        "another content type",
        "hand-written servers",
        sends(json.dumps({"data": [{"id": "chatty"}]}), Content_Type="text/plain"),
    ),
    Quirk("entries without names", "gateways", sends({"data": [None, {}, {"id": None}, 7, {"id": "chatty"}]})),
    Quirk("names alone", "hand-written servers", sends({"data": ["whisper-1", "chatty"]})),
]


def vectors(change: Callable[[list[dict[str, Any]]], object]) -> Reply:
    """One vector for each text, in a body that `change` makes."""

    def reply(call: Call) -> None:
        texts = call.body["input"]
        rows = [
            {"object": "embedding", "index": n, "embedding": [1.0 + len(text), 1.0]} for n, text in enumerate(texts)
        ]
        call.send(200, change(rows))

    return reply


def regular_vectors(call: Call) -> None:
    vectors(lambda rows: {"data": rows})(call)


def unless(when: Callable[[dict[str, Any]], bool], otherwise: Reply) -> Reply:
    return lambda call: (otherwise if when(call.body) else regular_vectors)(call)


EMBEDS = [
    Quirk("in another order", "servers that work in parallel", vectors(lambda rows: {"data": rows[::-1]})),
    Quirk(
        "in base64, unasked",
        "gateways to OpenAI",
        vectors(
            lambda rows: {
                "data": [
                    row | {"embedding": base64.b64encode(struct.pack("<2f", *row["embedding"])).decode()}
                    for row in rows
                ]
            }
        ),
    ),
    Quirk(
        "in a list more", "llama.cpp", vectors(lambda rows: [row | {"embedding": [row["embedding"]]} for row in rows])
    ),
    Quirk(
        "Ollama's own shape",
        "Ollama's /api/embed",
        vectors(lambda rows: {"embeddings": [row["embedding"] for row in rows]}),
    ),
    Quirk(
        "no format",
        "Cohere's and Voyage's gateways",
        unless(has("encoding_format"), fails(400, "Argument 'encoding_format' is not supported")),
    ),
    Quirk(
        "fewer texts at once",
        "TEI, DashScope",
        unless(lambda body: len(body["input"]) > 10, fails(413, "batch size 64 > maximum allowed batch size 10")),
    ),
]

EMBEDS_NOT = [
    (Quirk("an error for vectors", "LM Studio", sends({"error": "the model is no embedder"})), "no embedder"),
    (Quirk("a page", "login walls", sends("<title>Sign in</title>", Content_Type="text/html")), "Sign in"),
    (Quirk("an empty body", "proxies", sends("")), "nothing"),
    (Quirk("no content", "gateways", sends("", 204)), "nothing"),
    (
        Quirk(
            "all with one number",
            "older one-api",
            vectors(lambda rows: {"data": [row | {"index": 0} for row in rows]}),
        ),
        "numbered",
    ),
    (
        Quirk("a status with a page", "nginx", sends("<title>Bad Gateway</title>", 400, Content_Type="text/html")),
        "Bad Gateway",
    ),
    (Quirk("a move to another host", "gateways", sends("", 302, Location="http://elsewhere.example/")), "refused"),
]
