"""Plain text and Markdown: the body is kept exactly, the front matter becomes metadata, the encoding is found."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.errors import SourceTooLarge, UnreadableSource, UnsupportedFormat
from chatbot.library.readers import SUPPORTED_SUFFIXES, read_bytes, read_file
from chatbot.library.readers import result as limits
from chatbot.records import Document, Metadata

FRONT_MATTER = """---
title: "Ferry late: again"
publisher: Calder Courier
author: [Ann Lee, "Ode, Kim"]
published: 2025-03-18T16:40:00-04:00
updated: 2025-03-19
language: en-GB
url: https://courier.example/ferry
mood: grim
---
"""
BODY = "\nThe ferry was late.\n\n  It was *grey*.  \n"


def read(text: str | bytes, suffix: str = ".md", source: str = "/news/ferry-late_again.md") -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = read_bytes(data, source, suffix).documents
    return document


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_front_matter_becomes_metadata_and_the_body_stays_exact(suffix: str) -> None:
    document = read(FRONT_MATTER + BODY, suffix)
    assert document.text == BODY
    assert document.metadata == Metadata(
        title="Ferry late: again",
        authors=("Ann Lee", "Ode, Kim"),
        publisher="Calder Courier",
        published=datetime(2025, 3, 18, 20, 40, tzinfo=UTC),
        updated=datetime(2025, 3, 19, tzinfo=UTC),
        language="en",
        url="https://courier.example/ferry",
    )


# YAML has its own idea of some texts; a title stays what was written.
@pytest.mark.parametrize("title", ["2024", "yes", "1.10", "2025-03-18", "0x1F"])
def test_titles_are_never_taken_for_numbers_or_dates(title: str) -> None:
    assert read(f"---\ntitle: {title}\n---\nText.").metadata.title == title


@given(body=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1))
def test_any_body_after_front_matter_is_kept_character_by_character(body: str) -> None:
    if body.strip():
        assert read(f"---\ntitle: T\n---\n{body}").text == body


@pytest.mark.parametrize(
    "text",
    ["---\nA rule above, no end to it.\n", "---\njust a sentence\n---\nMore.\n", "----\ntitle: x\n---\nText.\n"],
)
def test_text_that_only_looks_like_front_matter_is_body(text: str) -> None:
    assert read(text).text == text


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("published: last Tuesday", "published"),
        ("updated: 2025-13-45", "updated"),
        ("language: klingon", "language"),
        ("url: javascript:alert(1)", "url"),
        ("url: 'http://[bad'", "url"),
        ("title: [a, b]", "title"),
        ("author: {first: Ann, last: [Lee]}\ntitle: {name: [x]}", "title"),
        (f"title: {'x' * 1001}", "title"),
    ],
)
def test_a_wrong_field_is_named(line: str, names: str) -> None:
    with pytest.raises(UnreadableSource, match=f"field '{names}'") as caught:
        read(f"---\n{line}\n---\nText.")
    assert caught.value.remedy


@pytest.mark.parametrize("block", ["title: a: b", "title: [", "a: " + "[" * 2000, "&a [*a, *b]"])
def test_broken_front_matter_is_refused(block: str) -> None:
    with pytest.raises(UnreadableSource, match="front matter"):
        read(f"---\n{block}\n---\nText.")


def test_yaml_tags_build_no_objects() -> None:
    document = read('---\ntitle: !!python/name:os.getcwd T\npublisher: !!python/str "P"\n---\nText.')
    assert (document.metadata.title, document.metadata.publisher) == ("T", "P")


def test_front_matter_has_a_size_limit() -> None:
    with pytest.raises(SourceTooLarge, match="front matter"):
        read("---\n" + "a: b\n" * 10_000 + "---\nText.")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The *ferry* is [late](http://x.example) #\n\nText.", "The ferry is late"),
        ("Intro line.\n\n# Late heading\n\nText.", "Late heading"),
        ("Under\n=====\n\nText.", "Under"),
        ("```\n# code\n```\n# Real\n\nText.", "Real"),
        ("## Part\n\nText that follows.", "## Part"),
        ("No heading at all, one paragraph.", "Ferry late again"),
    ],
)
def test_title_of_markdown(text: str, title: str) -> None:
    document = read(text)
    assert document.metadata.title == title
    assert document.text == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ferry is late\n\nIt came at noon.", "Ferry is late"),
        ("Ferry is late\nIt came at noon.", "Ferry late again"),
        ("Ferry is late\n\n", "Ferry late again"),
        ("x" * 151 + "\n\nMore.", "Ferry late again"),
    ],
)
def test_title_of_plain_text(text: str, title: str) -> None:
    assert read(text, ".txt").metadata.title == title


@pytest.mark.parametrize(
    "data",
    [
        "Café – “naïve”".encode(),
        b"\xef\xbb\xbf" + "Café – “naïve”".encode(),
        "Café – “naïve”".encode("utf-16"),
        b"\xfe\xff" + "Café – “naïve”".encode("utf-16-be"),
        "Café – “naïve”".encode("utf-32"),
    ],
)
def test_unicode_encodings(data: bytes) -> None:
    assert read(data, ".txt").text == "Café – “naïve”"


def test_eight_bit_text_is_detected() -> None:
    text = "Der Bürgermeister erklärte, dass die Brücke über den Fluss für größere Züge gesperrt bleibe. " * 5
    assert read(text.encode("cp1252"), ".txt").text == text


def test_a_declared_encoding_is_used_after_utf8() -> None:
    assert (
        read_bytes("Привет, мир".encode("koi8-r"), "/a.txt", "text/plain", "koi8-r").documents[0].text == "Привет, мир"
    )
    assert read_bytes("Привет".encode(), "/a.txt", "text/plain; charset=x", "koi8-r").documents[0].text == "Привет"


def test_line_ends_are_made_one() -> None:
    assert read(b"One.\r\nTwo.\rThree.", ".txt").text == "One.\nTwo.\nThree."


@pytest.mark.parametrize("data", [b"", b"  \n ", b"---\ntitle: x\n---\n \n", b"a\0b", bytes(range(256)) * 20])
def test_what_holds_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(data, ".txt")
    assert "/news/ferry" in caught.value.reason


@pytest.mark.parametrize(
    ("data", "suffix", "says"),
    [
        (b"%PDF-1.7 ...", ".txt", "PDF"),
        (b"PK\x03\x04....", ".md", "zip"),
        (b"<!DOCTYPE html><html>", ".txt", "web page"),
        (b"\x89PNG\r\n", ".md", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".docx", "Office"),
        (b"%PDF-1.7", ".docx", "PDF"),
    ],
)
def test_mislabelled_files_are_named(data: bytes, suffix: str, says: str) -> None:
    with pytest.raises(UnsupportedFormat, match=says):
        read_bytes(data, "/a", suffix)


def test_signature_check_is_fast_on_hostile_comments() -> None:
    data = b"<!-- -->" * 250 + b"text"
    assert read(data, ".txt").text == data.decode()


def test_unsupported_suffixes_name_the_supported(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b")
    with pytest.raises(UnsupportedFormat) as caught:
        read_file(tmp_path / "table.csv")
    assert all(suffix in caught.value.remedy for suffix in SUPPORTED_SUFFIXES)


def test_files_have_absolute_sources_and_any_case_of_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "NOTE.TXT").write_text("Hello there.")
    monkeypatch.chdir(tmp_path)
    assert read_file(Path("NOTE.TXT")).documents[0].source == str((tmp_path / "NOTE.TXT").resolve())


def test_missing_files_and_folders_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    for name in ("absent.txt", "folder.txt"):
        with pytest.raises(UnreadableSource, match=name):
            read_file(tmp_path / name)


def test_sizes_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(limits.MAX_SOURCE_BYTES + 1)
    with pytest.raises(SourceTooLarge, match="50,000,001 bytes"):
        read_file(path)
    monkeypatch.setattr(limits, "MAX_TEXT_CHARACTERS", 10)
    with pytest.raises(SourceTooLarge, match="11 characters"):
        read("eleven char", ".txt")
