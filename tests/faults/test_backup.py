"""A backup holds everything, is checked, and comes back whole or not at all."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.briefing.keeping.store import FILE_NAME as BRIEFINGS
from chatbot.briefing.keeping.store import BriefingStore
from chatbot.conversations.records import Exchange
from chatbot.conversations.store import FILE_NAME, ConversationStore
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import BackupError, LibraryDamaged, LibraryLocked
from chatbot.library.library import Library
from chatbot.records import Answer, Filters
from chatbot.retrieval.dense import DenseSearch
from chatbot.upkeep.archive import MANIFEST
from chatbot.upkeep.backup import back_up
from chatbot.upkeep.restore import restore
from chatbot.web.access import Access, load_access, save_access
from tests.briefing.keeping.samples import briefing, request
from tests.faults.conftest import ARTICLES, UPDATED, texts_in

REMEMBERED = '{"topic": {"written_at": "2025-03-18T12:00:00+00:00", "articles": [], "quotes": []}}'
"""What an earlier version kept of briefings."""
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def saved(folder: Path, tmp_path: Path) -> Path:
    back_up(folder, tmp_path / "saved.zip")
    return tmp_path / "saved.zip"


def test_everything_that_is_not_derived_comes_back(folder: Path, tmp_path: Path, encoder: SentenceEncoder) -> None:
    answer = Answer("Who?", "id", refused=True, blocks=(), citations=(), model="m")
    with ConversationStore.open(folder / FILE_NAME) as store:
        name = store.begin("ada", "Boats")
        store.add("ada", name, Exchange("Who?", answer, datetime(2025, 3, 18, tzinfo=UTC)))
    with BriefingStore.open(folder / BRIEFINGS) as briefings:
        kept = briefings.add(request(), briefing(), ["a1@1"], "ada")
    (folder / "briefings.json").write_text(REMEMBERED)
    save_access(Access().with_user("ada", "a long password"), tmp_path / "who.json")

    made = back_up(folder, tmp_path / "saved.zip", tmp_path / "who.json")
    before = texts_in(folder, encoder)
    shutil.rmtree(folder)
    assert restore(tmp_path / "saved.zip", folder) == made

    assert made.counts["articles"] == ARTICLES
    assert made.counts["versions"] == len(before) == ARTICLES + UPDATED
    assert (made.counts["conversations"], made.counts["exchanges"], made.counts["briefings"]) == (1, 1, 1)
    assert texts_in(folder, encoder) == before
    with Library.open(folder, encoder.fingerprint) as library:
        hits = DenseSearch(library).search(encoder.encode(["31 boats in harbor 24"])[0], 50, Filters())
        assert len(hits) == library.passages.count() == len(library.lexical) == made.counts["passages"]
    with ConversationStore.open(folder / FILE_NAME) as store:
        assert store.load("ada", name).exchanges[0].question == "Who?"
    assert load_access(folder / "users.json").accepts("ada", "a long password")
    with BriefingStore.open(folder / BRIEFINGS, folder / "briefings.json") as briefings:
        assert briefings.load(kept, "ada").briefing == briefing()
    assert not (folder / "briefings.json").exists(), "restored, and moved over"
    assert (tmp_path / "saved.zip").stat().st_mode & 0o077 == 0, "passwords' hashes are the owner's alone"


def test_a_backup_of_the_version_before_kept_briefings_comes_back(saved: Path, tmp_path: Path) -> None:
    _rewrite(saved, tmp_path / "older.zip", change={"format": 1})
    restore(tmp_path / "older.zip", tmp_path / "back")
    with BriefingStore.open(tmp_path / "back" / BRIEFINGS) as briefings:
        assert briefings.summaries() == []


def test_nothing_is_ever_overwritten(folder: Path, saved: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="exists already"):
        back_up(folder, saved)
    with pytest.raises(BackupError, match="not empty"):
        restore(saved, folder)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("kept")
    with pytest.raises(BackupError, match="not empty"):
        restore(saved, tmp_path / "notes")
    (tmp_path / "empty").mkdir()
    restore(saved, tmp_path / "empty")
    assert (tmp_path / "empty" / "chroma").is_dir()


def test_a_backup_waits_for_no_one_who_is_writing(folder: Path, tmp_path: Path, encoder: SentenceEncoder) -> None:
    with Library.open(folder, encoder.fingerprint), pytest.raises(LibraryLocked):
        back_up(folder, tmp_path / "saved.zip")
    assert not (tmp_path / "saved.zip").exists()


def test_no_backup_is_made_of_a_damaged_library(folder: Path, tmp_path: Path) -> None:
    next(folder.glob("chroma/*/data_level0.bin")).unlink()
    with pytest.raises(LibraryDamaged, match=r"data_level0\.bin"):
        back_up(folder, tmp_path / "saved.zip")
    with pytest.raises(BackupError, match="no library"):
        back_up(tmp_path / "nowhere", tmp_path / "saved.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library"]


@pytest.mark.parametrize("part", [0.0, 0.3, 0.7, 0.99], ids=["empty", "third", "most", "end"])
def test_a_backup_that_is_cut_off_is_refused(saved: Path, tmp_path: Path, part: float) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * part)])
    _assert_refused(saved, tmp_path, "not a backup, or is cut off")


def test_every_changed_byte_of_the_content_is_noticed(saved: Path, tmp_path: Path) -> None:
    content = saved.read_bytes()
    with zipfile.ZipFile(saved) as archive:
        members = archive.infolist()
    for member in members:
        # Behind the archive's own header: 30 bytes, the name, and what its length stands at 28.
        extra = int.from_bytes(content[member.header_offset + 28 : member.header_offset + 30], "little")
        at = member.header_offset + 30 + len(member.filename) + extra + member.compress_size // 2
        saved.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        _assert_refused(saved, tmp_path, str(saved))


def test_an_archive_of_something_else_is_refused(saved: Path, tmp_path: Path) -> None:
    for name in ("../evil.txt", "/tmp/evil.txt", "chroma/../../evil.txt", "conversations.sqlite/evil", "evil.txt"):
        _rewrite(saved, tmp_path / "evil.zip", add=name)
        _assert_refused(tmp_path / "evil.zip", tmp_path, "which no backup of a library holds")
    with zipfile.ZipFile(tmp_path / "foreign.zip", "w") as archive:
        archive.writestr("holiday.txt", "sun")
    _assert_refused(tmp_path / "foreign.zip", tmp_path, "manifest is missing or damaged")
    _rewrite(saved, tmp_path / "newer.zip", change={"format": 99})
    _assert_refused(tmp_path / "newer.zip", tmp_path, "format 99")
    _rewrite(saved, tmp_path / "greedy.zip", size=10**18)
    _assert_refused(tmp_path / "greedy.zip", tmp_path, "the disk of")


def test_a_right_hash_does_not_excuse_a_damaged_database(folder: Path, saved: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3")) as database:
        database.execute("DELETE FROM embeddings WHERE id IN (SELECT max(id) FROM embeddings)")
        database.commit()
    back_up(folder, tmp_path / "fewer.zip")
    with zipfile.ZipFile(saved) as archive:
        counts = json.loads(archive.read(MANIFEST))["counts"]
    _rewrite(tmp_path / "fewer.zip", tmp_path / "liar.zip", change={"counts": counts})
    _assert_refused(tmp_path / "liar.zip", tmp_path, "holds a damaged")


def test_where_the_disk_is_full_no_backup_and_no_library_appears(saved: Path, folder: Path, tmp_path: Path) -> None:
    for arguments, left in (
        (("backup", str(tmp_path / "second.zip"), "--library", str(folder)), tmp_path / "second.zip"),
        (("restore", str(saved), "--library", str(tmp_path / "second")), tmp_path / "second"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "chatbot", *arguments],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        )
        assert done.returncode == 1
        assert "disk" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
        assert not left.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library", "saved.zip"]


def test_the_command_line_says_what_was_saved(folder: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "chatbot", *arguments]
        environment = {**os.environ, "CHATBOT_LIBRARY": str(folder)}
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, env=environment)

    saved = run("backup", str(tmp_path / "saved.zip"))
    assert (saved.returncode, f"{ARTICLES} articles" in saved.stdout) == (0, True), saved.stderr
    back = run("restore", str(tmp_path / "saved.zip"), "--library", str(tmp_path / "back"))
    assert (back.returncode, f"{ARTICLES} articles" in back.stdout) == (0, True), back.stderr
    again = run("restore", str(tmp_path / "saved.zip"))
    assert again.returncode == 1
    assert "--library" in again.stderr


def _assert_refused(archive: Path, tmp_path: Path, told: str) -> None:
    with pytest.raises(BackupError) as caught:
        restore(archive, tmp_path / "restored")
    assert told in caught.value.reason
    assert not (tmp_path / "restored").exists()
    assert not list(tmp_path.glob(".restored-*"))
    assert not list(tmp_path.rglob("evil.txt"))


def _rewrite(source: Path, target: Path, add: str = "", size: int = 0, change: dict[str, object] | None = None) -> None:
    """A copy of a backup with one more file, another size in the manifest, or other values in it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        manifest = json.loads(old.read(MANIFEST)) | (change or {})
        for name in manifest["members"]:
            new.writestr(name, old.read(name))
        if add:
            new.writestr(add, "evil")
            manifest["members"][add] = {"size": 4, "sha256": "0" * 64}
        if size:
            manifest["members"]["chroma/chroma.sqlite3"]["size"] = size
        new.writestr(MANIFEST, json.dumps(manifest))
