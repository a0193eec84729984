"""The same library behind a Chroma server, as started by `chroma run`."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.errors import LibraryError
from chatbot.library.ingest import Change, Ingestor
from chatbot.library.library import Library
from chatbot.models.encoder import SentenceEncoder
from tests.conftest import document

PATIENCE = 60.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = _free_port()
    folder = tmp_path_factory.mktemp("chroma")
    program = Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def test_a_server_holds_a_library_like_the_embedded_database(
    tmp_path: Path, encoder: SentenceEncoder, server: str
) -> None:
    bridge = document("/bridge.txt", "The mayor of Wexley opened the bridge on Monday before four hundred people.")
    rates = document("/rates.txt", "The bank cut its key rate by a quarter point to 3.75 percent on Thursday.")
    with Library.open(tmp_path / "one", encoder.fingerprint, server_url=server) as library:
        changes = [outcome.change for outcome in Ingestor(library, encoder).run([bridge, rates])]
        assert changes == [Change.NEW, Change.NEW]

    with Library.open(tmp_path / "two", encoder.fingerprint, server_url=server) as library:
        assert len(library.lexical) == library.passages.count() == 2, "another folder builds its own lexical index"
        found = library.passages_by_id([hit.passage_id for hit in library.lexical.search("mayor bridge", 5)])
        assert [stored.passage.text for stored in found.values()] == [bridge.text]
        library.delete(library.resolve(next(iter(found)).partition("@")[0]))
        assert [summary.source for summary in library.summaries()] == ["/rates.txt"]


def test_no_server_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="Chroma server"):
        Library.open(tmp_path, "model", server_url=f"http://127.0.0.1:{_free_port()}")


def test_something_else_than_an_address_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="localhost:8000"):
        Library.open(tmp_path, "model", server_url="localhost")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"no Chroma server on port {port}")
