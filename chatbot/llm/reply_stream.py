"""The bytes of a chat model's reply as the protocol wants them, whatever framing the server chose.

It stands between the connection and the library that speaks the protocol, so that this library and all that is built
on it meet only regular streams.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx

from chatbot.llm.chunks import ChunkMaker
from chatbot.llm.event_stream import DONE, read_events

_ABOUT_THE_BYTES = ("content-encoding", "content-length", "transfer-encoding")


class RegularStream(httpx.SyncByteStream):
    """Server-sent events of regular chunks, made of what a server sends.

    Args:
        received: the server's reply.

    Iterating raises NoReply where there is no reply, and what httpx raises.
    """

    def __init__(self, received: httpx.Response) -> None:
        self._received = received

    def __iter__(self) -> Iterator[bytes]:
        maker = ChunkMaker()
        properly = False
        try:
            for event in read_events(self._received.iter_bytes()):
                if event is DONE:
                    properly = True
                    break
                for chunk in maker.take(event):
                    yield _event(json.dumps(chunk))
            properly = properly or maker.counted_last
        except httpx.TransportError:
            # Behind its reason to end, a reply lacks nothing.
            if not maker.finished:
                raise
        for chunk in maker.end(properly=properly):
            yield _event(json.dumps(chunk))
        yield _event("[DONE]")

    def close(self) -> None:
        self._received.close()


def make_regular(response: httpx.Response) -> None:
    """Let a response that was just received be read as a regular stream."""
    if not isinstance(response.stream, httpx.SyncByteStream):
        return
    received = httpx.Response(
        response.status_code, headers=response.headers, stream=response.stream, request=response.request
    )
    response.stream = RegularStream(received)
    for name in _ABOUT_THE_BYTES:
        response.headers.pop(name, None)
    response.headers["content-type"] = "text/event-stream"


def _event(data: str) -> bytes:
    return f"data: {data}\n\n".encode()
