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
