"""What a peer talks to: one loopback endpoint that hands its chats on to the model and embeds with our encoder.

So every system is measured with the same model and embedding, and its tokens and calls are counted the same way.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from chatbot.embedding.encoder import TextEncoder

TIMEOUT = 600.0
"""Seconds: a peer's prompt of thousands of tokens takes a laptop minutes."""


@dataclass(slots=True)
class Consumption:
    """What a peer's questions cost, since it was last reset."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def reset(self) -> None:
        self.calls = self.prompt_tokens = self.completion_tokens = 0

    def add(self, usage: dict[str, Any] | None) -> None:
        self.calls += 1
        self.prompt_tokens += int((usage or {}).get("prompt_tokens") or 0)
        self.completion_tokens += int((usage or {}).get("completion_tokens") or 0)


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running gateway."""

    base_url: str
    model: str
    consumption: Consumption = field(default_factory=Consumption)


@contextmanager
def open_gateway(base_url: str, key: str, model: str, encoder: TextEncoder) -> Iterator[Gateway]:
    """A gateway in front of an OpenAI-compatible endpoint, as long as the context lasts."""
    consumption = Consumption()
    # Servers of this machine need no key, and an empty one makes no valid header.
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with httpx.Client(base_url=base_url, headers=headers, timeout=TIMEOUT) as upstream:
        handler = type("Handler", (_Handler,), {"upstream": upstream, "encoder": encoder, "consumption": consumption})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Gateway(f"http://127.0.0.1:{server.server_address[1]}/v1", model, consumption)
        finally:
            server.shutdown()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    upstream: httpx.Client
    encoder: TextEncoder
    consumption: Consumption

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        if self.path.endswith("/embeddings"):
            self._embed(body)
        elif body.get("stream"):
            self._stream(body | {"stream_options": {"include_usage": True}})
        else:
            self._complete(body)

    def _embed(self, body: dict[str, Any]) -> None:
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        vectors = self.encoder.encode(texts).tolist()
        data = [{"object": "embedding", "index": at, "embedding": vector} for at, vector in enumerate(vectors)]
        usage = {"prompt_tokens": 0, "total_tokens": 0}
        self._send(200, json.dumps({"object": "list", "model": body.get("model"), "data": data, "usage": usage}))

    def _complete(self, body: dict[str, Any]) -> None:
        reply = self.upstream.post("chat/completions", json=body)
        if reply.is_success:
            self.consumption.add(reply.json().get("usage"))
        self._send(reply.status_code, reply.text)

    def _stream(self, body: dict[str, Any]) -> None:
        with self.upstream.stream("POST", "chat/completions", json=body) as reply:
            self.send_response(reply.status_code)
            self.send_header("Content-Type", reply.headers.get("Content-Type", "text/event-stream"))
            self.end_headers()
            usage = None
            for line in reply.iter_lines():
                self.wfile.write(f"{line}\n".encode())
                self.wfile.flush()
                usage = _usage(line) or usage
        self.consumption.add(usage)

    def _send(self, status: int, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
        """Nothing: a line for each request would hide the progress."""


def _usage(line: str) -> dict[str, Any] | None:
    data = line.removeprefix("data:").strip()
    if not data.startswith("{"):
        return None
    usage = json.loads(data).get("usage")
    return usage if isinstance(usage, dict) else None
