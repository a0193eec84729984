"""The library's promises: ingesting again is a no-op, versions stay, copies are linked, deleting leaves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import ArticleNotFound, LibraryError, LibraryLocked, LibraryMismatch
from chatbot.library.filtering import fits
from chatbot.library.ingest import Change, Ingestor, Outcome
from chatbot.library.library import Library
from chatbot.library.resolving import resolve_id
from chatbot.records import ArticleSummary, Document, Filters, Metadata, Period
from chatbot.retrieval.dense import DenseSearch
from tests.conftest import document

Ingest = Callable[..., list[Outcome]]

FERRY = (
    "The ferry Meridian struck a pier in Calder harbor on Monday evening, and fourteen passengers were hurt. "
    "Captain Ilse Brandt said that the port engine had failed two minutes before the impact. "
    "The harbor master closed the eastern quay until divers have looked at the piles. "
    "Passengers described a long grinding noise and then darkness, as the lights of the saloon went out. "
    "An inquiry led by the coast guard will begin on Thursday and is expected to take six weeks."
)


def test_ingesting_again_changes_nothing(library: Library, ingest: Ingest) -> None:
    ferry = document("/news/ferry.txt", FERRY, title="Ferry strikes pier")
    assert [outcome.change for outcome in ingest(ferry)] == [Change.NEW]
    passages, articles = library.passages.count(), len(library)

    assert [outcome.change for outcome in ingest(ferry)] == [Change.UNCHANGED]

    assert (library.passages.count(), len(library)) == (passages, articles)
    assert len(library.lexical) == passages


def test_more_articles_than_fit_one_write_are_stored(
    library: Library, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    store = library._articles.upsert
    monkeypatch.setattr(library, "_batch_size", 2)
    monkeypatch.setattr(library._articles, "upsert", lambda **rows: (sizes.append(len(rows["ids"])), store(**rows)))
    outcomes = ingest(*(document(f"/{number}.txt", f"Headline number {number}.") for number in range(5)))
    assert [outcome.change for outcome in outcomes] == [Change.NEW] * 5
    assert (sizes, len(library)) == ([2, 2, 1], 5)


def test_another_text_becomes_a_new_version_and_the_old_one_still_resolves(library: Library, ingest: Ingest) -> None:
    first = document("/news/ferry.txt", FERRY)
    name = ingest(first)[0].article_id
    ingest(replace(first, text=FERRY.replace("fourteen", "twenty-three")))

    assert library.get(name).version == 2
    assert "fourteen" in library.get(name, 1).text
    assert not library.lexical.search("fourteen", 5), "passages are those of the newest version"
    assert library.lexical.search("twenty three", 5)


def test_the_same_url_is_the_same_article_whatever_its_tracking_parameters(ingest: Ingest) -> None:
    one = document("/a.html", FERRY, url="https://courier.example/ferry?utm_source=mail#top")
    other = document("/b.html", FERRY + " It rained.", url="https://courier.example/ferry")
    assert [outcome.change for outcome in ingest(one, other)] == [Change.NEW, Change.NEW_VERSION]


def test_the_day_of_the_last_change_stands_in_for_an_unknown_day_of_publication(
    library: Library, ingest: Ingest
) -> None:
    changed = datetime(2025, 3, 19, tzinfo=UTC)
    first, second = ingest(
        document("/a.txt", FERRY, updated=changed),
        document("/b.txt", "Rates rose by a quarter.", published=datetime(2025, 3, 1, tzinfo=UTC), updated=changed),
    )
    assert library.get(first.article_id).metadata.published == changed
    assert library.get(second.article_id).metadata.published == datetime(2025, 3, 1, tzinfo=UTC)


def test_a_wire_copy_is_linked_to_the_first_and_takes_its_place_when_that_is_deleted(
    library: Library, ingest: Ingest
) -> None:
    copy = FERRY.replace("long grinding", "deep grinding")
    original, linked, unrelated = ingest(
        document("/one.txt", FERRY),
        document("/two.txt", copy),
        document("/three.txt", "Rates rose by a quarter point."),
    )
    assert linked.duplicate_of == original.article_id
    assert not unrelated.duplicate_of

    library.delete(original.article_id)

    assert not library.get(linked.article_id).duplicate_of


def test_a_copy_in_a_later_run_is_linked_too(ingest: Ingest) -> None:
    original = ingest(document("/one.txt", FERRY))[0]
    assert ingest(document("/two.txt", FERRY + " More soon."))[0].duplicate_of == original.article_id


def test_a_copy_with_many_versions_stays_linked(library: Library, ingest: Ingest) -> None:
    """Its own versions and those of its original are all nearer than anything else."""
    for edition in range(5):
        original = ingest(document("/one.txt", f"{FERRY} Update {edition}."))[0]
    for edition in range(5):
        copy = ingest(document("/two.txt", f"{FERRY} Newest {edition}."))[0]
        assert copy.duplicate_of == original.article_id, edition


def test_what_is_no_copy_any_more_does_not_take_the_place_of_a_deleted_original(
    library: Library, ingest: Ingest
) -> None:
    original = ingest(document("/one.txt", FERRY))[0]
    former, copy = ingest(document("/former.txt", FERRY + " More soon."), document("/copy.txt", FERRY + " More."))
    assert former.duplicate_of == copy.duplicate_of == original.article_id
    ingest(document("/former.txt", "The council of Dunmore approved a budget of 48 million dollars on Tuesday."))
    library.delete(original.article_id)
    assert not library.get(former.article_id).duplicate_of
    assert not library.get(copy.article_id).duplicate_of
    assert {stored.story for stored in library.passages_of([former.article_id])} == {former.article_id}


def test_deleting_leaves_nothing_in_any_file(tmp_path: Path, encoder: SentenceEncoder) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, encoder.fingerprint) as library:
        secret = document("/secret.txt", FERRY.replace("Meridian", "Quokkastone"), title="Quokkastone adrift")
        kept = document("/kept.txt", "The council of Dunmore approved a budget of 48 million dollars on Tuesday.")
        outcomes = list(Ingestor(library, encoder).run([secret, kept]))
        library.delete(outcomes[0].article_id)
        assert len(library.lexical.search("council budget", 5)) == 1
        with pytest.raises(ArticleNotFound):
            library.get(outcomes[0].article_id)

    for path in folder.rglob("*"):
        if path.is_file():
            assert b"uokkastone" not in path.read_bytes(), path

    with Library.open(folder, encoder.fingerprint) as library:
        assert library.get(outcomes[1].article_id).text == kept.text
        near = library.passages.query(query_embeddings=encoder.encode(["budget of the council"]), n_results=5)
        assert len(near["ids"][0]) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=400).filter(lambda text: "\0" not in text and text.strip()))
def test_every_stored_passage_and_sentence_equals_the_article_at_its_offsets(
    library: Library, encoder: SentenceEncoder, text: str
) -> None:
    outcome = next(Ingestor(library, encoder).run([Document(f"/{hash(text)}.txt", text)]))
    article = library.get(outcome.article_id)
    assert article.text == text
    ids = library.passages.get(where={"article_id": article.id}, include=[])["ids"]
    for stored in library.passages_by_id(ids).values():
        assert stored.passage.span.of(article.text) == stored.passage.text
        for span in stored.sentences:
            assert stored.passage.start <= span.start < span.end <= stored.passage.end


def test_filters_agree_in_both_indexes(library: Library, ingest: Ingest, encoder: SentenceEncoder) -> None:
    from chatbot.retrieval.dense import DenseSearch

    ingest(
        document("/a", FERRY, publisher="The Courier", authors=("Ann Ode",), published="2025-03-01"),
        document("/b", "The ferry line bought a new boat in Oslo.", publisher="Tribune", published="2025-03-09"),
        document("/c", "A ferry without a date or a publisher sank nowhere."),
    )
    cases = {
        Filters(publishers=("the courier",)): 1,
        Filters(authors=("ANN ODE",)): 1,
        Filters(authors=("Nobody", "Ann Ode")): 1,
        Filters(period=Period(document("", "", published="2025-03-05").metadata.published)): 1,
        Filters(period=Period(None, document("", "", published="2025-03-05").metadata.published)): 1,
        Filters(publishers=("The Courier", "Tribune")): 2,
        Filters(publishers=("Nobody",)): 0,
        Filters(): 3,
    }
    vector = encoder.encode(["ferry"])[0]
    for filters, expected in cases.items():
        dense = {hit.stored.passage.id for hit in DenseSearch(library).search(vector, 10, filters)}
        lexical = {hit.passage_id for hit in library.lexical.search("ferry", 10, filters)}
        assert dense == lexical, filters
        assert len(dense) == expected, filters


def test_a_second_opener_is_told_who_holds_the_library(library: Library) -> None:
    with pytest.raises(LibraryLocked, match="CHATBOT_CHROMA_URL"):
        Library.open(library.directory, "other")


def test_another_embedding_model_is_refused(tmp_path: Path) -> None:
    Library.open(tmp_path, "model-a").close()
    with pytest.raises(LibraryMismatch, match="model-a"):
        Library.open(tmp_path, "model-b")


def test_killed_between_writing_a_deletion_and_noting_it_the_library_opens_and_changes(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    note = tmp_path / "lexical" / "meta.json"
    ferry = document("/news/ferry.txt", FERRY)
    with Library.open(tmp_path, encoder.fingerprint) as library:
        outcomes = list(Ingestor(library, encoder).run([ferry, document("/news/tram.txt", "The tram line reopened.")]))
        before = note.read_text(encoding="utf-8")
        library.lexical.remove_articles([outcomes[0].article_id])
    note.write_text(before, encoding="utf-8")

    with Library.open(tmp_path, encoder.fingerprint) as library:
        library.lexical.remove_articles([outcomes[0].article_id])
        assert len(library.lexical.search("tram line", 3)) == 1


def test_a_lost_or_damaged_lexical_index_is_rebuilt(tmp_path: Path, encoder: SentenceEncoder) -> None:
    with Library.open(tmp_path, encoder.fingerprint) as library:
        list(Ingestor(library, encoder).run([document("/a", FERRY)]))
        count = len(library.lexical)
    (tmp_path / "lexical" / "meta.json").write_text("{broken", encoding="utf-8")
    with Library.open(tmp_path, encoder.fingerprint) as library:
        assert len(library.lexical) == count > 0
        assert library.lexical.search("grinding noise", 3)


def test_what_an_interrupted_change_left_is_repaired_on_opening(tmp_path: Path, encoder: SentenceEncoder) -> None:
    with Library.open(tmp_path, encoder.fingerprint) as library:
        whole = next(Ingestor(library, encoder).run([document("/a", FERRY)]))
        library.passages.add(
            ids=["feedfacefeedface@1:0-4"],
            embeddings=np.ones((1, 384), dtype=np.float32),
            documents=["Half"],
            metadatas=[{"article_id": "feedfacefeedface", "version": 1}],
        )
        (tmp_path / "pending.json").write_text('["feedfacefeedface"]', encoding="ascii")
    with Library.open(tmp_path, encoder.fingerprint) as library:
        assert not library.passages.get(where={"article_id": "feedfacefeedface"})["ids"]
        assert library.get(whole.article_id).text == FERRY
        assert len(library.lexical) == library.passages.count()


def test_the_list_of_articles_is_read_once_and_again_after_every_change(
    library: Library, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    read = library._read_summaries
    monkeypatch.setattr(library, "_read_summaries", lambda: (reads.append(1), read())[1])

    def sources() -> list[str]:
        listed = library.summaries()
        assert library.summaries() == listed
        names = [summary.source for summary in listed]
        listed.clear()
        return names

    assert sources() == []
    (outcome,) = ingest(document("/news/ferry.txt", FERRY))
    assert sources() == ["/news/ferry.txt"]
    library.delete(outcome.article_id)
    assert sources() == []
    assert len(reads) == 3


def test_a_database_that_is_damaged_while_open_is_named_in_a_library_error(library: Library, ingest: Ingest) -> None:
    ingest(document("/news/ferry.txt", FERRY))
    database = library.directory / "chroma" / "chroma.sqlite3"
    whole = database.read_bytes()
    database.write_bytes(bytes(len(whole)))

    with pytest.raises(LibraryError, match="could not be read or changed"):
        library.summaries()
    with pytest.raises(LibraryError, match="could not be read or changed"):
        DenseSearch(library).search(np.ones(384, np.float32), 3, Filters(publishers=("Nobody",)))

    database.write_bytes(whole)
    assert len(library) == 1


def test_an_evening_article_keeps_the_date_of_its_own_time_zone(library: Library, ingest: Ingest) -> None:
    evening = datetime(2025, 3, 4, 19, 30, tzinfo=timezone(timedelta(hours=-5)))
    name = ingest(document("/news/ferry.txt", FERRY, published=evening))[0].article_id
    published = library.get(name).metadata.published
    assert published == evening
    assert published.date() == evening.date()


EVENING = "2025-07-01T23:30:00-05:00"
"""In UTC the next day."""
MORNING = "2025-07-02T01:00:00+09:00"
"""In UTC the day before."""
DAYS = {"/washington": EVENING, "/tokyo": MORNING, "/utc": "2025-07-01", "/midnight": "2025-07-02T00:00:00+05:45"}


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2025-07-01", "2025-07-02", {"/washington", "/utc"}),
        ("2025-07-02", "2025-07-03", {"/tokyo", "/midnight"}),
        ("2025-07-02", None, {"/tokyo", "/midnight"}),
        (None, "2025-07-02", {"/washington", "/utc"}),
        ("2025-07-01T16:00:00+00:00", None, {"/washington", "/tokyo", "/midnight"}),
        (None, "2025-07-01T16:00:00+00:00", {"/utc"}),
        ("2025-07-02T04:30:00+00:00", "2025-07-02T04:30:01+00:00", {"/washington"}),
        ("2025-07-02", "2025-07-02T04:30:01+00:00", {"/tokyo", "/midnight"}),
        ("2025-07-02T00:00:00+09:00", None, {"/tokyo", "/midnight"}),
        (None, "2025-07-02T00:00:00-11:00", {"/washington", "/utc"}),
    ],
)
def test_an_article_is_found_under_the_day_that_is_shown_for_it_in_both_indexes_and_in_lists(
    library: Library, ingest: Ingest, encoder: SentenceEncoder, since: str | None, until: str | None, expected: set[str]
) -> None:
    ingest(*(document(name, f"The ferry of {name[1:]} sank at the pier.", published=at) for name, at in DAYS.items()))
    sources = {f"{item.id}@1": item.source for item in library.summaries()}
    ends = (document("", "", published=end).metadata.published for end in (since, until))
    filters = Filters(Period(*ends))
    dense = DenseSearch(library).search(encoder.encode(["ferry"])[0], 10, filters)
    lexical = library.lexical.search("ferry", 10, filters)
    assert {sources[hit.stored.passage.article_key] for hit in dense} == expected
    assert {sources[hit.passage_id.partition(":")[0]] for hit in lexical} == expected
    assert {item.source for item in library.summaries() if fits(item, filters)} == expected


def test_a_time_zone_that_no_place_has_counts_as_utc_everywhere(
    library: Library, ingest: Ingest, encoder: SentenceEncoder
) -> None:
    """However many zones sources state, a search by days names those of the world at most."""
    odd = [timezone(timedelta(minutes=-301)), timezone(timedelta(seconds=17)), timezone(timedelta(hours=-15))]
    ingest(*(document(f"/{at}", FERRY, published=datetime(2025, 7, 1, 23, 30, tzinfo=at)) for at in odd))
    assert library.zone_offsets() == {0}
    for summary in library.summaries():
        assert summary.metadata.published is not None
        day = datetime.combine(summary.metadata.published.date(), datetime.min.time(), UTC)
        filters = Filters(Period(day, day + timedelta(days=1)), article_ids=(summary.id,))
        assert fits(summary, filters)
        assert DenseSearch(library).search(encoder.encode(["ferry"])[0], 10, filters)
        assert library.lexical.search("ferry", 10, filters)


def test_pieces_of_opinion_can_be_left_out_and_what_is_not_known_stays(
    library: Library, ingest: Ingest, encoder: SentenceEncoder
) -> None:
    ingest(
        document("/column", "The ferry should never have sailed, and everybody knew it.", opinion=True),
        document("/report", "The ferry sailed at nine.", opinion=False),
        document("/unknown", "A ferry sailed at noon."),
    )
    filters = Filters(without_opinion=True)
    kept = {item.source: f"{item.id}@1" for item in library.summaries() if fits(item, filters)}
    assert kept.keys() == {"/report", "/unknown"}
    dense = DenseSearch(library).search(encoder.encode(["ferry"])[0], 10, filters)
    lexical = library.lexical.search("ferry", 10, filters)
    assert {hit.stored.passage.article_key for hit in dense} == set(kept.values())
    assert {hit.passage_id.partition(":")[0] for hit in lexical} == set(kept.values())
    assert {item.metadata.opinion for item in library.summaries()} == {True, False, None}


def summary(article_id: str, title: str = "") -> ArticleSummary:
    return ArticleSummary(article_id, 1, "/a.txt", Metadata(title), datetime(2025, 1, 1, tzinfo=UTC), "", 1, 1)


NAMED = [summary("1a2b3c4d5e6f7a8b", "Ferry\nsinks"), summary("1a2b3c4d5e6f7a8c"), summary("1a2bffffffffffff", "Bread")]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("1a2b3c4d5e6f7a8b", 0),
        ("1A2B3C4D5E6F7A8C", 1),
        ("1a2bf", 2),
        (" 1a2bff ", 2),
    ],
)
def test_an_article_is_named_by_its_id_or_by_the_first_characters_of_it(name: str, found: int) -> None:
    assert resolve_id(name, NAMED) == NAMED[found].id


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "too short.*at least 4"),
        ("1a2", "too short.*at least 4"),
        ("%", "too short"),
        ("2b3c", "no article '2b3c'.*articles list"),
        ("1a2b3c4d5e6f7a8b9", "no article"),
        ("1a2b", "3 articles.*1a2b3c4d5e6f7a8b “Ferry sinks”; 1a2b3c4d5e6f7a8c “/a.txt”; 1a2bffffffffffff “Bread”"),
        ("1a2b3c", "2 articles"),
    ],
)
def test_a_name_that_names_no_article_or_several_is_answered_with_what_helps(name: str, told: str) -> None:
    with pytest.raises(ArticleNotFound, match=f"(?s){told}"):
        resolve_id(name, NAMED)


def test_of_many_articles_with_such_ids_the_first_are_named_by_as_few_characters_as_tell_them_apart() -> None:
    many = [summary(f"abcd{number:x}{'0' * 11}", "T" * 300) for number in range(9)]
    with pytest.raises(ArticleNotFound) as told:
        resolve_id("abcd", many)
    assert told.value.remedy.count("“") == 5
    assert "abcd0 “" in told.value.remedy
    assert told.value.remedy.endswith("; and 4 more.")
    assert len(told.value.remedy) < 600


def test_a_version_is_named_behind_the_first_characters(library: Library, ingest: Ingest) -> None:
    name = ingest(document("/news/ferry.txt", FERRY))[0].article_id
    ingest(document("/news/ferry.txt", FERRY + " It rained."))
    assert [library.find(f"{name[:6]}{version}").version for version in ("", "@1", "@2")] == [2, 1, 2]
    for wrong in ("@", "@3", "@0", "@x", "@²", "@99999999999999999999999"):
        with pytest.raises(ArticleNotFound):
            library.find(f"{name[:6]}{wrong}")
