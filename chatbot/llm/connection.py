"""The HTTP connection to an endpoint: every wait and every body bounded, nothing sent to anybody else."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from email.utils import parsedate_to_datetime

import httpx

from chatbot.errors import ModelRefused, ModelUnreachable
from chatbot.llm.endpoint import Endpoint
from chatbot.llm.reply_stream import make_regular

LONGEST_RETRY_AFTER = 30.0
"""Seconds. An endpoint that asks for more patience is reported instead of waited for."""
MOVED_TO = "x-moved-to"
"""A header of ours: where an endpoint wants to be asked instead."""
_MOST_BYTES = 256_000_000
"""Of a reply: 64 embeddings of the largest models are a tenth of that."""
_MOST_ERROR_BYTES = 100_000
_PROXIES = "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY"
_collecting: ContextVar[ExitStack | None] = ContextVar("_collecting", default=None)


def connect(endpoint: Endpoint) -> httpx.Client:
    """An HTTP client whose replies end after the endpoint's total time, whatever the server keeps sending.

    An endpoint on this machine, such as the embedded engine, is never reached through a proxy that the environment
    names: text that is said to stay here would go there.

    Raises:
        ModelRefused: the key cannot be sent.
        ModelUnreachable: the environment's proxies or certificates cannot be used.
    """
    from openai import DEFAULT_CONNECTION_LIMITS, DefaultHttpxClient

    _require_sendable(endpoint)

    def bound(response: httpx.Response) -> None:
        _bound(response, endpoint)

    with _environment_explained(endpoint):
        if endpoint.is_here:
            # With a transport of its own, a client asks the environment for certificates and for nothing else.
            certified = endpoint.base_url.lower().startswith("https:")
            transport = httpx.HTTPTransport(limits=DEFAULT_CONNECTION_LIMITS, trust_env=certified)
            return DefaultHttpxClient(
                timeout=endpoint.timeouts, trust_env=False, transport=transport, event_hooks={"response": [bound]}
            )
        return DefaultHttpxClient(timeout=endpoint.timeouts, event_hooks={"response": [bound]})


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


def _require_sendable(endpoint: Endpoint) -> None:
    if all(" " <= char <= "~" for char in endpoint.key):
        return
    raise ModelRefused(
        "The API key holds a line break or another character that no key has",
        "Set OPENAI_API_KEY again: the key alone, without what stands around it.",
    )


@contextmanager
def _environment_explained(endpoint: Endpoint) -> Iterator[None]:
    """What httpx raises when it reads the environment, in our own words: its own may repeat a password."""
    try:
        yield
    except ImportError as error:
        raise ModelUnreachable(
            f"{endpoint.address} cannot be reached: the environment names a SOCKS proxy, which needs a package",
            "Run pip install 'httpx[socks]', or unset ALL_PROXY, or name the endpoint's host in NO_PROXY.",
        ) from error
    except OSError as error:
        raise ModelUnreachable(
            f"{endpoint.address} cannot be reached: the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot "
            f"be read ({error.strerror or 'they are none'})",
            "Correct SSL_CERT_FILE, or unset it.",
        ) from None
    except (ValueError, httpx.InvalidURL):
        raise ModelUnreachable(
            f"{endpoint.address} cannot be reached: the environment names proxies by addresses that are none",
            f"Correct {_PROXIES}, or unset them; IPv6 addresses in NO_PROXY stand without brackets.",
        ) from None


def _bound(response: httpx.Response, endpoint: Endpoint) -> None:
    most_bytes = _MOST_BYTES if response.is_success else _MOST_ERROR_BYTES
    if isinstance(response.stream, httpx.SyncByteStream):
        response.stream = _BoundedStream(response.stream, endpoint.total_timeout, most_bytes)
    if response.is_success and response.request.url.path.endswith("/chat/completions"):
        make_regular(response)
    if (replies := _collecting.get()) is not None:
        replies.callback(response.close)
    if _asks_for_more_than(response.headers, min(LONGEST_RETRY_AFTER, endpoint.total_timeout)):
        response.headers["x-should-retry"] = "false"
    _refuse_to_move(response)


class _BoundedStream(httpx.SyncByteStream):
    """A reply's bytes until the time is up or they are too many: keep-alive comments defeat a timeout between bytes."""

    def __init__(self, stream: httpx.SyncByteStream, seconds: float, most_bytes: int) -> None:
        self._stream = stream
        self._deadline = time.monotonic() + seconds
        self._bytes_left = most_bytes

    def __iter__(self) -> Iterator[bytes]:
        for data in self._stream:
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the reply took longer than its total time")
            yield data[: self._bytes_left]
            self._bytes_left -= len(data)
            if self._bytes_left <= 0:
                return

    def close(self) -> None:
        self._stream.close()


def _asks_for_more_than(headers: httpx.Headers, seconds: float) -> bool:
    """Whether either header wants that: thousandths of a second, seconds, or a date."""
    thousandths = _number(headers.get("retry-after-ms", "")) / 1000
    asked = thousandths if math.isfinite(thousandths) else _number(headers.get("retry-after", ""))
    return asked > seconds or (math.isnan(asked) and _until(headers.get("retry-after", "")) > seconds)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _until(date: str) -> float:
    """Seconds until an HTTP date; 0 for what is none."""
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError, OSError):
        return 0.0


def _refuse_to_move(response: httpx.Response) -> None:
    """Follow a server within itself only: to another host, text would go that nobody was told of."""
    if not response.has_redirect_location:
        return
    asked = response.request.url
    try:
        moved = asked.join(response.headers["location"])
    except httpx.InvalidURL:
        moved = httpx.URL("")
    keeps_question = response.request.method == "GET" or response.status_code in {307, 308}
    stays = moved.host == asked.host and moved.scheme in {asked.scheme, "https"}
    if not (stays and keeps_question):
        response.headers[MOVED_TO] = moved.host and f"{moved.scheme}://{moved.netloc.decode('ascii', 'replace')}"
        del response.headers["location"]
