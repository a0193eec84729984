"""A change that fails while the library is open: the next change, or opening, finishes or undoes it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from chatbot.app import build_chatbot
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import LibraryDamaged, LibraryError, NotErased
from chatbot.library.ingest import Change, Ingestor
from chatbot.library.library import Library
from chatbot.upkeep.findings import State
from tests.conftest import document
from tests.faults.conftest import ARTICLES, UPDATED, report, texts_in

SECRET = "The quokkastone was found in harbor 99. " * 3


class Usage(NamedTuple):
    free: int


def _fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_a_failed_ingest_left_is_undone_before_the_next_change(folder: Path, encoder: SentenceEncoder) -> None:
    with Library.open(folder, encoder.fingerprint) as library:
        ingestor = Ingestor(library, encoder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Library, "_write_articles", _fail)
            with pytest.raises(LibraryError, match="No space left"):
                list(ingestor.run([document("/half.txt", SECRET * 40)]))
        assert library.half_written(), "the fault is injected"
        list(ingestor.run([report(100)]))
        assert not library.half_written()
        assert len(library.lexical) == library.passages.count()
        (again,) = ingestor.run([document("/half.txt", SECRET)])
        assert again.change is Change.NEW
        assert not library.half_written()
    assert not list(folder.glob("*.json"))


def test_what_a_failed_deletion_left_is_finished_before_the_next_change(folder: Path, encoder: SentenceEncoder) -> None:
    with Library.open(folder, encoder.fingerprint) as library:
        ingestor = Ingestor(library, encoder)
        (secret,) = ingestor.run([document("/secret.txt", SECRET)])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Library, "_delete_passages", _fail)
            with pytest.raises(LibraryError, match="No space left"):
                library.delete(secret.article_id)
        list(ingestor.run([report(100)]))
        assert not library.half_written()
    _assert_no_secret_in(folder)


def test_without_room_to_erase_an_article_is_deleted_and_erased_once_there_is_room(
    folder: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(folder, encoder.fingerprint) as library:
        (secret,) = Ingestor(library, encoder).run([document("/secret.txt", SECRET)])
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free=1_000_000))
        with pytest.raises(NotErased, match="still in the files") as caught:
            library.delete(secret.article_id)
        assert "Make room" in caught.value.remedy
        assert not library.newest_versions([secret.article_id])
        (other,) = Ingestor(library, encoder).run([report(100)])
        assert other.change is Change.NEW, "the library is open, and takes articles"
    with build_chatbot(library=folder) as chatbot:
        erasing = next(each for each in chatbot.doctor(repair=False).examine() if each.part == "erasing")
    assert (erasing.state, "Make room" in erasing.remedy) == (State.BROKEN, True)

    monkeypatch.undo()
    assert len(texts_in(folder, encoder)) == ARTICLES + UPDATED + 1
    _assert_no_secret_in(folder)


def test_the_next_deletion_erases_what_an_earlier_one_could_not(folder: Path, encoder: SentenceEncoder) -> None:
    with Library.open(folder, encoder.fingerprint) as library:
        ingestor = Ingestor(library, encoder)
        secret, plain = ingestor.run([document("/secret.txt", SECRET), report(100)])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _: Usage(free=0))
            with pytest.raises(NotErased):
                library.delete(secret.article_id)
        library.delete(plain.article_id)
        assert library.unerased is None
    _assert_no_secret_in(folder)


def test_what_could_not_be_erased_is_erased_although_the_article_has_come_back(
    folder: Path, encoder: SentenceEncoder
) -> None:
    with Library.open(folder, encoder.fingerprint) as library:
        ingestor = Ingestor(library, encoder)
        (secret,) = ingestor.run([document("/secret.txt", SECRET)])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _: Usage(free=0))
            with pytest.raises(NotErased):
                library.delete(secret.article_id)
        list(ingestor.run([document("/secret.txt", "The stone was found in harbor 98, and nobody knows whose it is.")]))
    with Library.open(folder, encoder.fingerprint) as library:
        assert library.unerased is None
        assert "harbor 98" in library.get(secret.article_id).text
        assert not library.half_written()
    assert b"uokkastone" not in b"".join(path.read_bytes() for path in folder.glob("lexical/*"))


def test_a_lost_database_is_named_where_there_was_one(folder: Path, encoder: SentenceEncoder) -> None:
    shutil.rmtree(folder / "chroma")
    with pytest.raises(LibraryDamaged, match=r"chroma\.sqlite3 is missing") as caught:
        Library.open(folder, encoder.fingerprint)
    assert "CHATBOT_CHROMA_URL" in caught.value.remedy
    with build_chatbot(library=folder) as chatbot:
        database = {each.part: each for each in chatbot.doctor(repair=True).examine()}["database"]
    assert (database.state, "is missing" in database.said) == (State.BROKEN, True)


def test_the_doctor_makes_lost_passages_anew(tmp_path: Path, encoder: SentenceEncoder) -> None:
    with Library.open(tmp_path, encoder.fingerprint) as library:
        list(Ingestor(library, encoder).run(report(number) for number in range(9)))
        before = library.passages.count()
        library.passages.delete(ids=library.passages.get(limit=2)["ids"])
        assert library.passages.count() == before - 2
        assert library.half_written()
    with build_chatbot(library=tmp_path) as chatbot:
        found = {each.part: each for each in chatbot.doctor(repair=False).examine()}
        assert found["passages"].state is State.BROKEN, found
        assert "doctor --repair" in found["passages"].remedy
        repaired = {each.part: each for each in chatbot.doctor(repair=True).examine()}
        assert repaired["passages"].state is State.REPAIRED, repaired
    with Library.open(tmp_path, encoder.fingerprint) as library:
        assert library.passages.count() == len(library.lexical) == before


def test_an_article_of_which_the_first_version_is_lost_can_be_deleted(folder: Path) -> None:
    with build_chatbot(library=folder) as chatbot:
        changed = next(summary for summary in chatbot.library.summaries() if summary.version == 2)
        chatbot.library._articles.delete(ids=[f"{changed.id}@1"])
        chatbot.delete_article(changed.id)
        assert not chatbot.library.newest_versions([changed.id])


def test_a_text_that_was_altered_is_replaced_when_its_source_comes_again(
    folder: Path, encoder: SentenceEncoder
) -> None:
    with Library.open(folder, encoder.fingerprint) as library:
        key = next(f"{each.id}@{each.version}" for each in library.summaries() if each.source == "/7.txt")
    with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3")) as database, database:
        database.execute(
            "UPDATE embedding_metadata SET string_value = replace(string_value, 'boats', 'goats') WHERE id = "
            "(SELECT id FROM embeddings WHERE embedding_id = ?) AND key = 'chroma:document'",
            [key],
        )
    with Library.open(folder, encoder.fingerprint) as library:
        assert library.altered_texts() == [key]
        (outcome,) = Ingestor(library, encoder).run([report(7)])
        assert outcome.change is Change.NEW_VERSION
        assert library.get(outcome.article_id).text == report(7).text


def _assert_no_secret_in(folder: Path) -> None:
    for path in folder.rglob("*"):
        assert not path.is_file() or b"uokkastone" not in path.read_bytes(), path
