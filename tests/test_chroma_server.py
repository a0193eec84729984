"""The same library behind a Chroma server, as started by `chroma run`."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import LibraryError
from chatbot.library.correcting import Corrector
from chatbot.library.ingest import Change, Ingestor
from chatbot.library.library import Library
from chatbot.question.understanding import plain_question
from chatbot.records import Question
from chatbot.retrieval.retriever import Retriever
from tests.conftest import document

PATIENCE = 60.0
NOW = datetime(2025, 3, 18, 19, 30, tzinfo=UTC)


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


def test_the_lexical_index_follows_what_other_processes_change(
    tmp_path: Path, encoder: SentenceEncoder, server: str
) -> None:
    """Another process, which has a folder of its own, adds, changes and deletes while this one stays open."""
    program = """
import sys
from chatbot.library.correcting import Corrector
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.embedding.encoder import SentenceEncoder
from tests.conftest import document
encoder = SentenceEncoder()
with Library.open(__import__("pathlib").Path(sys.argv[1]), encoder.fingerprint, server_url=sys.argv[2]) as library:
    if sys.argv[3] == "delete":
        library.delete(library.resolve(sys.argv[4]))
    elif sys.argv[3] == "correct":
        Corrector(library, encoder).correct(library.resolve(sys.argv[4]), {"title": sys.argv[5]})
    else:
        list(Ingestor(library, encoder).run([document(sys.argv[3], sys.argv[4])]))
"""

    def elsewhere(*what: str) -> None:
        command = [sys.executable, "-c", program, str(tmp_path / "other"), server, *what]
        subprocess.run(command, check=True, cwd=Path(__file__).parent.parent, timeout=PATIENCE)

    with Library.open(tmp_path / "here", encoder.fingerprint, server_url=server) as library:
        retriever = Retriever(library, encoder)
        before = library.summaries()
        elsewhere("/ferry.txt", "The ferry Calder Star ran aground off Lakeview at dawn.")
        assert [summary.source for summary in library.summaries() if summary not in before] == ["/ferry.txt"]
        assert library.catch_up(older_than=3600) == 0, "just looked"
        assert library.catch_up(older_than=0) == 1
        (hit,) = library.lexical.search("ferry aground", 5)
        elsewhere("/ferry.txt", "The tug Mabel pulled the vessel free in the afternoon.")
        assert library.catch_up(older_than=0) == 1
        assert library.lexical.search("aground", 5) == []
        (hit,) = library.lexical.search("tug", 5)
        article = hit.passage_id.partition("@")[0]
        elsewhere("correct", article[:6], "Salvage at Lakeview")
        assert library.get(article).metadata.title == "Salvage at Lakeview"
        assert library.catch_up(older_than=0) == 0, "no id has changed"
        assert library._follower is not None
        library._follower._compared -= 301
        assert library.catch_up(older_than=0) == 1
        assert [found.passage_id for found in library.lexical.search("salvage", 5)] == [hit.passage_id]
        Corrector(library, encoder).correct(article, {"title": "Salvage ends"})
        library._follower._compared -= 301
        assert library.catch_up(older_than=0) == 0, "what it wrote itself is known"
        elsewhere("delete", article)
        assert library.catch_up(older_than=0) == 1
        assert library.lexical.search("tug vessel", 5) == []
        assert library.catch_up(older_than=0) == 0
        assert not [
            found
            for found in retriever.retrieve(plain_question(Question("Which tug?", NOW)), 5)
            if "Mabel" in found.stored.passage.text
        ]


def test_a_token_is_sent_with_every_request(tmp_path: Path, encoder: SentenceEncoder, server: str) -> None:
    """A proxy that asks for one stands before the server, as Chroma's own documentation proposes."""
    with guarding(server, "s3cret") as url:
        with Library.open(tmp_path / "in", encoder.fingerprint, server_url=url, server_token="s3cret") as library:
            list(Ingestor(library, encoder).run([document("/dam.txt", "The dam at Holm was closed on Friday.")]))
            assert library.catch_up(older_than=0) == 0, "what it wrote itself is known"
        with pytest.raises(LibraryError, match="token is right") as raised:
            Library.open(tmp_path / "out", encoder.fingerprint, server_url=url, server_token="wrong-t0ken")
        assert "wrong-t0ken" not in str(raised.value)


@contextmanager
def guarding(server: str, token: str) -> Iterator[str]:
    """A reverse proxy on loopback that lets through who knows the token."""

    class Guard(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Authorization") != f"Bearer {token}":
                self._answer(401, b'{"error": "Unauthorized"}', "application/json")
                return
            kind = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            reply = httpx.request(self.command, server + self.path, content=body, headers=kind, timeout=PATIENCE)
            self._answer(reply.status_code, reply.content, reply.headers.get("Content-Type", "application/json"))

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests show nothing."""

    for method in ("GET", "POST", "PUT", "DELETE"):
        setattr(Guard, f"do_{method}", Guard._pass_on)

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Guard)
    thread = Thread(target=proxy.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}"
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()


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
