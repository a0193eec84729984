"""An OpenAI-compatible endpoint on loopback with a scripted model behind it (evals/scripted_model.py).

It stands for a strong and honest model that is fast and says the same each time: what is measured with it is the
product alone. It can also behave as models do that think aloud, break off, err, or take no JSON schema.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evals.scripted_model import Script, ScriptedModel

MODEL = "scripted"
_WORD = re.compile(r"\s*\S+")


@dataclass(frozen=True, slots=True)
class Manner:
    """How the model behaves."""

    errs: bool = False
    """Writes the twins, cited like the sentences."""
    thinking: str = ""
    """Written in `<think>` before each reply."""
    reasoning: str = ""
    """Sent as `reasoning_content` before each reply."""
    most_words: int | None = None
    """Breaks each reply off after so many words, with the reason `length`."""
    takes_schemas: bool = True
    """Otherwise it answers in words where a JSON object was asked for."""
    seconds: float = 0.0
    """That a reply takes."""
    at_once: int = 64
    """Replies that are written at the same time; the others wait."""


@contextmanager
def scripted_endpoint(script: Script, manner: Manner = Manner()) -> Iterator[str]:
    """The address of the endpoint, which runs in this context."""
    server = _Server(ScriptedModel(script, errs=manner.errs), manner)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, model: ScriptedModel, manner: Manner) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.model, self.manner = model, manner
        self.slots = threading.Semaphore(manner.at_once)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Readers may leave."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._send("application/json", json.dumps({"object": "list", "data": [{"id": MODEL, "object": "model"}]}))

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.slots:
            time.sleep(self.server.manner.seconds)
            said = self._said(request)
        if not request.get("stream"):
            self._send("application/json", json.dumps(said.whole()))
            return
        self._begin("text/event-stream")
        for event in said.events(counts=bool((request.get("stream_options") or {}).get("include_usage"))):
            self.wfile.write(f"data: {event}\n\n".encode())

    def _said(self, request: dict[str, Any]) -> _Said:
        manner = self.server.manner
        prompt = "\n".join(message["content"] for message in request["messages"] if isinstance(message["content"], str))
        form = (request.get("response_format") or {}).get("json_schema") if manner.takes_schemas else None
        words = _WORD.findall(self.server.model.reply(prompt, form and form["schema"]))
        whole = manner.most_words is None or len(words) <= manner.most_words
        return _Said(prompt, words[: manner.most_words], "stop" if whole else "length", manner)

    def _send(self, kind: str, text: str) -> None:
        data = text.encode()
        self._begin(kind, Content_Length=str(len(data)))
        self.wfile.write(data)

    def _begin(self, kind: str, **headers: str) -> None:
        """Without a length the reply ends when the connection does."""
        self.send_response(200)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 -- the base class's name
        """Nothing."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A reply in the protocol's words."""

    prompt: str
    words: list[str]
    reason: str
    manner: Manner

    def whole(self) -> dict[str, Any]:
        text, thoughts = "".join(self._contents()), self.manner.reasoning
        message = {"role": "assistant", "content": text, "reasoning_content": thoughts}
        choice = {"index": 0, "message": message, "finish_reason": self.reason}
        return _head("chat.completion") | {"choices": [choice], "usage": self._usage()}

    def events(self, *, counts: bool) -> Iterator[str]:
        deltas: list[dict[str, str]] = [{"role": "assistant"}]
        deltas += [{"reasoning_content": word} for word in _WORD.findall(self.manner.reasoning)]
        deltas += [{"content": text} for text in self._contents()]
        choices: list[dict[str, Any]] = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
        choices.append({"index": 0, "delta": {}, "finish_reason": self.reason})
        head = _head("chat.completion.chunk")
        yield from (json.dumps(head | {"choices": [choice]}) for choice in choices)
        if counts:
            yield json.dumps(head | {"choices": [], "usage": self._usage()})
        yield "[DONE]"

    def _contents(self) -> list[str]:
        thinking = [f"<think>{self.manner.thinking}</think>\n\n"] if self.manner.thinking else []
        return thinking + self.words

    def _usage(self) -> dict[str, int]:
        """About as many tokens as English has."""
        read, said = len(self.prompt) // 4, len(self.words)
        return {"prompt_tokens": read, "completion_tokens": said, "total_tokens": read + said}


def _head(kind: str) -> dict[str, Any]:
    return {"id": "1", "object": kind, "created": 1, "model": MODEL}
