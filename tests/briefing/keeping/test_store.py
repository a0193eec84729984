"""Kept briefings come back exactly as they were, belong to one user, and forget what is deleted."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.briefing.export.saving import FORMATS, render
from chatbot.briefing.keeping import serialising, store
from chatbot.briefing.keeping.moving import OLDER_FILE_NAME
from chatbot.briefing.keeping.serialising import BriefingRecord, record_from_json, record_to_json
from chatbot.briefing.keeping.store import FILE_NAME, BriefingStore
from chatbot.briefing.keeping.tables import metadata
from chatbot.briefing.keeping.topics import topic_key
from chatbot.briefing.records import Briefing
from chatbot.database import connect
from chatbot.errors import BriefingError, BriefingNotFound
from tests.briefing.keeping.samples import NOON, briefing, request, said

ROOT = Path(__file__).parent.parent.parent.parent
READ = ("a1@2", "b2@1", "c3@1")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BriefingStore]:
    """An empty store in each of the databases."""
    if request.param == "SQLite":
        with BriefingStore.open(tmp_path / FILE_NAME) as opened:
            yield opened
        return
    url = request.getfixturevalue("postgresql_url")
    with BriefingStore.open(url) as opened:
        yield opened
    engine = connect(url, BriefingError)
    metadata.drop_all(engine)
    engine.dispose()


def test_a_briefing_is_opened_again_exactly_as_it_was_written(tmp_path: Path) -> None:
    with BriefingStore.open(tmp_path / FILE_NAME) as kept:
        name = kept.add(request(), briefing(), READ, "ada")
    with BriefingStore.open(tmp_path / FILE_NAME) as kept:
        found = kept.load(name[:6].upper(), "ada")
        (summary,) = kept.summaries("ada")
    assert (found.id, found.briefing, found.read) == (name, briefing(), READ)
    assert summary == found.summary
    for suffix in set(FORMATS) - {".docx", ".pdf"}:  # They hold the moment at which they are made.
        assert render(found.briefing, suffix) == render(briefing(), suffix)


def test_nobody_sees_or_changes_the_briefings_of_another(kept: BriefingStore) -> None:
    name = kept.add(request(), briefing(), READ, "ada")
    assert kept.summaries("eve") == kept.summaries("") == []
    assert kept.latest(request(), "eve") is None
    for attempt in (
        lambda: kept.load(name, "eve"),
        lambda: kept.previous(name, "eve"),
        lambda: kept.rename(name, "Hers", "eve"),
        lambda: kept.delete(name, "eve"),
    ):
        with pytest.raises(BriefingNotFound):
            attempt()
    assert kept.load(name, "ada").briefing.title == briefing().title


def test_briefings_are_listed_newest_first_and_renamed(kept: BriefingStore) -> None:
    first, second = (kept.add(request(), briefing(number), READ) for number in (5, 1))
    assert [item.id for item in kept.summaries()] == [second, first], "the order of writing, whatever the clock said"
    assert kept.rename(first[:8], "  The \0 bridge\n again ").title == "The bridge again"
    assert kept.load(first).briefing == replace(briefing(5), title="The bridge again")
    with pytest.raises(BriefingError, match="title is empty"):
        kept.rename(first, " \n")
    kept.delete(second)
    assert [item.id for item in kept.summaries()] == [first]


def test_ids_may_be_shortened_as_long_as_they_are_clear(kept: BriefingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("abcd1", "abcd2", "abff3"):
        monkeypatch.setattr(store, "uuid4", lambda name=name: type("Id", (), {"hex": name}))
        kept.add(request(), briefing(), READ)
    assert kept.find("abff").id == "abff3"
    with pytest.raises(BriefingNotFound, match=r"2 briefings .*abcd2 “Briefing: the Ostrel bridge”"):
        kept.find("abcd")
    for wrong, told in (("ab", "too short"), ("zzzz", "no kept briefing"), ("", "too short")):
        with pytest.raises(BriefingNotFound, match=told):
            kept.find(wrong)


def test_the_next_briefing_on_a_topic_knows_the_latest_one(kept: BriefingStore) -> None:
    first = kept.add(request("The Ostrel bridge!"), briefing(1), READ)
    kept.add(request("The ferry"), briefing(2), READ)
    second = kept.add(request(), briefing(3), READ[:1])
    latest = kept.latest(request("the ostrel  bridge"))
    assert latest
    assert (latest.moment, latest.articles) == (briefing(3).written_at, READ[:1])
    assert latest.quotes[0] == ("a1@2", 10, 10 + len(briefing().citations[0].quote))
    assert kept.latest(request("the Ostrel bridge", "Paper b2")) is None
    previous = kept.previous(second)
    assert previous
    assert previous.id == first
    assert kept.previous(first) is None
    kept.delete(second)
    latest = kept.latest(request())
    assert latest
    assert latest.moment == briefing(1).written_at


def test_the_oldest_of_a_user_are_forgotten_beyond_a_number_and_a_size(
    kept: BriefingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_KEPT", 3)
    others = kept.add(request(), briefing(), READ, "eve")
    names = [kept.add(request(), briefing(number), READ, "ada") for number in range(5)]
    assert [item.id for item in kept.summaries("ada")] == names[:1:-1]
    size = len(record_to_json(BriefingRecord(briefing(), READ)))
    monkeypatch.setattr(store, "MOST_BYTES", size * 2 + size // 2)
    names = [kept.add(request(), briefing(number), READ, "ada") for number in range(3)]
    assert [item.id for item in kept.summaries("ada")] == names[:0:-1]
    monkeypatch.setattr(store, "MOST_BYTES", 1)
    newest = kept.add(request(), briefing(), READ, "ada")
    assert [item.id for item in kept.summaries("ada")] == [newest], "never the one that was just written"
    assert [item.id for item in kept.summaries("eve")] == [others]


def test_what_is_too_large_or_no_text_is_refused_and_nothing_else_is_lost(
    kept: BriefingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.add(request(), briefing(), READ)
    with pytest.raises(BriefingError, match="no JSON form"):
        kept.add(request(), replace(briefing(), notes=("half a pair \ud83d",)), READ)
    endless = replace(briefing().sections[0].entries[0], sentence=replace(said("x", 1), score=float("nan")))
    section = replace(briefing().sections[0], entries=(endless,))
    with pytest.raises(BriefingError, match="no JSON form"):
        kept.add(request(), replace(briefing(), sections=(section,)), READ)
    monkeypatch.setattr(serialising, "LARGEST", 1000)
    with pytest.raises(BriefingError, match="Save it as a file"):
        kept.add(request(), briefing(), READ)
    assert len(kept.summaries()) == 1


def test_nothing_of_a_deleted_briefing_is_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    secret = replace(briefing(), title="Zebrafinch", notes=("Okapi " * 4000,))
    with BriefingStore.open(path) as kept:
        name = kept.add(request(), secret, READ)
        assert b"Okapi" in path.read_bytes()
        kept.delete(name)
        assert not [word for word in (b"Okapi", b"Zebrafinch") if word in path.read_bytes()]


def test_fields_that_a_record_gained_later_are_not_missed_and_others_are(tmp_path: Path) -> None:
    record = BriefingRecord(briefing(), READ)
    stored = json.loads(record_to_json(record))
    for name in ("notes", "usage", "timings"):
        del stored["briefing"][name]
    for source in stored["briefing"]["sources"]:
        del source["authors"], source["opinion"]
    for cited in stored["briefing"]["citations"]:
        del cited["authors"], cited["opinion"]
    for section in stored["briefing"]["sections"]:
        for entry in section["entries"]:
            del entry["label"], entry["sentence"]["original"], entry["sentence"]["nearest"]
    stored["briefing"]["of a later version"] = 7
    read = record_from_json(json.dumps(stored)).briefing
    assert read.sections[0].entries[1].sentence == briefing().sections[0].entries[1].sentence
    assert (read.notes, read.timings, read.citations) == ((), {}, briefing().citations)
    for name in ("sections", "citations", "written_at", "title"):
        broken = {**stored, "briefing": {key: value for key, value in stored["briefing"].items() if key != name}}
        with pytest.raises(ValueError, match=name):
            record_from_json(json.dumps(broken))


@pytest.mark.parametrize("column", ["record", "written_at", "first_day"])
@pytest.mark.parametrize("damage", ["", "{}", "7", "{broken", '{"briefing": {}, "read": []}'])
def test_a_damaged_briefing_is_named_and_can_be_deleted(tmp_path: Path, column: str, damage: str) -> None:
    path = tmp_path / FILE_NAME
    with BriefingStore.open(path) as kept:
        name = kept.add(request(), briefing(), READ)
        with closing(sqlite3.connect(path)) as database:
            database.execute(f"UPDATE briefings SET {column} = ?", [damage])
            database.commit()
        if column == "first_day" and not damage:
            assert kept.load(name).briefing == briefing(), "an undated briefing is none that is damaged"
            return
        with pytest.raises(BriefingError, match=r"is damaged.*doctor --repair"):
            kept.load(name)
        if column == "record":
            with pytest.raises(BriefingError, match="is damaged"):
                kept.forget("a1")
            kept.delete(name)
            assert kept.summaries() == []


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("not a database, but long enough to look like something" * 20)
    with pytest.raises(BriefingError, match="cannot be read or written"):
        BriefingStore.open(tmp_path / FILE_NAME)
    with pytest.raises(BriefingError, match="CHATBOT_CONVERSATIONS_URL") as raised:
        BriefingStore.open("secret")
    assert "secret" not in str(raised.value)


def test_what_an_earlier_version_remembered_is_moved_over_once_and_known(tmp_path: Path) -> None:
    older = tmp_path / OLDER_FILE_NAME
    remembered = {
        topic_key(request(), "ada"): {
            "written_at": NOON.isoformat(), "articles": ["a1@1", "b2@1"], "quotes": [["a1@1", 3, 9], ["b2@1", 0, 4]],
        }
    }  # fmt: skip
    older.write_text(json.dumps(remembered))
    with BriefingStore.open(tmp_path / FILE_NAME, older) as kept:
        latest = kept.latest(request(), "ada")
        assert latest
        assert (latest.moment, latest.quotes) == (NOON, (("a1@1", 3, 9), ("b2@1", 0, 4)))
        assert kept.latest(request(), "eve") is None
        assert kept.summaries("ada") == [], "there are no words to be shown"
    assert not older.exists()
    with BriefingStore.open(tmp_path / FILE_NAME, older) as kept:
        kept.forget("a1")
        latest = kept.latest(request(), "ada")
        assert latest
        assert (latest.articles, latest.quotes) == (("b2@1",), (("b2@1", 0, 4),))
        kept.add(request(), briefing(9), READ, "ada")
        latest = kept.latest(request(), "ada")
        assert latest
        assert latest.moment == briefing(9).written_at
    assert b"a1@1" not in (tmp_path / FILE_NAME).read_bytes()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"7", b"{broken", b'{"t": {"written_at": 7}}', b'{"t": []}', b"[]"])
def test_a_damaged_record_of_an_earlier_version_is_named_and_left(tmp_path: Path, content: bytes) -> None:
    older = tmp_path / OLDER_FILE_NAME
    older.write_bytes(content)
    with pytest.raises(BriefingError, match=r"briefings\.json.*doctor --repair"):
        BriefingStore.open(tmp_path / FILE_NAME, older)
    assert older.read_bytes() == content


def test_threads_keep_rename_and_forget_side_by_side(tmp_path: Path) -> None:
    with BriefingStore.open(tmp_path / FILE_NAME) as kept:
        names = [kept.add(request(), briefing(number), READ) for number in range(4)]
        work: list[Callable[[], object]] = [
            *(lambda number=number: kept.add(request(), briefing(number), READ, "eve") for number in range(8)),
            *(lambda name=name: kept.rename(name, f"New {name}") for name in names),
            lambda: kept.forget("a1"),
            lambda: kept.forget("b2"),
        ]
        threads = [threading.Thread(target=each) for each in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(kept.summaries("eve")) == 8
        for name in names:
            found = kept.load(name)
            assert found.briefing.title == f"New {name}"
            assert found.briefing.citations == (), "neither deletion brought back what the other one took"


PROCESS = """
import sys
from pathlib import Path
from chatbot.briefing.keeping.store import BriefingStore
from tests.briefing.keeping.samples import briefing, request

