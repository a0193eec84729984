"""What is corrected by hand: it wins, it stays, it is derived everywhere, and it never touches a text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chatbot.app import build_chatbot
from chatbot.briefing.summarizing import SummaryForm
from chatbot.conversations.forgetting import REMOVED
from chatbot.conversations.records import Exchange
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import ArticleNotFound, CorrectionRefused, LibraryError
from chatbot.library.correcting import Corrector, MetadataChanges, corrected_article, titles_of
from chatbot.library.correction_log import CORRECTION
from chatbot.library.identity import content_digest
from chatbot.library.ingest import Change, Ingestor, Outcome
from chatbot.library.library import Library
from chatbot.library.preparing import embedded_text
from chatbot.records import Answer, Article, Block, BlockKind, Filters, Metadata, Period, Sentence, Verdict
from chatbot.retrieval.dense import DenseSearch
from chatbot.upkeep.backup import back_up
from chatbot.upkeep.rebuilding import Rebuilder
from chatbot.upkeep.restore import restore
from tests.conftest import document

Ingest = Callable[..., list[Outcome]]

QUARRY = (
    "The quarry above Ostrava village will close in June, its owner said on Friday. "
    "Ninety people work there, most of them for longer than ten years. "
    "The council wants to fill the pit with water and open a bathing beach."
)
SOURCE = document(
    "/news/quarry.txt", QUARRY, title="Untitled 3", publisher="Scan", authors=("Admin",), published="2025-05-09"
)
MAY = datetime(2025, 5, 2, 8, tzinfo=timezone(timedelta(hours=2)))
RIGHT = MetadataChanges(
    title="Quarry to close in June",
    publisher="The Ostrava Echo",
    authors=["Jana Malá", "Petr Vlk"],
    published=MAY,
    updated=MAY + timedelta(days=1),
    language="CS",
    opinion=True,
)


@pytest.fixture
def quarry(library: Library, ingest: Ingest) -> str:
    ingest(document("/news/other.txt", "The bakery on Mill Street sells bread again.", title="Bread"))
    return ingest(SOURCE)[0].article_id


@pytest.fixture
def corrector(library: Library, encoder: SentenceEncoder) -> Corrector:
    return Corrector(library, encoder)


def assert_derived(library: Library, encoder: SentenceEncoder, name: str) -> None:
    """All that is made of an article's metadata says the same as its row."""
    article = library.get(name)
    stored = library.passages_of([name])
    assert {passage.metadata for passage in stored} == {article.metadata}
    (summary,) = [item for item in library.summaries() if item.id == name]
    assert summary.metadata == article.metadata
    found = library.passages_with_vectors([each.passage.id for each in stored])
    for each, vector in found.values():
        expected = encoder.encode([embedded_text(article.metadata.title, each.passage.text)])[0]
        assert float(vector @ expected) > 0.999
    mean = np.mean([vector for _, vector in found.values()], axis=0)
    (kept,) = library._articles.get(ids=[article.key], include=["embeddings"])["embeddings"]  # type: ignore[index]
    assert float(np.asarray(kept) @ (mean / np.linalg.norm(mean))) > 0.999
    hits = {hit.passage_id for hit in library.lexical.search(article.metadata.title, 20)}
    assert {each.passage.id for each in stored} <= hits


def test_a_correction_reaches_all_that_is_made_of_the_metadata_and_no_text(
    library: Library, quarry: str, corrector: Corrector, encoder: SentenceEncoder
) -> None:
    before, passages = library.get(quarry), library.passages_of([quarry])
    corrector.correct(quarry, RIGHT)

    after = library.get(quarry)
    assert after.metadata == Metadata(
        "Quarry to close in June", ("Jana Malá", "Petr Vlk"), "The Ostrava Echo", MAY, MAY + timedelta(days=1), "cs",
        "", opinion=True,
    )  # fmt: skip
    assert (after.text, after.key, after.digest, after.source) == (
        before.text,
        before.key,
        before.digest,
        before.source,
    )
    assert [each.passage for each in library.passages_of([quarry])] == [each.passage for each in passages]
    assert_derived(library, encoder, quarry)
    assert after.stated == before.metadata


