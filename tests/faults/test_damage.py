"""Every file of a library, lost and garbled: the damage is named, what is derived is made anew, nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from chatbot.app import build_chatbot
from chatbot.briefing.keeping.store import FILE_NAME as BRIEFINGS
from chatbot.briefing.keeping.store import BriefingStore
from chatbot.conversations.records import Exchange
from chatbot.conversations.store import FILE_NAME, ConversationStore
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import BriefingError, ConversationsError, LibraryDamaged, WeightsError
from chatbot.library.ingest import Ingestor
from chatbot.library.library import IndexedArticle, Library
from chatbot.library.opening import check_before_opening
from chatbot.library.vector_files import check_vector_index
from chatbot.library.vector_layout import FILES
from chatbot.records import Answer, Article, Filters, Metadata, Passage, Span, StoredPassage
from chatbot.retrieval.dense import DenseSearch
from chatbot.upkeep.findings import Finding, State
from chatbot.upkeep.rebuilding import Rebuilder
from chatbot.weights import files
from tests.briefing.keeping.samples import briefing, request
from tests.faults.conftest import ARTICLES, UPDATED, report, texts, texts_in

ROOT = Path(__file__).parent.parent.parent
Damage = Callable[[Path], None]


def garble(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(max(path.stat().st_size, 200)))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 10])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lose(path: Path) -> None:
    path.unlink()


def examine(folder: Path, *, repair: bool = False) -> dict[str, Finding]:
    with build_chatbot(library=folder) as chatbot:
        return {finding.part: finding for finding in chatbot.doctor(repair=repair).examine()}


def states(findings: dict[str, Finding], state: State) -> set[str]:
    return {part for part, finding in findings.items() if finding.state is state}


def test_a_whole_library_gets_a_clean_bill(folder: Path) -> None:
    findings = examine(folder)
    assert states(findings, State.OK) == set(findings)
    assert f"{ARTICLES + UPDATED} texts" in findings["articles"].said
    assert f"{ARTICLES} articles" in findings["passages"].said


@pytest.mark.parametrize("damage", [garble, cut, empty, lose])
def test_a_damaged_database_is_named_and_never_replaced_by_an_empty_one(
    folder: Path, encoder: SentenceEncoder, damage: Damage
) -> None:
    database = folder / "chroma" / "chroma.sqlite3"
    damage(database)
    left = database.read_bytes() if database.exists() else None
    with pytest.raises(LibraryDamaged) as caught:
        Library.open(folder, encoder.fingerprint)
    assert str(database) in caught.value.reason
    assert "chatbot doctor" in caught.value.remedy
    assert "chatbot restore" in caught.value.remedy
    findings = examine(folder)
    assert "database" in states(findings, State.BROKEN)
    assert (database.read_bytes() if database.exists() else None) == left


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *((name, lose) for name in ("header.bin", "data_level0.bin", "link_lists.bin", "length.bin")),
        *((name, cut) for name in FILES),
        *((name, garble) for name in ("header.bin", "data_level0.bin", "link_lists.bin", "index_metadata.pickle")),
        ("index_metadata.pickle", lose),
    ],
)
def test_a_damaged_vector_index_ends_no_process(
    folder: Path, encoder: SentenceEncoder, name: str, damage: Damage
) -> None:
    for path in folder.glob(f"chroma/*/{name}"):
        damage(path)
    with pytest.raises(LibraryDamaged) as caught:
        Library.open(folder, encoder.fingerprint)
    assert "chatbot doctor" in caught.value.remedy
    assert str(folder) in caught.value.reason


@pytest.mark.parametrize("written", [("header.bin",), FILES], ids=["begun", "cut off"])
def test_a_vector_index_that_was_never_finished_is_made_again_from_the_queue(
    tmp_path: Path, encoder: SentenceEncoder, written: tuple[str, ...]
) -> None:
    """As after a kill in the middle of Chroma's first writing of it, which fills its files in place."""
    with Library.open(tmp_path, encoder.fingerprint) as library:
        list(Ingestor(library, encoder).run(report(number) for number in range(9)))
        count = library.passages.count()
    for index in {header.parent for header in tmp_path.glob("chroma/*/header.bin")}:
        for name in written:
            (index / name).write_bytes(b"")
    with pytest.raises(LibraryDamaged):
        check_vector_index(index, None)
    with Library.open(tmp_path, encoder.fingerprint) as library:
        hits = DenseSearch(library).search(encoder.encode(["31 boats in harbor 24"])[0], 50, Filters())
        assert len(hits) == library.passages.count() == count
    assert not states(examine(tmp_path), State.BROKEN)


