"""An OpenAI-compatible endpoint that copies the first evidence sentence of its prompt, four answers at a time.

It stands for a fast server elsewhere: what is measured with it is the product, and no model's speed.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

AT_ONCE = 4
SECONDS = 0.5
"""That an answer takes."""
MODEL = "copying"
_FIRST = re.compile(r"^\[1\] (.+?)(?: \([^()]*\))?$", re.MULTILINE)


@contextmanager
def copying_endpoint() -> Iterator[str]:
    """The address of the endpoint, which runs in this context."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}/v1"
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    slots = threading.Semaphore(AT_ONCE)

    def do_GET(self) -> None:
        self._send("application/json", json.dumps({"object": "list", "data": [{"id": MODEL, "object": "model"}]}))

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = str(asked["messages"][-1]["content"])
        first = _FIRST.search(prompt)
        with self.slots:
            time.sleep(SECONDS)
            self._send("text/event-stream", _stream(f"{first[1]} [1]" if first else prompt[-200:]))

    def _send(self, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 -- the base class's name
        """Nothing."""


def _stream(text: str) -> str:
    head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": MODEL}
    said = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
    events = [json.dumps(head | {"choices": [choice]}) for choice in (said, end)]
    return "".join(f"data: {event}\n\n" for event in [*events, "[DONE]"])
