"""A server of our own for measuring and for pictures."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from evals.libraries import folder_environment

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MOST_SECONDS = 120


@contextmanager
def serving(library: Path) -> Iterator[str]:
    """The address of a server over a library with the samples, in a process of its own."""
    with started(folder_environment(library)) as (address, _, _):
        yield address


@contextmanager
def started(environment: dict[str, str]) -> Iterator[tuple[str, float, int]]:
    """A server's address, how many seconds it took to be ready, and its process id."""
    chatbot = [sys.executable, "-m", "chatbot"]
    subprocess.run([*chatbot, "ingest", "--seeds"], env=environment, check=True, capture_output=True)  # noqa: S603
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begun = time.perf_counter()
    process = subprocess.Popen([*chatbot, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}", time.perf_counter() - begun, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_for(address: str) -> None:
    """Return when an address answers.

    Raises:
        TimeoutError: it does not.
    """
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(address).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer within {MOST_SECONDS} s")