@pytest.mark.parametrize(("name", "damage"), [("data_level0.bin", garble), ("index_metadata.pickle", garble)])
def test_the_doctor_makes_a_vector_index_anew_from_the_texts(
    folder: Path, filled: Path, encoder: SentenceEncoder, tmp_path: Path, name: str, damage: Damage
) -> None:
    before = texts_in(Path(shutil.copytree(filled, tmp_path / "before")), encoder)
    for path in folder.glob(f"chroma/*/{name}"):
        damage(path)
    assert states(examine(folder), State.BROKEN) == {"vector index"}

    repaired = examine(folder, repair=True)
    assert states(repaired, State.REPAIRED) == {"vector index"}
    assert not states(repaired, State.BROKEN)

    assert list(folder.glob(f"damaged-*/chroma/*/{name}")), "the damaged files are kept"
    with Library.open(folder, encoder.fingerprint) as library:
        assert texts(library) == before
        assert library.summaries()[0].metadata.authors == ("Ann Ode", "Bo Li")
        hits = DenseSearch(library).search(encoder.encode(["31 boats in harbor 24"])[0], 50, Filters())
        assert len(hits) == library.passages.count() == len(library.lexical)
    assert not states(examine(folder), State.BROKEN)


def test_vectors_that_are_none_are_found_though_their_links_are_right(folder: Path) -> None:
    for path in folder.glob("chroma/*/data_level0.bin"):
        content = bytearray(path.read_bytes())
        content[200:260] = random.Random(7).randbytes(60)
        path.write_bytes(content)
    assert "holds a vector that is none" in examine(folder)["vector index"].said


@pytest.mark.parametrize("moment", ["built", "moved aside", "half built"])
def test_a_repair_may_be_interrupted(
    folder: Path, filled: Path, encoder: SentenceEncoder, tmp_path: Path, moment: str
) -> None:
    """As killed between any two steps: each is one rename, so that the folders tell all there is to know."""
    whole = Path(shutil.copytree(filled, tmp_path / "rebuilt"))
    shutil.move(whole, folder / "rebuilt")
    if moment != "half built":
        (folder / "rebuilt" / "complete").touch()
    if moment == "moved aside":
        (folder / "chroma").rename(tmp_path / "aside")
        with pytest.raises(LibraryDamaged, match="interrupted"):
            Library.open(folder, encoder.fingerprint)
    else:
        next(folder.glob("chroma/*/data_level0.bin")).unlink()
        shutil.rmtree(next((folder / "rebuilt").glob("chroma/*-*")))
    assert not states(examine(folder, repair=True), State.BROKEN)
    assert len(texts_in(folder, encoder)) == ARTICLES + UPDATED
    assert not (folder / "rebuilt").exists()