print("ready", flush=True)
sys.stdin.readline()
with BriefingStore.open(Path(sys.argv[1])) as kept:
    for number in range(15):
        name = kept.add(request(), briefing(number), ["a1@2"], "ada")
        if number % 3 == 0:
            kept.delete(name, "ada")
    kept.forget(sys.argv[2])
"""


def test_processes_lose_none_of_each_others_briefings(tmp_path: Path) -> None:
    """They also create the file at the same time."""
    path = tmp_path / FILE_NAME
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(path), article],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for article in ("a1", "b2", "a1")
    ]
    assert [each.stdout.readline() for each in running if each.stdout] == ["ready\n"] * 3
    for each in running:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in running:
        _, told = each.communicate(timeout=120)
        assert each.returncode == 0, told
    with BriefingStore.open(path) as kept:
        assert len(kept.summaries("ada")) == 3 * 10


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, TEXTS, st.floats(0, 1))
def test_a_briefing_survives_its_json(title: str, quote: str, score: float) -> None:
    whole: Briefing = replace(
        briefing(),
        title=title,
        citations=tuple(replace(item, quote=quote) for item in briefing().citations),
        timings={quote: score},
    )
    assert record_from_json(record_to_json(BriefingRecord(whole, (title,)))) == BriefingRecord(whole, (title,))
