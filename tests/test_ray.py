"""Ingesting with Ray: the same library as without it, also when workers or the whole ingest are killed.

Every Ray here is a real one with two workers, on loopback.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest

from chatbot.app import SEEDS
from chatbot.embedding.embeddings import remote_encoder
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import ClusterError, LibraryMismatch, ModelRefused, UnreadableSource
from chatbot.library.distributed import RayPreparer
from chatbot.library.ingest import Change, Ingestor, Outcome
from chatbot.library.library import Library
from chatbot.library.ray_cluster import check_answers, running_ray
from chatbot.library.readers import Failure, read_file
from chatbot.records import Document
from tests.conftest import document
from tests.loopback import Call, fails, running_loopback
from tests.test_crash import assert_whole

WORKERS = 2
TOKENS = 100
ARTICLES = 40
SMALL = {"CHATBOT_PASSAGE_TOKENS": "50"}
"""Makes batches small too."""

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'news-chatbot[ray]'")

DRIVER = """
import sys
from pathlib import Path
from chatbot import build_chatbot

with build_chatbot(library=Path(sys.argv[1])) as chatbot:
    for outcome in chatbot.ingest([sys.argv[2]], ray="local"):
        print(outcome.article_id, flush=True)
"""
WITHOUT_RAY = """
import sys
sys.modules["ray"] = None
from chatbot.cli.main import main
main()
"""


BROKEN = Failure("/broken.pdf", UnreadableSource("/broken.pdf is damaged", "Repair it."))


@pytest.fixture(scope="module")
def workers() -> Iterator[int]:
    with running_ray(cores=WORKERS) as cores:
        yield cores


@pytest.fixture
def spread(workers: int, encoder: SentenceEncoder) -> RayPreparer:
    return RayPreparer(partial(SentenceEncoder, 1), encoder.fingerprint, TOKENS, workers)


def report(number: int, edition: str = "First") -> Document:
    """Each is long enough for several passages and unlike the others."""
    sentences = (
        f"Boat {number * 97 + at} of {edition} fleet {number} lands {at * 7 + number} crates." for at in range(90)
    )
    return document(f"/{number}.txt", " ".join(sentences), title=f"Fleet {number}")


def mixed() -> list[Document | Failure]:
    """The samples, a copy, further versions of articles, and what cannot be read."""
    samples = [each for path in sorted(SEEDS.glob("[0-9]*.md")) for each in read_file(path).documents]
    copy = Document("/copy.md", samples[3].text)
    return [
        *samples,
        BROKEN,
        copy,
        report(1),
        report(1, "Second"),
        *map(report, range(2, 8)),
        report(1),
        report(2),
    ]


@needs_ray
def test_the_library_is_the_same_as_without_ray(tmp_path: Path, encoder: SentenceEncoder, spread: RayPreparer) -> None:
    kept = []
    for name, preparing in (("alone", None), ("spread", spread)):
        with Library.open(tmp_path / name, encoder.fingerprint) as library:
            ingestor = Ingestor(library, encoder, TOKENS, batch_passages=24, preparing=preparing)
            outcomes = [*ingestor.run(mixed()), *ingestor.run(mixed())]
            assert_whole(library)
            kept.append((outcomes, *contents(library)))
    (alone, articles, passages, vectors), (same, same_articles, same_passages, same_vectors) = kept
    assert {outcome.change for outcome in alone} == set(Change)
    assert any(outcome.duplicate_of for outcome in alone)
    assert [outcome.version for outcome in alone if outcome.source == "/1.txt"] == [1, 2, 3, 0, 4, 5]
    assert same == alone
    assert same_articles == articles
    assert same_passages == passages
    np.testing.assert_allclose(same_vectors, vectors, atol=1e-6)


def contents(library: Library) -> tuple[dict[str, tuple[str, str]], list[Any], np.ndarray]:
    """Every version of every article; every passage with what is kept beside it; the passages' vectors."""
    articles = library._articles.get(include=["metadatas", "documents"])
    facts = {
        name: (text, {key: value for key, value in row.items() if key != "ingested"})
        for name, row, text in zip(articles["ids"], articles["metadatas"], articles["documents"], strict=True)
    }
    rows = library.passages.get(include=["metadatas", "documents", "embeddings"])
    order = sorted(range(len(rows["ids"])), key=lambda at: rows["ids"][at])
    passages = [(rows["ids"][at], rows["documents"][at], rows["metadatas"][at]) for at in order]
    return facts, passages, np.array([rows["embeddings"][at] for at in order])


@needs_ray
def test_killed_workers_lose_nothing(tmp_path: Path, encoder: SentenceEncoder, spread: RayPreparer) -> None:
    killed: list[int] = []
    outcomes: list[Outcome] = []
    with Library.open(tmp_path / "library", encoder.fingerprint) as library:
        ingestor = Ingestor(library, encoder, TOKENS, batch_passages=12, preparing=spread)
        for outcome in ingestor.run(map(report, range(ARTICLES))):
            if not outcomes:
                killed = preparing_processes()
                for process in killed:
                    os.kill(process, signal.SIGKILL)
            outcomes.append(outcome)
        assert killed
        assert [outcome.change for outcome in outcomes] == [Change.NEW] * ARTICLES
        assert {summary.source for summary in library.summaries()} == {report(n).source for n in range(ARTICLES)}
        assert_whole(library)


def preparing_processes() -> list[int]:
    """The actors that work for this process."""
    lines = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in lines.splitlines()]
    parents = {int(pid): int(parent) for pid, parent, _ in rows}

    def is_ours(process: int) -> bool:
        while process in parents and process != os.getpid():
            process = parents[process]
        return process == os.getpid()

    return [int(pid) for pid, _, name in rows if name.startswith("ray::MapWorker") and is_ours(int(pid))]


