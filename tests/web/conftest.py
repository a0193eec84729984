"""The real server in a process of its own, as `chatbot serve` starts it, with the embedded models and the samples."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from chatbot.app import SEEDS, build_chatbot
from chatbot.web.access import Access, save_access
from evals.served import BROWSER_FLAGS
from tests.web.browsing import CHROMIUM

PASSWORD = "correct horse battery"


class Server(NamedTuple):
    """A running server."""

    address: str
    library: Path


@contextmanager
def serving(library: Path, *options: str, port: int = 0, **settings: str) -> Iterator[Server]:
    """A server over a library, which runs in this context; at any free port unless told otherwise."""
    port = port or free_port()
    command = [sys.executable, "-m", "chatbot", "serve", "--port", str(port), "--library", str(library), *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CHATBOT_", "OPENAI_"))}
    own = {"GRADIO_TEMP_DIR": str(library.parent / "uploads"), "CHATBOT_EVALS_PAGE": str(evals_page(library))}
    process = subprocess.Popen(command, env=environment | own | settings)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process)
        yield Server(f"http://127.0.0.1:{port}", library)
    finally:
        process.terminate()
        process.wait(timeout=30)


def evals_page(library: Path) -> Path:
    """Where the server of a library looks for the page of measurements."""
    return library.parent / "evals.html"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            assert process.poll() is None, "the server ended"
        time.sleep(0.1)
    raise AssertionError("the server did not come up within a minute")


def seeded(folder: Path) -> Path:
    """A library with the samples."""
    with build_chatbot(library=folder / "library") as chatbot:
        list(chatbot.ingest([str(SEEDS)]))
    return folder / "library"


@pytest.fixture(scope="session")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(seeded(tmp_path_factory.mktemp("open"))) as server:
        yield server


@pytest.fixture(scope="session")
def access() -> tuple[Access, str]:
    """Users Ada and Eve, and Ada's token."""
    users = Access().with_user("ada", PASSWORD).with_user("eve", PASSWORD)
    return users.with_token("ada")


@pytest.fixture(scope="session")
def guarded_server(tmp_path_factory: pytest.TempPathFactory, access: tuple[Access, str]) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("guarded")
    save_access(access[0], folder / "users.json")
    with serving(seeded(folder), "--auth", str(folder / "users.json")) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()