def test_filters_of_both_indexes_go_by_what_was_corrected(
    library: Library, quarry: str, corrector: Corrector, encoder: SentenceEncoder
) -> None:
    corrector.correct(quarry, RIGHT)
    vector = encoder.encode(["When will the quarry close?"])[0]
    day = datetime(2025, 5, 2, tzinfo=UTC)
    cases = {
        Filters(publishers=("the ostrava echo",)): 1,
        Filters(publishers=("Scan",)): 0,
        Filters(authors=("petr vlk",)): 1,
        Filters(authors=("Admin",)): 0,
        Filters(Period(day, day + timedelta(days=1))): 1,
        Filters(Period(day + timedelta(days=1))): 0,
        Filters(without_opinion=True): 0,
    }
    for filters, expected in cases.items():
        dense = {hit.stored.passage.article_key for hit in DenseSearch(library).search(vector, 10, filters)}
        lexical = {hit.passage_id.partition(":")[0] for hit in library.lexical.search("quarry", 10, filters)}
        assert (f"{quarry}@1" in dense, f"{quarry}@1" in lexical) == (bool(expected), bool(expected)), filters


def test_what_is_known_may_be_corrected_to_nothing(library: Library, quarry: str, corrector: Corrector) -> None:
    corrector.correct(quarry, {"authors": [], "published": None, "publisher": ""})
    known = library.get(quarry).metadata
    assert (known.authors, known.published, known.publisher, known.title) == ((), None, "", "Untitled 3")
    (stored,) = library.passages_of([quarry])
    assert (stored.metadata.authors, stored.metadata.published) == ((), None)


def test_a_corrected_article_is_unchanged_when_it_comes_again(
    library: Library, quarry: str, corrector: Corrector, ingest: Ingest
) -> None:
    corrector.correct(quarry, RIGHT)
    assert [outcome.change for outcome in ingest(SOURCE)] == [Change.UNCHANGED]
    assert library.get(quarry).metadata.title == "Quarry to close in June"


def test_a_correction_wins_over_a_later_version_of_the_source_and_nothing_else_does(
    library: Library, quarry: str, corrector: Corrector, ingest: Ingest, encoder: SentenceEncoder
) -> None:
    corrector.correct(quarry, {"title": "Quarry to close in June"})
    later = replace(
        SOURCE, text=f"{QUARRY} A protest is planned.", metadata=replace(SOURCE.metadata, title="Untitled 4")
    )
    later = replace(later, metadata=replace(later.metadata, publisher="Echo"))
    assert [outcome.change for outcome in ingest(later)] == [Change.NEW_VERSION]
    known = library.get(quarry)
    assert (known.version, known.metadata.title, known.metadata.publisher) == (2, "Quarry to close in June", "Echo")
    assert known.stated.title == "Untitled 4"
    assert_derived(library, encoder, quarry)
    assert [outcome.change for outcome in ingest(later)] == [Change.UNCHANGED]
    assert library.get(quarry, 1).metadata.title == "Quarry to close in June"

    corrector.correct(quarry, {}, clear=["title"])
    assert library.get(quarry).metadata == later.metadata
    assert_derived(library, encoder, quarry)
    assert titles_of(library.get(quarry)) == {"Untitled 4", "Quarry to close in June"}


def test_an_article_that_is_corrected_while_its_next_version_is_prepared_is_embedded_under_its_new_title(
    library: Library, quarry: str, corrector: Corrector, encoder: SentenceEncoder
) -> None:
    ingestor = Ingestor(library, encoder)
    prepare = ingestor._preparing.prepare_each

    class Slow:
        def prepare_each(self, groups: Any) -> Iterator[Any]:
            for prepared in prepare(groups):
                corrector.correct(quarry, {"title": "Quarry to close in June"})
                yield prepared

    ingestor._preparing = Slow()
    list(ingestor.run([replace(SOURCE, text=f"{QUARRY} A protest is planned.")]))
    assert library.get(quarry).version == 2
    assert_derived(library, encoder, quarry)


