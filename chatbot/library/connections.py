"""Connections that go to a checked address and end at a deadline. Imports httpcore, so import it where it is used."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence

import httpcore

from chatbot.errors import AddressForbidden, FetchError
from chatbot.library.addresses import is_public

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to IP addresses; raises OSError when there are none."""
SocketOptions = Iterable[httpcore.SOCKET_OPTION] | None


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses that the operating system finds for a host; it sets the time limit of the look-up."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class PinnedBackend(httpcore.NetworkBackend):
    """Looks the host up once, checks every address, and connects to what it checked: the name cannot change between.

    TLS still names and verifies the host, since httpcore takes the server name from the URL.

    Args:
        resolve: looks a host up.
        allow_hosts: `host:port` pairs that are connected to unchecked.
        deadline: `time.monotonic()` after which every operation times out.
    """

    def __init__(self, resolve: Resolver, allow_hosts: frozenset[str], deadline: float) -> None:
        self._resolve = resolve
        self._allow_hosts = allow_hosts
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address of the host that answers.

        Raises:
            AddressForbidden: any address of the host is not public.
            FetchError: the host has no address.
            httpcore.ConnectError, httpcore.ConnectTimeout: no address answers.
        """
        *others, last = self._checked_addresses(host, port)
        for address in others:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(last, port, timeout, local_address, socket_options)

    def _connect(
        self, address: str, port: int, timeout: float | None, local_address: str | None, options: SocketOptions
    ) -> httpcore.NetworkStream:
        limit = _until(self._deadline, timeout, httpcore.ConnectTimeout)
        stream = self._sockets.connect_tcp(address, port, limit, local_address, options)
        return _DeadlineStream(stream, self._deadline)

    def _checked_addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"the host {host} is not found", "Check the address and the network.") from error
        if not addresses:
            raise FetchError(f"the host {host} has no address", "Check the address.")
        allowed = f"{host}:{port}" in self._allow_hosts
        if not allowed and not all(is_public(address) for address in addresses):
            raise AddressForbidden(
                f"the host {host} is not on the public internet", "Save the page as a file and give that."
            )
        return addresses


class _DeadlineStream(httpcore.NetworkStream):
    """A stream none of whose operations outlasts the deadline, so that a slow drip cannot hold a fetch up."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _until(self._deadline, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _until(self._deadline, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = _until(self._deadline, timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, limit), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _until(deadline: float, timeout: float | None, late: type[httpcore.TimeoutException]) -> float:
    """Seconds that an operation may take: its own limit or the rest until the deadline, whichever is less."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise late("the time for the whole fetch is over")
    return left if timeout is None else min(left, timeout)
