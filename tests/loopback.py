"""An OpenAI-compatible server on loopback that says what a test scripts."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Reply = Callable[["Call"], None]


class QuietServer(ThreadingHTTPServer):
    """A server that lets its clients leave: it is no error that the tests must read."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Call:
    """One request, and the means to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: dict[str, Any], released: Event) -> None:
        self.path = handler.path
        self.headers = dict(handler.headers)
        self.body = body
        self.began = time.monotonic()
        self.client_left = Event()
        self.released = released
        """Set when the server stops, so that a hanging reply ends."""
        self._handler = handler

    def send(self, status: int, body: object, **headers: str) -> None:
        """A whole reply: text as it is, anything else as JSON."""
        data = body if isinstance(body, str) else json.dumps(body)
        self._begin(status, {"Content-Type": "application/json", "Content-Length": str(len(data.encode())), **headers})
        self._handler.wfile.write(data.encode())

    def begin_stream(self, **headers: str) -> None:
        self._begin(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked", **headers})

    def event(self, data: object) -> None:
        self.raw(f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n")

    def raw(self, text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        self._handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self._handler.wfile.flush()

    def end_stream(self) -> None:
        self._handler.wfile.write(b"0\r\n\r\n")

    def hang_up(self) -> None:
        self._handler.close_connection = True

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()


class Loopback:
    """The running server. Replies are used up one by one; the last one is used for ever."""

    def __init__(self, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}/v1"
        self.replies: list[Reply] = []
        self.models: Reply = offers("small-model")
        self.calls: list[Call] = []
        self.released = Event()

    def says(self, *replies: Reply) -> None:
        self.replies = list(replies)

    def answer(self, call: Call) -> None:
        if call.path.endswith("/models"):
            self.models(call)
            return
        self.calls.append(call)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        try:
            reply(call)
        except (BrokenPipeError, ConnectionResetError):
            call.client_left.set()
            call.hang_up()


def chunk(text: str | None = None, finish: str | None = None) -> dict[str, Any]:
    """One event of a stream, as OpenAI sends them."""
    choice = {"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "small-model", "choices": [choice]}


def counted(prompt: int, completion: int) -> dict[str, Any]:
    """The last event of a stream, which counts the tokens."""
    usage = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return chunk() | {"choices": [], "usage": usage}


def speaks(*pieces: str, usage: tuple[int, int] | None = None, finish: str = "stop") -> Reply:
    """A regular streamed reply."""

    def reply(call: Call) -> None:
        call.begin_stream()
        for piece in pieces:
            call.event(chunk(piece))
        call.event(chunk(finish=finish))
        if usage:
            call.event(counted(*usage))
        call.event("[DONE]")
        call.end_stream()

    return reply


def thinks(*pieces: str, then: Sequence[str] = (), key: str = "reasoning_content", finish: str = "stop") -> Reply:
    """Thinking in a field of its own, as servers send it that part it from the answer; then the answer."""

    def reply(call: Call) -> None:
        call.begin_stream()
        for piece in pieces:
            event = chunk()
            event["choices"][0]["delta"] = {key: piece}
            call.event(event)
        for piece in then:
            call.event(chunk(piece))
        call.event(chunk(finish=finish))
        call.event("[DONE]")
        call.end_stream()

    return reply


def fails(status: int, message: str = "no", **headers: str) -> Reply:
    """An error in OpenAI's format."""
    return lambda call: call.send(status, {"error": {"message": message, "type": "x", "code": None}}, **headers)


def refuses(
    message: str, when: Callable[[dict[str, Any]], bool], status: int = 400, otherwise: Reply | None = None
) -> Reply:
    """An error for requests of a kind, and a regular reply to all others."""

    def reply(call: Call) -> None:
        (fails(status, message) if when(call.body) else otherwise or speaks("Hello."))(call)

    return reply


def sends(body: object, status: int = 200, **headers: str) -> Reply:
    return lambda call: call.send(status, body, **headers)


def streams(*events: object) -> Reply:
    """A stream of these events, whatever they are, ended properly as HTTP sees it."""

    def reply(call: Call) -> None:
        call.begin_stream()
        for event in events:
            call.event(event)
        call.end_stream()

    return reply


def drops_after(*pieces: str) -> Reply:
    """The connection breaks in the middle of the stream."""

    def reply(call: Call) -> None:
        call.begin_stream()
        for piece in pieces:
            call.event(chunk(piece))
        call.hang_up()

    return reply


def hangs(*pieces: str) -> Reply:
    """Silence after these pieces, for as long as the server lives."""

    def reply(call: Call) -> None:
        if pieces:
            call.begin_stream()
        for piece in pieces:
            call.event(chunk(piece))
        call.released.wait()
        call.hang_up()

    return reply


def repeats(text: str, pause: float = 0.0) -> Reply:
    """The same raw text for ever, or until the client leaves."""

    def reply(call: Call) -> None:
        call.begin_stream()
        while not call.released.wait(pause):
            call.raw(text)

    return reply


def offers(*names: str) -> Reply:
    """The list of models."""
    models = [{"id": name, "object": "model", "created": 1, "owned_by": "test"} for name in names]
    return sends({"object": "list", "data": models})


@contextmanager
def running_loopback(*replies: Reply) -> Iterator[Loopback]:
    """The server on a free port for as long as the context lasts."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.answer(Call(self, {}, server.released))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.answer(Call(self, body, server.released))

        def log_message(self, *arguments: object) -> None:
            """Nothing: test output stays readable."""

    http = QuietServer(("127.0.0.1", 0), Answering)
    server = Loopback(http.server_port)
    server.says(*(replies or (speaks("Hello."),)))
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        http.shutdown()
        http.server_close()
        thread.join()
