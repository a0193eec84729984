"""Word documents whose package is unlike the usual one, or damaged beside the text: the text is read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from chatbot.errors import ReadError, UnreadableSource, UnsupportedFormat
from chatbot.library.readers import read_bytes, read_file
from chatbot.records import Document
from tests.readers.test_word import saved, written

TEXT = "River rises\n\nThe river rose by two metres.\n\nTown | Level | Roads\nAden | 2.1 m\n\nSchools stay open."
MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONSHIPS = "word/_rels/document.xml.rels"
WHOLE = saved(written())

Change = Callable[[bytes], bytes]


def packed(
    changes: Mapping[str, Change] | None = None,
    *,
    without: tuple[str, ...] = (),
    renamed: Mapping[str, str] | None = None,
    added: Mapping[str, bytes] | None = None,
) -> bytes:
    source, target = zipfile.ZipFile(BytesIO(WHOLE)), BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            if name not in without:
                data = (changes or {}).get(name, bytes)(source.read(name))
                file.writestr((renamed or {}).get(name, name), data)
        for name, data in (added or {}).items():
            file.writestr(name, data)
    return target.getvalue()


def replaced(before: bytes, after: bytes) -> Change:
    def change(data: bytes) -> bytes:
        assert before in data
        return data.replace(before, after)

    return change


def relating(target: bytes, kind: bytes = b"image", mode: bytes = b"Internal") -> Change:
    relationship = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
        b'Target="%s" TargetMode="%s"/></Relationships>' % (kind, target, mode)
    )
    return replaced(b"</Relationships>", relationship)


def read(data: bytes, suffix: str = ".docx") -> Document:
    (document,) = read_bytes(data, f"/saved/river_report{suffix}", suffix).documents
    return document


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        (b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", ".dotx"),
        (b"application/vnd.ms-word.document.macroEnabled.main+xml", ".docm"),
        (b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", ".dotm"),
        (b"application/vnd.ms-word.document.macroEnabled.main+xml", ".docx"),
        (b"application/xml", ".docx"),
    ],
)
def test_templates_and_documents_with_macros(kind: bytes, suffix: str, tmp_path: Path) -> None:
    data = packed({"[Content_Types].xml": replaced(MAIN_TYPE, kind)}, added={"word/vbaProject.bin": b"macros"})
    document = read(data, suffix)
    assert (document.text, document.metadata.authors) == (TEXT, ("Ann Lee", "Kim Ode"))
    (tmp_path / f"a{suffix}").write_bytes(data)
    assert read_file(tmp_path / f"a{suffix}").documents[0].text == TEXT


@pytest.mark.parametrize("target", [b"NULL", b"media/gone.png", b"/word/NULL", b"../../../etc/passwd", b"", b"%00"])
@pytest.mark.parametrize("mode", [b"Internal", b"External", b"Elsewhere"])
@pytest.mark.parametrize("kind", [b"image", b"styles", b"settings", b"attachedTemplate", b"footnotes"])
def test_relationships_that_lead_nowhere(target: bytes, mode: bytes, kind: bytes) -> None:
    assert read(packed({RELATIONSHIPS: relating(target, kind, mode)})).text == TEXT


@pytest.mark.parametrize("target", [b"/word/main.xml", b"word/main.xml", b"./word/main.xml", b"word/../word/Main.xml"])
def test_a_main_part_of_another_name(target: bytes) -> None:
    names = {"word/document.xml": "word/main.xml", RELATIONSHIPS: "word/_rels/main.xml.rels"}
    changes = {
        "_rels/.rels": replaced(b"word/document.xml", target),
        "[Content_Types].xml": replaced(b"/word/document.xml", b"/word/main.xml"),
    }
    document = read(packed(changes, renamed=names))
    assert (document.text, document.metadata.title) == (TEXT, "River rises")
    assert read(packed({**changes, "_rels/.rels": lambda _: b"<broken"}, renamed=names)).text == TEXT


def test_names_with_the_wrong_slash_and_in_capitals() -> None:
    names = {"word/document.xml": "word\\document.xml", "word/styles.xml": "Word/Styles.XML"}
    assert read(packed(renamed=names)).metadata.title == "River rises"


def strict(data: bytes) -> bytes:
    data = data.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    return data.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
    )


PARTS = ("word/document.xml", "word/styles.xml", "_rels/.rels", RELATIONSHIPS)


def test_strict_open_xml() -> None:
    document = read(packed(dict.fromkeys(PARTS, strict)))
    assert (document.text, document.metadata.title) == (TEXT, "River rises")


def test_strict_open_xml_in_utf_16() -> None:
    def wide(data: bytes) -> bytes:
        body = strict(data).decode().partition("?>")[2]
        return ('<?xml version="1.0" encoding="UTF-16"?>' + body).encode("utf-16")

    assert read(packed({**dict.fromkeys(PARTS, strict), "word/document.xml": wide})).text == TEXT


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", RELATIONSHIPS, "word/styles.xml"])
def test_parts_beside_the_text_may_be_missing_or_damaged(part: str) -> None:
    assert read(packed(without=(part,))).text == TEXT
    for damage in (b"", b"<broken", b"\xff\xfe\x00", b"<other/>"):
        assert read(packed({part: lambda _, damage=damage: damage})).text == TEXT  # type: ignore[misc]


def test_damaged_properties_are_not_stated() -> None:
    core = "docProps/core.xml"
    without = read(packed(without=(core,))).metadata
    assert (without.title, without.authors, without.published) == ("River rises", (), None)
    dated = read(packed({core: replaced(b"2025-03-18T09:30:00Z", b"the ides of March")})).metadata
    assert (dated.authors, dated.published, dated.updated) == (("Ann Lee", "Kim Ode"), None, None)
    for damage in (b"<broken", b"<other/>", b""):
        assert read(packed({core: lambda _, damage=damage: damage})).text == TEXT  # type: ignore[misc]
    edge = read(packed({core: replaced(b"2025-03-18T09:30:00Z", b"0001-01-01T00:00:00+14:00")}))
    assert edge.metadata.published is None


def test_a_damaged_checksum_beside_the_text() -> None:
    stored = BytesIO()
    with zipfile.ZipFile(stored, "w") as file, zipfile.ZipFile(BytesIO(WHOLE)) as source:
        for name in source.namelist():
            file.writestr(name, source.read(name))
    assert read(stored.getvalue().replace(b"Ann Lee", b"Ann Loe", 1)).text == TEXT


def test_notes_are_not_read() -> None:
    notes = b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1">'
    notes += b"<w:p><w:r><w:t>See the report.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    marked = replaced(b"two metres.</w:t>", b'two metres.</w:t><w:footnoteReference w:id="1"/>')
    changes = {"word/document.xml": marked, RELATIONSHIPS: relating(b"footnotes.xml", b"footnotes")}
    assert read(packed(changes, added={"word/footnotes.xml": notes})).text == TEXT


def test_other_office_documents_are_named_as_such() -> None:
    workbook = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    with pytest.raises(UnsupportedFormat, match="not a Word document"):
        read(packed({"word/document.xml": lambda _: workbook}))
    only = packed(
        {"_rels/.rels": replaced(b"word/document.xml", b"xl/workbook.xml")},
        without=("word/document.xml",),
        added={"xl/workbook.xml": workbook},
    )
    with pytest.raises(UnsupportedFormat, match="not a Word document"):
        read(only)


def test_errors_are_for_people() -> None:
    """No message shows an object of Python."""
    cases = [WHOLE[:-30], packed({"word/document.xml": lambda _: b"<broken"}), packed(without=("word/document.xml",))]
    for data in cases:
        with pytest.raises(ReadError) as caught:
            read(data)
        assert "river_report.docx" in str(caught.value)
        assert not any(sign in str(caught.value) for sign in ("<", "0x", "Error", "object"))
    with pytest.raises(UnreadableSource, match="damaged"):
        read(WHOLE[:-30])