def test_the_same_moment_in_another_time_zone_is_another_day(
    library: Library, quarry: str, corrector: Corrector
) -> None:
    evening = datetime(2025, 7, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    corrector.correct(quarry, {"published": evening.astimezone(UTC)})
    corrector.correct(quarry, {"published": evening})
    published = library.get(quarry).metadata.published
    assert published is not None
    assert published.isoformat() == "2025-07-01T23:30:00-05:00"


@pytest.mark.parametrize(
    ("changes", "clear", "told"),
    [
        ({}, (), "Nothing to correct"),
        ({"url": "https://x.example"}, (), "names the article"),
        ({"text": "x"}, (), "'text' is nothing that can be corrected"),
        ({}, ("digest",), "'digest' is nothing"),
        ({"title": "A"}, ("title",), "at once"),
        ({"title": "x" * 1001}, (), "more than 1,000"),
        ({"title": 3}, (), "no text"),
        ({"authors": "Ann Ode"}, (), "no list"),
        ({"authors": [f"Author {number}" for number in range(101)]}, (), "more than 100"),
        ({"published": "2025-03-18"}, (), "no date"),
        ({"updated": datetime(1, 1, 1, tzinfo=UTC)}, (), "no date"),
        ({"language": "english"}, (), "'english' is not the code"),
        ({"opinion": "yes"}, (), "neither true nor false"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_a_reason(
    changes: dict[str, Any], clear: tuple[str, ...], told: str
) -> None:
    article = Article("1a2b3c4d5e6f7a8b", 1, "/a.txt", "Text.", Metadata("Title"), "", datetime(2025, 1, 1, tzinfo=UTC))
    with pytest.raises(CorrectionRefused, match=told):
        corrected_article(article, changes, clear)  # type: ignore[arg-type]


def test_a_value_is_one_line_of_characters_that_can_be_stored_and_shown(
    library: Library, quarry: str, corrector: Corrector
) -> None:
    corrector.correct(quarry, {"title": " Two\nlines \u202e\x1b[31m\udce9 ", "authors": ["Ann", " Ann ", ""]})
    known = library.get(quarry).metadata
    assert (known.title, known.authors) == ("Two lines [31m", ("Ann",))


class Killed(BaseException):
    """The process ends here."""


STEPS = ["note", "passages", "articles", "lexical.remove", "lexical.add", "clear"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True])
def test_killed_at_any_step_a_correction_is_whole_or_was_never_begun(
    tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    with Library.open(tmp_path, encoder.fingerprint) as library:
        name = next(Ingestor(library, encoder).run([SOURCE])).article_id
        before = library.get(name)
        place, method = {
            "note": (library._corrections, "note"),
            "passages": (library._passages, "update"),
            "articles": (library._articles, "update"),
            "lexical.remove": (library.lexical, "remove_articles"),
            "lexical.add": (library.lexical, "add"),
            "clear": (library._corrections, "clear"),
        }[step]
        work = getattr(place, method)

        def killed(*given: Any, **named: Any) -> None:
            if after:
                work(*given, **named)
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(place, method, killed, raising=False)
            with pytest.raises(Killed):
                Corrector(library, encoder).correct(name, RIGHT)

    with Library.open(tmp_path, encoder.fingerprint) as library:
        known = library.get(name)
        begun = (step, after) != ("note", False)
        assert known.metadata.title == ("Quarry to close in June" if begun else "Untitled 3")
        assert known.text == before.text
        assert_derived(library, encoder, name)
        assert not (tmp_path / CORRECTION).exists()
        assert bool(library.repaired) == (begun and (step, after) != ("clear", True))


def test_what_a_failed_correction_left_is_put_right_before_the_next_change(
    library: Library, quarry: str, corrector: Corrector, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: Any) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(library._articles, "update", full)
        with pytest.raises(LibraryError, match="No space left"):
            corrector.correct(quarry, {"title": "Quarry to close in June"})
    corrector.correct(quarry, {"publisher": "Echo"})
    known = library.get(quarry).metadata
    assert (known.title, known.publisher) == ("Quarry to close in June", "Echo")
    assert_derived(library, encoder, quarry)


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"article_key": 3, "vectors": {"a": "?"}}', "\0"])
def test_a_damaged_note_of_a_correction_leaves_passages_that_agree_with_their_article(
    tmp_path: Path, encoder: SentenceEncoder, damaged: str
) -> None:
    with Library.open(tmp_path, encoder.fingerprint) as library:
        name = next(Ingestor(library, encoder).run([SOURCE])).article_id
        ids = library._passages.get(where={"article_id": name}, include=[])["ids"]
        library._passages.update(ids=ids, metadatas=[{"title": "Half", "opinion": True, "authors": None}] * len(ids))
    (tmp_path / CORRECTION).write_text(damaged, encoding="ascii")
    with Library.open(tmp_path, encoder.fingerprint) as library:
        assert "a correction was damaged" in library.repaired[0]
        assert_derived(library, encoder, name)
        assert library.get(name).metadata == SOURCE.metadata


def test_corrections_are_in_a_backup_and_in_a_rebuilt_library(tmp_path: Path, encoder: SentenceEncoder) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, encoder.fingerprint) as library:
        name = next(Ingestor(library, encoder).run([SOURCE])).article_id
        Corrector(library, encoder).correct(name, RIGHT)
        kept = library.get(name)
    back_up(folder, tmp_path / "news.zip")
    restore(tmp_path / "news.zip", tmp_path / "restored")
    Rebuilder(encoder, 200).rebuild(folder)
    for place in (tmp_path / "restored", folder):
        with Library.open(place, encoder.fingerprint) as library:
            assert library.get(name) == kept
            assert_derived(library, encoder, name)
            Corrector(library, encoder).correct(name, {}, clear=kept.corrections.fields)
            assert library.get(name).metadata == SOURCE.metadata


def test_a_correction_that_was_interrupted_is_finished_in_a_restored_backup(
    tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, encoder.fingerprint) as library:
        name = next(Ingestor(library, encoder).run([SOURCE])).article_id
        monkeypatch.setattr(library._articles, "update", lambda **_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            Corrector(library, encoder).correct(name, RIGHT)
    back_up(folder, tmp_path / "news.zip")
    restore(tmp_path / "news.zip", tmp_path / "restored")
    with Library.open(tmp_path / "restored", encoder.fingerprint) as library:
        assert library.get(name).metadata.title == "Quarry to close in June"
        assert_derived(library, encoder, name)


def test_deleting_a_corrected_article_leaves_none_of_its_titles_in_any_file(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    folder = tmp_path / "library"
    secret = replace(SOURCE, metadata=replace(SOURCE.metadata, title="Wallabyrock one"))
    with Library.open(folder, encoder.fingerprint) as library:
        name = next(Ingestor(library, encoder).run([secret])).article_id
        for title in ("Wallabyrock two", "Wallabyrock three"):
            Corrector(library, encoder).correct(name, {"title": title})
        assert titles_of(library.get(name)) == {f"Wallabyrock {number}" for number in ("one", "two", "three")}
        library.delete(name)
    for path in folder.rglob("*"):
        if path.is_file():
            assert b"allabyrock" not in path.read_bytes(), path


def test_a_library_of_an_earlier_version_opens_and_its_articles_stay_unchanged(
    library: Library, quarry: str, ingest: Ingest
) -> None:
    """Its rows know neither opinion nor corrections, and its digests were made without them."""
    row = library._articles.get(ids=[f"{quarry}@1"], include=["metadatas"])["metadatas"][0]  # type: ignore[index]
    assert {"opinion", "corrections", "edits"}.isdisjoint(row)
    facts = {
        "title": "A",
        "authors": (),
        "publisher": "",
        "published": None,
        "updated": None,
        "language": "",
        "url": "",
    }

    former = hashlib.sha256(f"Text\0{json.dumps(facts, default=str, sort_keys=True)}".encode()).hexdigest()
    assert content_digest("Text", Metadata("A")) == former
    assert content_digest("Text", Metadata("A", opinion=False)) != former


def test_what_is_known_of_an_opinion_overrides_what_is_not() -> None:
    assert Metadata(opinion=True).overridden_by(Metadata(opinion=False)).opinion is False
    assert Metadata(opinion=True).overridden_by(Metadata()).opinion is True


def test_a_chatbot_corrects_asks_summarizes_and_deletes_by_the_first_characters_of_an_id(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path / "library") as chatbot:
        (name,) = (outcome.article_id for outcome in chatbot.ingest_documents([SOURCE]))
        short = name[:5]
        assert chatbot.edit_article(short, {"title": "Quarry to close"}).metadata.title == "Quarry to close"
        answer = chatbot.ask("When will the quarry close?", filters=Filters(article_ids=(short.upper(),)))
        assert [citation.title for citation in answer.citations] == ["Quarry to close"]
        assert chatbot.summarize(f"{short}@1", SummaryForm.SHORT).articles[0].id == name
        for nobody in ("0000", name[:3]):
            with pytest.raises(ArticleNotFound):
                chatbot.ask("When?", filters=Filters(article_ids=(nobody,)))
            with pytest.raises(ArticleNotFound):
                chatbot.edit_article(nobody, {"title": "x"})
            with pytest.raises(ArticleNotFound):
                chatbot.delete_article(nobody)
        chatbot.delete_article(short)
        assert chatbot.library.summaries() == []


def test_answers_that_name_a_deleted_article_by_a_title_it_had_by_hand_are_blanked(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path / "library") as chatbot:
        (name,) = (outcome.article_id for outcome in chatbot.ingest_documents([SOURCE]))
        store = chatbot.conversations
        conversation = store.begin("", "Titles")
        for title in ("Quarry one", "Quarry two"):
            chatbot.edit_article(name, {"title": title})
            blocks = (Block(BlockKind.PARAGRAPH, (Sentence(f"The newest: “{title}”.", Verdict.NOT_A_CLAIM, 1.0),)),)
            answer = Answer("Newest?", title, refused=False, blocks=blocks, citations=(), model="")
            store.add("", conversation, Exchange("Newest?", answer, MAY))
        chatbot.edit_article(name, {}, clear=["title"])
        chatbot.delete_article(name)
        kept = [exchange.answer.text for exchange in store.load("", conversation).exchanges]
        assert kept == [REMOVED, REMOVED]
