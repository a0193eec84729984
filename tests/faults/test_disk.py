"""A full disk, a folder that cannot be written and a clock that goes back: told plainly, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatbot.conversations.records import Exchange
from chatbot.conversations.store import ConversationStore
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.ingest import Change, Ingestor
from chatbot.library.library import Library
from chatbot.records import Answer
from tests.faults.conftest import ARTICLES, UPDATED, report, texts, texts_in

NOON = datetime(2025, 3, 18, 12, tzinfo=UTC)
MORE = 400

INGEST = """
import resource, sys
from pathlib import Path
from chatbot.errors import ChatbotError
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.embedding.encoder import SentenceEncoder
from tests.faults.conftest import report
from tests.faults.test_disk import MORE

encoder = SentenceEncoder()
with Library.open(Path(sys.argv[1]), encoder.fingerprint) as library:
    largest = max(path.stat().st_size for path in Path(sys.argv[1]).rglob("*") if path.is_file())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 1_500_000, resource.RLIM_INFINITY))
    try:
        for outcome in Ingestor(library, encoder, batch_passages=12).run(report(1000 + n) for n in range(MORE)):
            print(outcome.article_id, flush=True)
    except ChatbotError as error:
        print(f"{error}", file=sys.stderr)
"""
READ_ONLY = """
import os, sys
from pathlib import Path
from chatbot.errors import ChatbotError
from chatbot.library.library import Library
from chatbot.embedding.encoder import SentenceEncoder
import chromadb, filelock, sqlite3, tantivy

encoder = SentenceEncoder()
encoder.encode(["warm"])
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
try:
    with Library.open(Path(sys.argv[1]), encoder.fingerprint):
        print("opened")
except ChatbotError as error:
    print(f"{error}", file=sys.stderr)
"""


def test_where_the_disk_fills_up_during_an_ingest_all_that_was_acknowledged_is_there(
    folder: Path, encoder: SentenceEncoder
) -> None:
    before = texts_in(folder, encoder)
    done = _run(INGEST, folder)
    told = done.stdout.split()
    assert 0 < len(told) < MORE, done.stderr
    assert "disk has room" in done.stderr
    assert "Traceback" not in done.stderr
    with Library.open(folder, encoder.fingerprint) as library:
        after = texts(library)
        assert before.items() <= after.items()
        assert {f"{name}@1" for name in told} <= set(after)
        outcomes = list(Ingestor(library, encoder).run(report(1000 + number) for number in range(MORE)))
        assert {outcome.change for outcome in outcomes} == {Change.NEW, Change.UNCHANGED}
        assert len(texts(library)) == ARTICLES + UPDATED + MORE
        assert len(library.lexical) == library.passages.count()


@pytest.fixture
def unwritable(folder: Path) -> Iterator[Path]:
    """A library that its reader may read and not write, where every user can reach it."""
    place = Path(tempfile.mkdtemp())
    shutil.move(folder, place / "library")
    for path in (place, *place.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield place / "library"
    for path in (place, *place.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(place)


def test_a_library_that_cannot_be_written_is_named_and_left_as_it_is(unwritable: Path) -> None:
    before = _contents(unwritable)
    done = _run(READ_ONLY, unwritable)
    assert done.stdout == ""
    assert str(unwritable) in done.stderr
    assert "writable" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert _contents(unwritable) == before


def test_exchanges_keep_their_order_when_the_clock_goes_back(tmp_path: Path) -> None:
    answer = Answer("Who?", "id", refused=True, blocks=(), citations=(), model="m")
    moments = [NOON, NOON - timedelta(days=400), NOON + timedelta(days=400), NOON]
    with ConversationStore.open(tmp_path / "conversations.sqlite") as store:
        name = store.begin("ada", "Boats")
        for moment in moments:
            store.add("ada", name, Exchange("Who?", answer, moment))
        assert [kept.asked_at for kept in store.load("ada", name).exchanges] == moments


def test_the_newest_version_is_the_last_one_whatever_the_clock_said(
    folder: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Earlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(1999, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("chatbot.library.ingest.datetime", Earlier)
    with Library.open(folder, encoder.fingerprint) as library:
        [outcome] = Ingestor(library, encoder).run([report(9, "Corrected")])
        assert (outcome.change, outcome.version) == (Change.NEW_VERSION, 2)
    with Library.open(folder, encoder.fingerprint) as library:
        [newest] = [summary for summary in library.summaries() if summary.id == outcome.article_id]
        assert library.get(newest.id, newest.version).text.startswith("Corrected report 9")


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _run(worker: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", worker, str(folder)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
