"""Word documents: paragraphs, tables, core properties, and hostile archives."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument

from chatbot.errors import SourceTooLarge, UnreadableSource, UnsupportedFormat
from chatbot.library.readers import read_bytes, word
from chatbot.records import Document


def written() -> WordDocument:
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.language, properties.title = "Ann Lee; Kim Ode", "en-GB", ""
    properties.created, properties.modified = datetime(2025, 3, 18, 9, 30), datetime(2025, 3, 19)  # noqa: DTZ001
    document.add_heading("River rises", level=1)
    document.add_paragraph("The river rose by two metres.")
    document.add_paragraph("")
    table = document.add_table(rows=2, cols=3)
    for at, text in enumerate(["Town", "Level", "Roads", "Aden", "2.1 m", ""]):
        table.cell(at // 3, at % 3).text = text
    table.cell(1, 1).merge(table.cell(1, 2))
    document.add_paragraph("Schools stay open.")
    return document


def saved(document: WordDocument) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def read(data: bytes) -> Document:
    (document,) = read_bytes(data, "/saved/river_report.docx", ".docx").documents
    return document


def test_paragraphs_and_table_rows_in_order() -> None:
    assert read(saved(written())).text == (
        "River rises\n\nThe river rose by two metres.\n\nTown | Level | Roads\nAden | 2.1 m\n\nSchools stay open."
    )


def test_core_properties_become_metadata() -> None:
    metadata = read(saved(written())).metadata
    assert (metadata.title, metadata.authors, metadata.language) == ("River rises", ("Ann Lee", "Kim Ode"), "en")
    assert metadata.published == datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
    assert metadata.updated == datetime(2025, 3, 19, tzinfo=UTC)


def test_the_stated_title_comes_first() -> None:
    document = written()
    document.core_properties.title = "The stated title"
    assert read(saved(document)).metadata.title == "The stated title"


def archive(**parts: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), data)
    return target.getvalue()


def test_archives_that_unpack_to_too_much_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(SourceTooLarge, match="unpacks"):
        read(archive(word__document_xml=b"0" * 1_000_001))


def test_a_false_size_in_the_archive_gains_nothing() -> None:
    honest = archive(word__document_xml=b"0" * 1_000_000)
    lying = honest.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(UnreadableSource, match="damaged"):
        read(lying)


def test_other_archives_and_damage() -> None:
    with pytest.raises(UnsupportedFormat, match="zip archive"):
        read(archive(readme_txt=b"hello"))
    with pytest.raises(UnreadableSource, match="damaged"):
        read(archive(word__document_xml=b"<broken"))
    whole = saved(written())
    for cut in (10, len(whole) // 2, len(whole) - 5):
        with pytest.raises(UnreadableSource, match="damaged"):
            read(whole[:cut])
    with pytest.raises(UnreadableSource, match="no text"):
        read(saved(docx.Document()))


def test_external_entities_are_inert() -> None:
    document = zipfile.ZipFile(BytesIO(saved(written())))
    attack = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in document.namelist():
            data = document.read(name)
            if name == "word/document.xml":
                head, _, rest = data.partition(b"?>")
                data = head + b"?>" + attack + rest.replace(b"two metres", b"&x;")
            file.writestr(name, data)
    assert "root:" not in read(target.getvalue()).text
