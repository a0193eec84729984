"""Web addresses to bytes, safely: the addresses may come from a feed or a page that nobody vouches for."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from chatbot.errors import AddressForbidden, FetchError, SourceTooLarge, UnsupportedFormat
from chatbot.library.readers import CONTENT_TYPES

if TYPE_CHECKING:
    import ssl

    import httpcore
    import httpx

    from chatbot.library.connections import Resolver

FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"}
)
PORTS = frozenset({80, 443, 8080, 8443})
MAX_REDIRECTS = 5
"""Each is checked like the first address."""
USER_AGENT = "news-chatbot (reads articles that its user asks for)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNTYPED = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_TYPE_OF_SUFFIX = {suffix: kind for kind, suffix in reversed(CONTENT_TYPES.items())}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    url_final: str
    """After redirects, without fragment."""
    content_type: str
    """Lower case, without parameters: a key of `readers.CONTENT_TYPES`, or one of `FEED_TYPES`."""
    data: bytes
    """The body, decompressed."""
    encoding: str
    """The charset that the server states, or empty; may be wrong."""


class Fetcher:
    """Fetches http(s) addresses of public hosts, without cookies, credentials, proxies or scripts.

    Args:
        max_bytes: limit of a body, both as sent and decompressed.
        total_timeout: seconds that one fetch may take with all redirects; the operating system's own name look-up
            has its own limit.
        read_timeout: seconds of each connection attempt and of each wait for data.
        allow_hosts: exact `host:port` pairs exempt from the checks of address and port; for tests.
        resolve: looks a host up; the operating system by default.
    """

    def __init__(
        self,
        *,
        max_bytes: int = 10_000_000,
        total_timeout: float = 30.0,
        read_timeout: float = 10.0,
        allow_hosts: frozenset[str] = frozenset(),
        resolve: Resolver | None = None,
    ) -> None:
        self._max_bytes = max_bytes
        self._total_timeout = total_timeout
        self._read_timeout = read_timeout
        self._allow_hosts = allow_hosts
        self._resolve = resolve

    def fetch(self, url: str) -> Fetched:
        """The body behind an address.

        Raises:
            AddressForbidden: the address or a redirect leads to an internal host or an unusual port.
            UnsupportedFormat: neither http(s), nor a content type that can be read.
            SourceTooLarge: the body exceeds `max_bytes`.
            FetchError: everything else: no such host, refused, too slow, too many redirects, an error status.
        """
        import httpcore

        address = url
        try:
            with self._pool(time.monotonic() + self._total_timeout) as pool:
                for _ in range(MAX_REDIRECTS + 1):
                    answer = self._get(pool, self._checked(address), url)
                    if isinstance(answer, Fetched):
                        return answer
                    address = answer
        except httpcore.TimeoutException as error:
            raise FetchError(f"{url} answered too slowly", "Try again later, or save the page as a file.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, zlib.error) as error:
            raise FetchError(f"{url} could not be fetched ({error})", "Check the address and the network.") from error
        raise FetchError(f"{url} redirects more than {MAX_REDIRECTS} times", "Give the final address.")

    def _pool(self, deadline: float) -> httpcore.ConnectionPool:
        import httpcore

        from chatbot.library.connections import PinnedBackend, system_resolver

        backend = PinnedBackend(self._resolve or system_resolver, self._allow_hosts, deadline)
        return httpcore.ConnectionPool(ssl_context=self._tls, network_backend=backend)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Made once, since reading the certificates takes tens of milliseconds; the environment has no say in it."""
        import httpx

        return httpx.create_ssl_context(trust_env=False)

    def _checked(self, address: str) -> httpx.URL:
        """The address parsed, if its form is allowed; the host's IP addresses are checked on connecting."""
        import httpx

        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise FetchError(f"{address} is not a valid address ({error})", "Correct it.") from error
        if url.scheme not in ("http", "https") or not url.host:
            raise UnsupportedFormat(f"{address} is not an http or https address", "Give a web address or a file.")
        if url.userinfo:
            raise FetchError(f"the address at {url.host} holds a user name or password", "Remove it.")
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        if port not in PORTS and f"{url.host}:{port}" not in self._allow_hosts:
            raise AddressForbidden(f"{address} uses port {port}", f"Only ports {sorted(PORTS)} are fetched from.")
        return url.copy_with(fragment=None)

    def _get(self, pool: httpcore.ConnectionPool, url: httpx.URL, asked: str) -> Fetched | str:
        """What the address answers, or where it redirects to."""
        import httpcore
        import httpx

        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": USER_AGENT,
            "Accept": "text/html,*/*;q=0.5",
            "Accept-Encoding": "gzip",
        }
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._read_timeout)
        with pool.stream("GET", target, headers=headers, extensions={"timeout": timeout}) as answer:
            response = httpx.Response(answer.status, headers=answer.headers)
            if answer.status in _REDIRECTS and "location" in response.headers:
                return _redirected(url, response.headers["location"])
            _check_status(answer.status, asked)
            kind = _content_type(response, url, asked)
            data = self._body(answer.iter_stream(), response.headers, asked)
        return Fetched(str(url), kind, data, response.charset_encoding or "")

    def _body(self, chunks: Iterable[bytes], headers: httpx.Headers, asked: str) -> bytes:
        unpack = _unpacker(headers.get("content-encoding", "identity").strip().lower(), asked)
        body, received = bytearray(), 0
        for chunk in chunks:
            received += len(chunk)
            body += unpack.decompress(chunk, self._max_bytes + 1 - len(body)) if unpack else chunk
            if max(received, len(body)) > self._max_bytes:
                raise SourceTooLarge(
                    f"{asked} answers with more than {self._max_bytes:,} bytes", "Save the article as a file."
                )
        if unpack and not unpack.eof:
            raise FetchError(f"{asked} broke off in the middle", "Try again.")
        return bytes(body)


def _redirected(url: httpx.URL, location: str) -> str:
    import httpx

    try:
        return str(url.join(location))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{url} redirects to an invalid address", "Give the final address.") from error


def _check_status(status: int, asked: str) -> None:
    if 200 <= status < 300:
        return
    remedy = "Check the address."
    if status in (401, 402, 403, 451):
        remedy = "The site refuses programs or needs a login; save the page as a file and give that."
    if status == 429 or status >= 500:
        remedy = "Try again later."
    raise FetchError(f"{asked} answered with status {status}", remedy)


def _content_type(response: httpx.Response, url: httpx.URL, asked: str) -> str:
    """The stated type; an answer without one goes by the suffix of the address, as files on storage servers do."""
    kind: str = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _UNTYPED:
        kind = _TYPE_OF_SUFFIX.get(PurePosixPath(url.path).suffix.lower(), kind)
    if kind not in CONTENT_TYPES and kind not in FEED_TYPES:
        raise UnsupportedFormat(
            f"{asked} answers with {kind or 'no content type'}",
            "Give the address of a web page, a feed, a text, a PDF, a DOCX or a JSON file.",
        )
    return kind


def _unpacker(coding: str, asked: str) -> zlib._Decompress | None:
    if coding in ("identity", ""):
        return None
    if coding in ("gzip", "x-gzip", "deflate"):
        # 32 added to the window size: zlib tells gzip and zlib headers apart itself.
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    raise FetchError(f"{asked} answers in the compression {coding!r}, unasked", "Save the page as a file.")
