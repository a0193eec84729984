"""Finds model servers on this machine, at the ports where Ollama and its like usually listen."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from chatbot.control_characters import printable_line
from chatbot.llm.model_list import LM_STUDIO, chat_models, described_address, described_models, listed_models

USUAL_PORTS = {"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080, "vLLM": 8000}
_OWNERS = {"library": "Ollama", LM_STUDIO: "LM Studio", "llamacpp": "llama.cpp", "vllm": "vLLM"}
"""Who a model belongs to, in the words of the server that lists it: ports are only habits."""
_SECONDS = 2.0
_MOST_BYTES = 1_000_000
_MOST_MODELS = 100
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A server that answered."""

    name: str
    """Which program it seems to be."""
    base_url: str
    models: tuple[str, ...] = ()
    """Its chat models."""
    wants_key: bool = False
    """Whether it tells its models only to those who have a key."""


def find_servers(ports: Mapping[str, int] = USUAL_PORTS, seconds: float = _SECONDS) -> tuple[LocalServer, ...]:
    """The servers that answer on loopback, in the order of the ports.

    Args:
        ports: programs and where they listen.
        seconds: to wait for all, who are asked at once.
    """
    with ThreadPoolExecutor(max_workers=len(ports)) as threads:
        found = threads.map(lambda usual: _server(usual, ports[usual], seconds), ports)
    return tuple(server for server in found if server)


def _server(usual: str, port: int, seconds: float) -> LocalServer | None:
    base_url = f"http://127.0.0.1:{port}/v1"
    status, body = _fetched(f"{base_url}/models", seconds)
    if status in {401, 403} and isinstance(body, dict):
        return LocalServer(usual, base_url, wants_key=True)
    models = listed_models(body) if isinstance(body, dict) else None
    if status != 200 or models is None:
        return None
    if address := described_address(base_url, models):
        models = described_models(models, _fetched(address, seconds)[1])
    owners = [_OWNERS[model.owner] for model in models if model.owner in _OWNERS]
    chat = [name for name in chat_models(models) if _is_plain(name)]
    return LocalServer(owners[0] if owners else usual, base_url, tuple(chat[:_MOST_MODELS]))


def _is_plain(name: str) -> bool:
    """Whether a name can be shown, and written into a file, as it is."""
    return bool(name) and printable_line(name) == name and len(name) <= _LONGEST_NAME


def _fetched(address: str, seconds: float) -> tuple[int, Any]:
    """Status and JSON; status 0 where nobody answers in time, None where there is no JSON."""
    import httpx

    deadline = time.monotonic() + seconds
    try:
        with (
            httpx.Client(timeout=seconds, trust_env=False) as client,
            client.stream("GET", address) as reply,
        ):
            return reply.status_code, _json(_bounded(reply, deadline))
    except httpx.HTTPError:
        return 0, None


def _bounded(reply: Any, deadline: float) -> bytes:
    """The body, or nothing of one that is too long or comes too slowly."""
    body = b""
    for data in reply.iter_bytes():
        body += data
        if len(body) > _MOST_BYTES or time.monotonic() > deadline:
            return b""
    return body


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
