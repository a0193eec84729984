"""Killed at any moment of a deletion or of writing a history, what was acknowledged stands and nothing is half there.

Updates are among the changes of tests/test_crash.py: its later editions are new versions of the same articles.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatbot.briefing.keeping.store import BriefingStore
from chatbot.briefing.records import Briefing
from chatbot.conversations.records import Exchange
from chatbot.conversations.store import ConversationStore
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.library import Library
from chatbot.library.vector_layout import LENGTHS_FILE, VECTORS_FILE, read_layout
from chatbot.records import Answer
from tests.conftest import repair_vectors
from tests.faults.conftest import texts, texts_in

NOON = datetime(2025, 3, 18, 12, tzinfo=UTC)
KILLS = 6
SECRET = b"Words of a deleted article."

DELETE_ALL = """
import sys
from pathlib import Path
from chatbot.library.library import Library
from chatbot.embedding.encoder import SentenceEncoder

with Library.open(Path(sys.argv[1]), SentenceEncoder().fingerprint) as library:
    print("begin", flush=True)
    for summary in sorted(library.summaries(), key=lambda summary: summary.id):
        library.delete(summary.id)
        print(summary.id, flush=True)
"""
DELETE_ONE = """
import sys, time
from pathlib import Path
from chatbot.library.library import Library
from chatbot.embedding.encoder import SentenceEncoder

library = Library.open(Path(sys.argv[1]), SentenceEncoder().fingerprint)
library.delete(next(iter(library.summaries())).id)
print("begin", flush=True)
time.sleep(60)
"""
OPEN = """
import sys
from pathlib import Path
from chatbot.library.library import Library
from chatbot.embedding.encoder import SentenceEncoder

Library.open(Path(sys.argv[1]), SentenceEncoder().fingerprint).close()
print("begin", flush=True)
"""
CONVERSE = """
import sys
from pathlib import Path
from chatbot.conversations.store import ConversationStore
from tests.faults.test_killed import exchange

with ConversationStore.open(Path(sys.argv[1])) as store:
    name = store.begin("ada", "Boats")
    print("begin", flush=True)
    for number in range(100_000):
        store.add("ada", name, exchange(number))
        print(number, flush=True)
"""
BRIEF = """
import sys
from pathlib import Path
from chatbot.briefing.keeping.store import BriefingStore
from chatbot.briefing.records import BriefingRequest
from tests.faults.test_killed import NOON, briefing

with BriefingStore.open(Path(sys.argv[1])) as store:
    print("begin", flush=True)
    for number in range(100_000):
        store.add(BriefingRequest(NOON, topic="boats"), briefing(number), [f"{number}@1"] * 200)
        print(number, flush=True)
"""


def exchange(number: int) -> Exchange:
    """One that is too long to be written at once."""
    answer = Answer(f"Question {number}?", "id", refused=True, sentences=(), citations=(), model="m" * 20_000)
    return Exchange(f"Question {number}?", answer, NOON)


def briefing(number: int) -> Briefing:
    written = NOON + timedelta(seconds=number)
    return Briefing("Boats", "boats", None, None, written, "", 200, 200, (), (), (), "")


def test_killed_while_deleting_what_is_acknowledged_is_gone_and_the_rest_is_whole(
    folder: Path, tmp_path: Path, encoder: SentenceEncoder
) -> None:
    before = texts_in(folder, encoder)
    chance, gone = random.Random(7), set[str]()
    for kill in range(KILLS):
        # The first kill comes after a deletion, however busy the machine is; the others may come before.
        gone.update(_run_and_kill(DELETE_ALL, folder, after=chance.uniform(0.0, 0.4), acknowledged=int(not kill)))
        repair_vectors(folder, encoder)
        _run_and_kill(OPEN, folder, after=0.0)
        # In a copy: this process knows the deleted texts, and Chroma writes what stood in memory into its files.
        copy = Path(shutil.copytree(folder, tmp_path / f"copy{kill}"))
        with Library.open(copy, encoder.fingerprint) as library:
            left = texts(library)
            ids = {key.split("@")[0] for key in left}
            assert not ids & gone
            assert left == {key: text for key, text in before.items() if key.split("@")[0] in ids}, "whole or absent"
            assert len(library.lexical) == library.passages.count()
        _assert_no_word_of(set(before.values()) - set(left.values()), folder)
    assert gone


@pytest.mark.parametrize("name", [VECTORS_FILE, LENGTHS_FILE])
def test_what_a_killed_process_left_of_deleted_articles_in_unused_room_is_overwritten_on_opening(
    name: str, folder: Path, encoder: SentenceEncoder
) -> None:
    """Chroma writes its files with room for more vectors, filled with whatever stood in the process's memory."""
    _run_and_kill(DELETE_ONE, folder, after=0.0)
    [header, *_] = sorted(folder.glob("chroma/*/header.bin"))
    start, end = read_layout(header).unused(header.with_name(name))
    assert end - start > len(SECRET)
    with header.with_name(name).open("r+b") as file:
        file.seek(start)
        file.write(SECRET)
    _run_and_kill(OPEN, folder, after=0.0)
    assert not any(SECRET in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_killed_while_keeping_a_conversation_every_acknowledged_exchange_is_there(tmp_path: Path) -> None:
    file, chance = tmp_path / "conversations.sqlite", random.Random(8)
    for kill in range(KILLS):
        kept = _run_and_kill(CONVERSE, file, after=chance.uniform(0.0, 0.3))
        with ConversationStore.open(file) as store:
            summaries = store.conversations("ada")
            assert len(summaries) == kill + 1
            found = list(store.load("ada", summaries[0].id).exchanges)
        assert len(kept) <= len(found) <= len(kept) + 1, "at most the one that was being written is lost"
        assert found == [exchange(number) for number in range(len(found))]


def test_killed_while_keeping_a_briefing_every_acknowledged_one_is_there_and_whole(tmp_path: Path) -> None:
    file, chance, expected = tmp_path / "briefings.sqlite", random.Random(9), 0
    for _ in range(KILLS):
        kept = _run_and_kill(BRIEF, file, after=chance.uniform(0.0, 0.3))
        with BriefingStore.open(file) as store:
            found = [store.load(item.id) for item in store.summaries()]
        expected += len(kept)
        assert expected <= len(found) <= expected + 1, "at most the one that was being written is there beside them"
        expected = len(found)
        for each in found:
            number = int((each.briefing.written_at - NOON).total_seconds())
            assert each.briefing == briefing(number)
            assert each.read == (f"{number}@1",) * 200


def _run_and_kill(worker: str, place: Path, after: float, acknowledged: int = 0) -> list[str]:
    """What the worker acknowledged, line by line, before it was killed so many seconds after its beginning.

    Args:
        worker: Python source.
        place: its argument.
        after: seconds.
        acknowledged: lines that it prints before the seconds begin.
    """
    command = [sys.executable, "-c", worker, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "begin\n"
        told = "".join(process.stdout.readline() for _ in range(acknowledged))
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read()
    return told[: told.rfind("\n") + 1].splitlines()


def _assert_no_word_of(deleted: set[str], folder: Path) -> None:
    """Opening the library has finished what the kill interrupted: no file holds a deleted text."""
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for text in deleted:
        sentence = text[: text.index(".") + 1].encode()
        assert [path for path, content in files.items() if sentence in content] == [], sentence