def test_of_a_database_that_is_damaged_in_part_the_readable_articles_are_recovered(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    with Library.open(tmp_path / "library", encoder.fingerprint) as library:
        library.add([plain_article(number, text="Boats. " * 150) for number in range(60)])
        expected = texts(library)
    with ConversationStore.open(tmp_path / "library" / FILE_NAME) as store:
        name = store.begin("ada", "Boats")
    database = tmp_path / "library" / "chroma" / "chroma.sqlite3"
    content = database.read_bytes()
    database.write_bytes(content[: len(content) * 9 // 10])

    said = examine(tmp_path / "library")["database"]
    assert said.state is State.BROKEN
    assert "texts of articles can be read" in said.remedy
    repaired = examine(tmp_path / "library", repair=True)["database"]
    assert "recovered into" in repaired.said

    assert database.read_bytes() == content[: len(content) * 9 // 10], "what is damaged stays as it is"
    (target,) = tmp_path.glob("library-recovered-*")
    recovered = texts_in(target, encoder)
    assert len(recovered) > 10
    assert recovered.items() <= expected.items(), "no text is half recovered"
    with ConversationStore.open(target / FILE_NAME) as store:
        assert store.load("ada", name).title == "Boats"


def test_an_altered_text_is_found_and_never_put_into_a_rebuilt_library(folder: Path, encoder: SentenceEncoder) -> None:
    with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3")) as database:
        changed = database.execute(
            "UPDATE embedding_metadata SET string_value = replace(string_value, 'boats', 'goats') "
            "WHERE key = 'chroma:document' AND id = (SELECT max(id) FROM embeddings)"
        )
        assert changed.rowcount == 1
        database.commit()
    findings = examine(folder, repair=True)
    assert states(findings, State.BROKEN) == {"articles", "passages"}
    assert "1 articles differ" in findings["articles"].said
    with pytest.raises(LibraryDamaged, match="altered"):
        Rebuilder(encoder, 200).rebuild(folder)
    assert len(texts_in(folder, encoder)) == ARTICLES + UPDATED


@pytest.mark.parametrize("damage", [garble, cut, empty, lose])
def test_a_damaged_lexical_index_is_rebuilt_at_once(folder: Path, encoder: SentenceEncoder, damage: Damage) -> None:
    for path in [*folder.glob("lexical/*.term"), *folder.glob("lexical/*.pos")]:
        damage(path)
    _assert_searchable(folder, encoder, "rebuilt the lexical index")


def test_one_garbled_byte_of_the_lexical_index_is_enough(folder: Path, encoder: SentenceEncoder) -> None:
    path = max(folder.glob("lexical/*.term"), key=lambda found: found.stat().st_size)
    content = path.read_bytes()
    path.write_bytes(content[:50] + bytes([content[50] ^ 1]) + content[51:])
    _assert_searchable(folder, encoder, "rebuilt the lexical index")


def test_a_file_in_the_place_of_the_lexical_index_is_replaced(folder: Path, encoder: SentenceEncoder) -> None:
    shutil.rmtree(folder / "lexical")
    (folder / "lexical").write_text("not an index")
    _assert_searchable(folder, encoder, "rebuilt the lexical index")


@pytest.mark.parametrize("content", [b"\xff\xfe{[", b'{"a": 1}', b"7", b"", b"[1, 2]"])
@pytest.mark.parametrize("name", ["pending.json", "deleting.json"])
def test_a_garbled_journal_costs_a_comparison(
    folder: Path, encoder: SentenceEncoder, content: bytes, name: str
) -> None:
    with Library.open(folder, encoder.fingerprint) as library:
        row = {"article_id": "feedfacefeedface", "version": 1}
        library.passages.add(ids=["f@1:0-4"], embeddings=np.ones((1, 384)), documents=["Half"], metadatas=[row])
    (folder / name).write_bytes(content)
    _assert_searchable(folder, encoder, "because the journal was damaged")
    assert not (folder / name).exists()


@pytest.mark.parametrize("damage", [garble, cut])
def test_damaged_conversations_are_named_and_set_aside(folder: Path, damage: Damage) -> None:
    path = folder / FILE_NAME
    with ConversationStore.open(path) as store:
        name = store.begin("ada", "Boats")
        answer = Answer("Who?", "id", refused=True, blocks=(), citations=(), model="m")
        for _ in range(50):
            store.add("ada", name, Exchange("Who?" * 100, answer, datetime(2025, 3, 18, tzinfo=UTC)))
    damage(path)
    left = path.read_bytes()
    with pytest.raises(ConversationsError) as caught, ConversationStore.open(path) as store:
        store.load("ada", name)
    assert FILE_NAME in caught.value.reason
    assert "chatbot doctor" in caught.value.remedy

    assert states(examine(folder), State.BROKEN) == {"conversations"}
    assert states(examine(folder, repair=True), State.REPAIRED) == {"conversations"}
    (kept,) = folder.glob(f"{FILE_NAME}.damaged-*")
    assert kept.read_bytes() == left
    with ConversationStore.open(path) as store:
        assert store.conversations("ada") == []


def test_a_garbled_exchange_is_named(folder: Path) -> None:
    path = folder / FILE_NAME
    with ConversationStore.open(path) as store:
        name = store.begin("ada", "Boats")
        answer = Answer("Who?", "id", refused=True, blocks=(), citations=(), model="m")
        store.add("ada", name, Exchange("Who?", answer, datetime(2025, 3, 18, tzinfo=UTC)))
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE exchanges SET record = '{}'")
        database.commit()
    with ConversationStore.open(path) as store, pytest.raises(ConversationsError, match="is damaged"):
        store.load("ada", name)
    assert "conversations" in states(examine(folder), State.BROKEN)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"7", b"{broken", b'{"topic": {"written_at": 7}}', b'{"topic": []}'])
def test_a_garbled_record_of_briefings_is_set_aside(folder: Path, content: bytes) -> None:
    """What earlier versions remembered, which is moved over when the briefings are first opened."""
    path = folder / "briefings.json"
    path.write_bytes(content)
    with build_chatbot(library=folder) as chatbot, pytest.raises(BriefingError, match=r"briefings\.json"):
        _ = chatbot.briefings
    assert states(examine(folder), State.BROKEN) == {"earlier briefings"}
    assert states(examine(folder, repair=True), State.REPAIRED) == {"earlier briefings"}
    assert [kept.read_bytes() for kept in folder.glob("briefings.json.damaged-*")] == [content]
    with build_chatbot(library=folder) as chatbot:
        assert chatbot.briefings.summaries() == []


@pytest.mark.parametrize("damage", [garble, cut, empty])
def test_damaged_briefings_are_named_and_set_aside(folder: Path, damage: Damage) -> None:
    path = folder / BRIEFINGS
    with BriefingStore.open(path) as store:
        for number in range(50):
            store.add(request(), briefing(number), ["a1@1"])
    damage(path)
    left = path.read_bytes()
    assert states(examine(folder), State.BROKEN) == {"briefings"}
    assert states(examine(folder, repair=True), State.REPAIRED) == {"briefings"}
    (kept,) = folder.glob(f"{BRIEFINGS}.damaged-*")
    assert kept.read_bytes() == left
    with BriefingStore.open(path) as store:
        assert store.summaries() == []


@pytest.mark.parametrize("column", ["record", "written_at", "first_day"])
def test_of_the_briefings_only_the_damaged_one_is_set_aside(folder: Path, column: str) -> None:
    path = folder / BRIEFINGS
    with BriefingStore.open(path) as store:
        names = [store.add(request(), briefing(number), ["a1@1"]) for number in range(3)]
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"UPDATE briefings SET {column} = 'Zorilla' WHERE id = ?", [names[1]])
        database.commit()
    left = path.read_bytes()
    (broken,) = [finding for finding in examine(folder).values() if finding.state is State.BROKEN]
    assert (broken.part, "1 of the 3 briefings" in broken.said) == ("briefings", True)
    assert states(examine(folder, repair=True), State.REPAIRED) == {"briefings"}
    assert states(examine(folder), State.BROKEN) == set()
    (kept,) = folder.glob(f"{BRIEFINGS}.damaged-*")
    assert kept.read_bytes() == left
    with BriefingStore.open(path) as store:
        assert [item.id for item in store.summaries()] == [names[2], names[0]]
        assert store.load(names[0]).briefing == briefing(0)


def test_weights_with_a_wrong_hash_are_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = tmp_path / "weights"
    shutil.copytree(files.minilm_path().parent, weights)
    with (weights / "model.onnx").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0" * 8)
    monkeypatch.setattr(files, "_MINILM", weights)
    with pytest.raises(WeightsError, match="not the expected one"):
        SentenceEncoder().encode(["hello"])
    assert "embedding model" in states(examine(folder), State.BROKEN)


def test_damage_is_told_plainly_on_the_command_line(folder: Path) -> None:
    next(folder.glob("chroma/*/data_level0.bin")).unlink()
    asked = command(folder, "ask", "How many boats?")
    assert (asked.returncode, "Traceback" in asked.stderr) == (1, False)
    assert "data_level0.bin is missing" in asked.stderr.replace("\n", " ")
    assert "chatbot doctor --repair" in asked.stderr.replace("\n", " ")
    mended = command(folder, "doctor", "--repair")
    assert (mended.returncode, "repaired  vector index:" in mended.stdout) == (0, True), mended.stdout + mended.stderr


def test_deleting_works_where_the_vector_index_is_in_files(folder: Path, encoder: SentenceEncoder) -> None:
    with Library.open(folder, encoder.fingerprint) as library:
        (outcome,) = Ingestor(library, encoder).run([report(99, "Quokkastone")])
        library.delete(outcome.article_id)
        assert len(library) == ARTICLES + UPDATED
    for path in folder.rglob("*"):
        assert not path.is_file() or b"uokkastone" not in path.read_bytes(), path
    check_before_opening(folder)


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHATBOT_LIBRARY": str(folder), "COLUMNS": "300"}
    whole = [sys.executable, "-m", "chatbot", *arguments]
    return subprocess.run(whole, capture_output=True, text=True, cwd=ROOT, check=False, env=environment)


def plain_article(number: int, text: str) -> IndexedArticle:
    text = f"Report {number}. {text}"
    article = Article(f"{number:016x}", 1, f"/{number}", text, Metadata(), "digest", datetime.now(UTC), "", 1)
    passage = Passage(article.key, 0, len(text), text)
    stored = StoredPassage(passage, (Span(0, 8),), article.metadata, article.id)
    vector = np.random.default_rng(number).normal(size=(1, 384)).astype(np.float32)
    return IndexedArticle(article, (stored,), vector / np.linalg.norm(vector))


def _assert_searchable(folder: Path, encoder: SentenceEncoder, repaired: str) -> None:
    with Library.open(folder, encoder.fingerprint) as library:
        assert any(repaired in what for what in library.repaired)
        assert len(library.lexical) == library.passages.count() == ARTICLES
        assert len(library.lexical.search("boats harbor", 100)) == ARTICLES
        assert len(library) == ARTICLES + UPDATED
