"""Word documents: paragraphs, tables, core properties, and hostile archives."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml

from chatbot.errors import SourceTooLarge, UnreadableSource, UnsupportedFormat
from chatbot.library.readers import read_bytes, word_package
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


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_what_a_reader_sees_is_read_and_what_is_struck_out_is_not() -> None:
    """Tracked insertions and deletions, moved words, content controls around words, blocks, rows and cells."""
    document = docx.Document()
    row = "<w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>{}</w:tr>"
    cell = "<w:tc>{}<w:p/></w:tc>"
    nested = f"<w:tbl>{row.format('Inner', '')}</w:tbl>"
    block = f"""<w:sdt xmlns:w="{W}"><w:sdtContent>
    <w:p><w:r><w:t xml:space="preserve">The river </w:t></w:r><w:ins w:id="1"><w:r><w:t>rose</w:t></w:r></w:ins>
    <w:del w:id="2"><w:r><w:delText>fell</w:delText></w:r></w:del>
    <w:moveFrom w:id="3"><w:r><w:t>moved away</w:t></w:r></w:moveFrom>
    <w:sdt><w:sdtContent><w:r><w:t xml:space="preserve"> by two</w:t></w:r></w:sdtContent></w:sdt>
    <w:moveTo w:id="4"><w:r><w:t xml:space="preserve"> metres</w:t></w:r></w:moveTo></w:p>
    <w:tbl>{row.format("Town", cell.format(nested))}
    <w:sdt><w:sdtContent>{row.format("Aden", f"<w:sdt><w:sdtContent>{cell.format('')}</w:sdtContent></w:sdt>")}
    </w:sdtContent></w:sdt></w:tbl></w:sdtContent></w:sdt>"""
    document.element.body.insert(0, parse_xml(block))
    assert read(saved(document)).text == "The river rose by two metres\n\nTown | Inner\nAden | "


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
    monkeypatch.setattr(word_package, "MAX_UNPACKED_BYTES", 1_000_000)
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


def test_merged_cells_of_tables_within_tables_do_not_multiply() -> None:
    """Each of twelve tables repeats the next one forty times."""
    inner = "<w:p><w:r><w:t>River. </w:t></w:r></w:p>"
    for _ in range(12):
        first = f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{inner}<w:p/></w:tc></w:tr>'
        below = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 40
        inner = f"<w:tbl>{first}{below}</w:tbl>"
    document = docx.Document()
    document.element.body.insert(0, parse_xml(inner.replace("<w:tbl>", f'<w:tbl xmlns:w="{W}">', 1)))
    assert len(read(saved(document)).text) < 100_000