@needs_ray
def test_a_killed_ingest_goes_on_where_it_stopped(tmp_path: Path, encoder: SentenceEncoder) -> None:
    """Begun with a Ray of its own, ended in a cluster that runs already, beside a file that cannot be read."""
    source = tmp_path / "articles.jsonl"
    # More than are committed at once, so that something is left.
    written = [report(number) for number in range(ARTICLES)]
    rows = ({"title": each.metadata.title, "text": each.text} for each in written)
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    library = tmp_path / "library"
    # What is killed cannot remove its files.
    place = tempfile.mkdtemp(prefix="t", dir="/tmp")
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(library), str(source)],
        stdout=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, **SMALL, "TMPDIR": place},
    ) as process:
        assert process.stdout
        acknowledged = {process.stdout.readline().decode().strip() for _ in range(20)}
        process.send_signal(signal.SIGKILL)
    # Ray would stop within a minute; nobody is left who could write to the library.
    subprocess.run(["pkill", "-KILL", "-s", str(process.pid)], check=False)
    shutil.rmtree(place, ignore_errors=True)
    with Library.open(library, encoder.fingerprint) as opened:
        found = len(opened)
        assert acknowledged <= {summary.id for summary in opened.summaries()}
        assert found < len(written)
        assert_whole(opened)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    with running_head() as address:
        done = chatbot(library, "ingest", "--ray-address", address, str(source), str(tmp_path / "broken.pdf"))
        check_answers(address)
    assert f"{len(written) - found} new, 0 new version, {found} unchanged, 1 failed." in done.stderr
    assert "broken.pdf" in done.stderr
    assert done.returncode == 1
    with Library.open(library, encoder.fingerprint) as opened:
        assert sorted(opened.get(each.id).text for each in opened.summaries()) == sorted(each.text for each in written)
        assert len(opened) == len(written)
        assert_whole(opened)


@needs_ray
def test_workers_ask_the_configured_endpoint_and_its_errors_arrive(workers: int) -> None:
    def embeds(call: Call) -> None:
        vectors = [{"index": at, "embedding": [len(text), 1.0]} for at, text in enumerate(call.body["input"])]
        call.send(200, {"data": vectors})

    with running_loopback(embeds) as server:
        asked = RayPreparer(partial(remote_encoder, server.base_url, "secret", "m"), "remote:m", TOKENS, workers)
        [[prepared]] = asked.prepare_each([[report(1)]])
        np.testing.assert_allclose(np.linalg.norm(prepared.vectors, axis=1), 1, atol=1e-6)
        assert {call.headers["Authorization"] for call in server.calls} == {"Bearer secret"}
        server.says(fails(401))
        with pytest.raises(ModelRefused) as caught:
            list(asked.prepare_each([[report(1)]]))
    assert "OPENAI_API_KEY" in caught.value.remedy


@needs_ray
def test_a_worker_with_another_model_is_refused(workers: int) -> None:
    other = RayPreparer(partial(SentenceEncoder, 1), "another model", TOKENS, workers)
    with pytest.raises(LibraryMismatch, match="another model"):
        list(other.prepare_each([[report(1)]]))


@needs_ray
def test_ray_listens_on_this_machine_alone_and_keeps_its_files_to_itself(workers: int) -> None:
    import ray

    node = ray.nodes()[0]
    assert node["NodeManagerAddress"] == "127.0.0.1"
    folder = Path(node["RayletSocketName"])
    private = next(parent for parent in folder.parents if parent.parent == Path(tempfile.gettempdir()))
    assert private.stat().st_mode & 0o077 == 0
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    assert os.environ["RAY_AUTH_MODE"] == "token"


LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"}


@contextmanager
def running_head() -> Iterator[str]:
    """A cluster of one node, as `ray start` makes it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="ray-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block", f"--port={port}"]
        options = ["--num-cpus=2", "--include-dashboard=false", f"--temp-dir={folder}", "--disable-usage-stats"]
        environment = {**os.environ, **LOOPBACK}
        with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, env=environment) as process:
            try:
                assert process.stdout
                assert any(b"Ray runtime started" in line for line in process.stdout)
                yield f"127.0.0.1:{port}"
            finally:
                process.terminate()


def chatbot(library: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **LOOPBACK, **SMALL, "CHATBOT_LIBRARY": str(library), "COLUMNS": "200"}
    command = [sys.executable, "-m", "chatbot", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)


def test_where_ray_is_not_installed_the_extra_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT_RAY, "ingest", "--seeds", "--ray", "--library", str(tmp_path / "library")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "pip install 'news-chatbot[ray]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["head-node", "head:port", ":6379", "127.0.0.1:99999", "ray://127.0.0.1:x"])
def test_what_is_no_address_is_named(address: str) -> None:
    with pytest.raises(ClusterError, match=address), running_ray(address):
        pass


@pytest.mark.parametrize("kind", ["closed", "silent", "web"])
def test_where_no_ray_answers_the_address_is_named_soon(kind: str) -> None:
    began = time.monotonic()
    with listening(kind) as address, pytest.raises(ClusterError, match=address) as caught, running_ray(address):
        pass
    assert "ray status" in caught.value.remedy
    assert time.monotonic() - began < 20


@contextmanager
def listening(kind: str) -> Iterator[str]:
    """An address at which nobody, somebody silent, or a web server listens."""
    if kind == "web":
        server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()
        return
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        if kind == "silent":
            bound.listen()
        yield f"127.0.0.1:{bound.getsockname()[1]}"
