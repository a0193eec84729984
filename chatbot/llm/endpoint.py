"""Where a chat model is reached, and the HTTP connection to it with every wait bounded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import httpx

CONNECT_SECONDS = 10.0
LONGEST_RETRY_AFTER = 30.0
"""Seconds. An endpoint that asks for more patience is reported instead of waited for."""
_NO_KEY = "none"
"""Endpoints without keys ignore it; the client insists on some key."""
_collecting: ContextVar[ExitStack | None] = ContextVar("_collecting", default=None)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server and how patient to be with it."""

    base_url: str = field(repr=False)
    """May hold a password; `address` does not."""
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = 60.0
    """Seconds between two pieces of a reply, and until the first."""
    total_timeout: float = 600.0
    """Seconds for one whole reply."""
    retries: int = 2
    """How often a request is repeated that failed before its reply began."""
    embedded: bool = False

    @property
    def address(self) -> str:
        """For display: the base URL without user name, password or query."""
        if self.embedded:
            return "The embedded model"
        try:
            url = httpx.URL(self.base_url)
        except httpx.InvalidURL:
            return "the configured address"
        return str(url.copy_with(username=None, password=None, query=None, fragment=None))

    @property
    def key(self) -> str:
        """What is sent as the API key."""
        return self.api_key or _NO_KEY

    @property
    def timeouts(self) -> httpx.Timeout:
        return httpx.Timeout(self.timeout, connect=min(CONNECT_SECONDS, self.timeout))


def connect(endpoint: Endpoint) -> httpx.Client:
    """An HTTP client whose replies end after the endpoint's total time, whatever the server keeps sending.

    An embedded engine is never reached through a proxy that the environment names.
    """
    from openai import DefaultHttpxClient

    def bound(response: httpx.Response) -> None:
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _BoundedStream(response.stream, endpoint.total_timeout)
        if (replies := _collecting.get()) is not None:
            replies.callback(response.close)
        if _asks_for_more_than(response, min(LONGEST_RETRY_AFTER, endpoint.total_timeout)):
            response.headers["x-should-retry"] = "false"

    return DefaultHttpxClient(
        timeout=endpoint.timeouts, trust_env=not endpoint.embedded, event_hooks={"response": [bound]}
    )


@contextmanager
def collecting(replies: ExitStack) -> Iterator[None]:
    """Let the replies that are opened in this context be closed with `replies`.

    Dropping LlamaIndex's generators closes them too, but only when the garbage collector comes by: for as long, the
    server would go on generating.
    """
    token = _collecting.set(replies)
    try:
        yield
    finally:
        _collecting.reset(token)


def model_names(endpoint: Endpoint, http: httpx.Client) -> list[str]:
    """The models that the endpoint lists; raises what openai and httpx raise."""
    from openai import OpenAI

    client = OpenAI(
        base_url=endpoint.base_url,
        api_key=endpoint.key,
        http_client=http,
        timeout=endpoint.timeouts,
        max_retries=endpoint.retries,
    )
    return [model.id for model in client.models.list().data]


class _BoundedStream(httpx.SyncByteStream):
    """A reply's bytes until the time is up: keep-alive comments defeat a timeout between bytes."""

    def __init__(self, stream: httpx.SyncByteStream, seconds: float) -> None:
        self._stream = stream
        self._deadline = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        for data in self._stream:
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the reply took longer than its total time")
            yield data

    def close(self) -> None:
        self._stream.close()


def _asks_for_more_than(response: httpx.Response, seconds: float) -> bool:
    try:
        return float(response.headers.get("retry-after", "0")) > seconds
    except ValueError:
        return False  # a date: the client bounds it by itself
