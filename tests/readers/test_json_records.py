"""JSON and JSON lines: every good record is read, every bad one is reported at its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from chatbot.errors import ReadError, SourceTooLarge, UnreadableSource
from chatbot.library.readers import ReadResult, read_bytes
from chatbot.records import Metadata

RECORD = {
    "url": "https://post.example/1",
    "title": "Rail strike",
    "author": "Ann Lee; Kim Ode",
    "source": {"id": None, "name": "The Post"},
    "publishedAt": "2025-03-18T09:30:00Z",
    "updated_at": None,
    "language": "en",
    "content": "Trains stood still.\r\nAll day.",
}


def read(value: object, suffix: str = ".json") -> ReadResult:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read_bytes(data, "/n.json", suffix)


def test_all_fields_of_a_record() -> None:
    (document,) = read(RECORD).documents
    assert document.source == "/n.json"
    assert document.text == "Trains stood still.\nAll day."
    assert document.metadata == Metadata(
        title="Rail strike",
        authors=("Ann Lee", "Kim Ode"),
        publisher="The Post",
        published=datetime(2025, 3, 18, 9, 30, tzinfo=UTC),
        language="en",
        url="https://post.example/1",
    )


@pytest.mark.parametrize("name", ["text", "body", "content", "Text"])
@pytest.mark.parametrize("date", ["published", "published_at", "date"])
def test_names_of_text_and_date(name: str, date: str) -> None:
    (document,) = read({name: "Trains.", date: "2025-03-18", "authors": [{"name": "A"}, "B"]}).documents
    assert document.text == "Trains."
    assert document.metadata.published == datetime(2025, 3, 18, tzinfo=UTC)
    assert document.metadata.authors == ("A", "B")
    assert document.metadata.title == "Trains."


@pytest.mark.parametrize("wrap", [lambda records: records, lambda records: {"status": "ok", "articles": records}])
def test_good_records_are_read_and_bad_ones_reported(wrap: object) -> None:
    records = [
        RECORD,
        {"title": "no text"},
        7,
        {**RECORD, "date": None, "published": "soon"},
        {"text": "Fine."},
        {"text": " "},
    ]
    found = read(wrap(records))  # type: ignore[operator]
    assert [document.source for document in found.documents] == ["/n.json#1", "/n.json#5"]
    assert [failure.source for failure in found.failures] == [f"/n.json#{number}" for number in (2, 3, 4, 6)]
    assert "'published'" in found.failures[2].error.reason


def test_lines_are_numbered_as_in_an_editor() -> None:
    lines = b'\xef\xbb\xbf{"text": "One."}\n\n{"text": \n{"text": "Two.\\u2028More."}\r\n'
    found = read(lines, ".jsonl")
    assert [(document.source, document.text) for document in found.documents] == [
        ("/n.json#1", "One."),
        ("/n.json#4", "Two.\u2028More."),
    ]
    assert [failure.source for failure in found.failures] == ["/n.json#3"]


def test_ids_name_records_wherever_they_stand() -> None:
    first = read([{"id": "a", "text": "One."}, {"id": 7, "text": "Two."}])
    later = read([{"text": "New."}, {"id": 7, "text": "Two."}, {"id": "a", "text": "One."}])
    assert {d.source: d.text for d in first.documents}.items() <= {d.source: d.text for d in later.documents}.items()
    assert first.documents[0].source == "/n.json#id=a"


def test_a_repeated_id_is_a_failure() -> None:
    found = read([{"id": 1, "text": "One."}, {"id": 1, "text": "Other."}])
    assert [document.text for document in found.documents] == ["One."]
    assert [failure.source for failure in found.failures] == ["/n.json#2"]


@pytest.mark.parametrize("text", ["half \ud800 pair", "NUL \0 inside"])
def test_text_that_cannot_be_stored_is_refused(text: str) -> None:
    with pytest.raises(UnreadableSource, match="not text"):
        read({"text": text})


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"{", UnreadableSource),
        (b"[]", UnreadableSource),
        (b'"text"', UnreadableSource),
        (b"1" * 5000, UnreadableSource),
        (b"[" * 100_000, SourceTooLarge),
        (b'{"articles": []}', UnreadableSource),
    ],
)
def test_files_that_are_no_articles(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error):
        read(data)


def test_one_deep_line_spoils_only_itself() -> None:
    found = read(b"[" * 100_000 + b'\n{"text": "Fine."}', ".jsonl")
    assert len(found.documents) == len(found.failures) == 1


def test_markup_in_a_text_becomes_text_and_is_told() -> None:
    found = read({"title": "Strike &#8211; day two", "text": "<p>Trains <b>stood</b> still.</p><p>All day.</p>"})
    (document,) = found.documents
    assert (document.text, document.metadata.title) == ("Trains stood still.\n\nAll day.", "Strike – day two")
    assert any("HTML" in note for note in document.notes)


def test_a_text_about_markup_stays_as_it_is() -> None:
    text = "The <b> element & the <i> element, said AT&T."
    (document,) = read({"title": "On <b> & more", "text": text}).documents
    assert (document.text, document.metadata.title, document.notes) == (text, "On <b> & more", ())


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("<p>Trains</p>", "<p>Trains</p>"),
        ("The <b> element", "The <b> element"),
        ("Ann&#8217;s &ldquo;train&rdquo;", "Ann’s “train”"),
    ],
)
def test_a_title_beside_plain_text_stays_as_it_is_but_for_references(title: str, read_as: str) -> None:
    (document,) = read({"title": title, "text": "Trains."}).documents
    assert document.metadata.title == read_as


def test_articles_of_wordpress() -> None:
    post = {
        "id": 5,
        "date": "2025-03-18T10:30:00",
        "date_gmt": "2025-03-18T09:30:00",
        "modified_gmt": "2025-03-19T00:00:00",
        "link": "https://post.example/5",
        "author": 17,
        "title": {"rendered": "Trains &#038; buses"},
        "content": {"rendered": "Trains stood still &lt;all day&gt;.", "protected": False},
        "_embedded": {"author": [{"id": 17, "name": "Ann Lee"}]},
    }
    (document,) = read([post]).documents
    assert document.text == "Trains stood still <all day>."
    assert document.metadata == Metadata(
        title="Trains & buses",
        authors=("Ann Lee",),
        published=datetime(2025, 3, 18, 9, 30, tzinfo=UTC),
        updated=datetime(2025, 3, 19, tzinfo=UTC),
        url="https://post.example/5",
    )


def test_a_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Post",
        "language": "en-GB",
        "items": [
            {
                "id": "https://post.example/1",
                "url": "https://post.example/1",
                "title": "One",
                "content_html": "Trains &amp; buses stood still.",
                "date_published": "2025-03-18T09:30:00Z",
                "date_modified": "2025-03-19T00:00:00Z",
                "authors": [{"name": "Ann Lee"}],
            },
            {"id": "2", "content_text": "Use <p> & stand still.", "language": "de"},
        ],
    }
    first, second = read(feed).documents
    assert (first.text, first.metadata.authors, first.metadata.publisher) == (
        "Trains & buses stood still.",
        ("Ann Lee",),
        "The Post",
    )
    assert first.metadata.published == datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
    assert first.metadata.updated == datetime(2025, 3, 19, tzinfo=UTC)
    assert (second.text, second.metadata.language) == ("Use <p> & stand still.", "de")


@pytest.mark.parametrize("key", ["items", "posts", "data", "results", "entries", "documents", "Articles"])
def test_lists_under_well_known_keys(key: str) -> None:
    assert [document.text for document in read({"ok": True, key: [{"text": "A."}, {"text": "B."}]}).documents] == [
        "A.",
        "B.",
    ]
    nested = {"response": {"total": 1, key: [{"body": "C."}]}}
    assert [document.text for document in read(nested).documents] == ["C."]


def test_an_article_that_has_a_list_is_one_article() -> None:
    (document,) = read({"text": "Whole.", "items": [{"text": "A."}]}).documents
    assert document.text == "Whole."


def test_fields_of_services() -> None:
    guardian = {
        "webTitle": "Strike",
        "webUrl": "https://g.example/1",
        "webPublicationDate": "2025-03-18T09:30:00Z",
        "fields": {"bodyText": "Trains stood still."},
    }
    linked = {"headline": "Strike", "articleBody": "Trains.", "datePublished": "2025-03-18T09:30Z", "inLanguage": "en"}
    data = {"title": "Strike", "content": "Trains.", "pubDate": "2025-03-18 09:30:00", "language": "english"}
    for record in (guardian, linked, data | {"creator": ["Ann Lee"]}):
        (document,) = read([record]).documents
        assert document.metadata.title == "Strike"
        assert document.metadata.published == datetime(2025, 3, 18, 9, 30, tzinfo=UTC)


def test_a_text_that_the_service_cut_off_is_told() -> None:
    (document,) = read({"text": "Trains stood still … [+1234 chars]"}).documents
    assert any("cut" in note for note in document.notes)


def test_what_is_no_number_in_json_counts_as_absent() -> None:
    data = b'[{"text": "A.", "title": NaN, "date": NaN, "score": -Infinity}, {"text": NaN}, {"n": %s, "text": "B."}]'
    found = read(data % (b"9" * 6000))
    assert [(document.text, document.metadata.title) for document in found.documents] == [("A.", "A."), ("B.", "B.")]
    assert [failure.source for failure in found.failures] == ["/n.json#2"]


def test_a_date_that_can_be_read_in_two_ways_costs_the_date_and_not_the_article() -> None:
    first, second = read([{"text": "A.", "date": "03/04/2025"}, {"text": "B.", "date": 1742290200}]).documents
    assert first.metadata.published is None
    assert any("'date'" in note for note in first.notes)
    assert (second.metadata.published, second.notes) == (datetime(2025, 3, 18, 9, 30, tzinfo=UTC), ())
    (british,) = read({"text": "A.", "date": "03/04/2025", "language": "en-GB"}).documents
    assert british.metadata.published == datetime(2025, 4, 3, tzinfo=UTC)
