"""PDF: paragraphs from wrapped lines, document properties, and clear refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from fpdf import FPDF
from pypdf import PdfWriter

from chatbot.errors import SourceTooLarge, UnreadableSource
from chatbot.library.readers import pdf as reader
from chatbot.library.readers import read_bytes
from chatbot.records import Document

HEADLINE = "River rises in the valley"
PARAGRAPHS = [
    "The river rose by two metres on Tuesday, officials said, and three roads in the valley were closed to traffic "
    "until further notice. Nobody was hurt, according to the fire brigade, which counted forty calls in one night.",
    "Schools will stay open. Farmers moved their cattle to higher ground, helped by neighbours, and the mayor thanked "
    "everyone who had come out in the rain to carry sandbags to the old mill.",
]


def pdf(write: Callable[[FPDF], None]) -> bytes:
    document = FPDF()
    document.set_font("Helvetica", size=11)
    write(document)
    return bytes(document.output())


def article(document: FPDF) -> None:
    document.set_title("River report")
    document.set_author("Ann Lee; Kim Ode")
    document.set_lang("en-GB")
    document.set_creation_date(datetime(2025, 3, 18, 9, 30, tzinfo=UTC))
    document.add_page()
    for text in (HEADLINE, *PARAGRAPHS):
        document.multi_cell(0, 6, text, align="L")
        document.ln(4)


def read(data: bytes, source: str = "/saved/river-report.pdf") -> Document:
    (document,) = read_bytes(data, source, ".pdf").documents
    return document


def test_wrapped_lines_become_paragraphs() -> None:
    assert read(pdf(article)).text.split("\n\n") == [HEADLINE, *PARAGRAPHS]


def test_document_properties_become_metadata() -> None:
    metadata = read(pdf(article)).metadata
    assert (metadata.title, metadata.authors, metadata.language) == ("River report", ("Ann Lee", "Kim Ode"), "en")
    assert metadata.published == datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
    assert metadata.updated is None


def test_the_headline_replaces_a_title_made_by_a_program() -> None:
    def write(document: FPDF) -> None:
        article(document)
        document.set_title("Microsoft Word - final2.docx")

    assert read(pdf(write)).metadata.title == HEADLINE


def lines(*texts: str) -> Callable[[FPDF], None]:
    def write(document: FPDF) -> None:
        document.add_page()
        for text in texts:
            document.cell(0, 6, text)
            document.ln()

    return write


def test_words_hyphenated_at_line_ends_are_made_whole() -> None:
    text = read(
        pdf(
            lines(
                "The council spoke of infra-",
                "structure and of the Anglo-",
                "American pact, in the years 2024-",
                "2025, and ended.",
            )
        )
    ).text
    assert (
        text == "The council spoke of infrastructure and of the Anglo-American pact, in the years 2024-2025, and ended."
    )


def test_page_furniture_goes_and_a_sentence_goes_on_over_the_page() -> None:
    def write(document: FPDF) -> None:
        for number in range(1, 4):
            document.add_page()
            for text in (
                "The Valley Post",
                f"This is line one of page {number}, which is quite long, and goes",
                "on and",
            ):
                document.cell(0, 6, text)
                document.ln()
            document.cell(0, 6, f"Page {number} of 3")

    text = read(pdf(write)).text
    assert "Valley Post" not in text
    assert "of 3" not in text
    assert text.startswith("This is line one of page 1, which is quite long, and goes on and")


def test_scans_encrypted_and_damaged_files_are_told_apart() -> None:
    scan = pdf(lambda document: document.add_page())
    with pytest.raises(UnreadableSource, match="only images") as caught:
        read(scan)
    assert "OCR" in caught.value.remedy
    with pytest.raises(UnreadableSource, match="encrypted"):
        read(encrypted("secret"))
    for cut in (40, 200, 700):
        with pytest.raises(UnreadableSource, match=r"damaged|only images"):
            read(pdf(article)[:cut])
    with pytest.raises(UnreadableSource, match="not a valid"):
        read(b"no PDF at all")


def test_the_library_of_pdf_says_nothing_beside_the_error(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UnreadableSource, match="damaged"):
        read(b"%PDF-1.4 broken")
    assert not caplog.records


def test_short_names_of_filters_end_in_an_error_that_names_the_file() -> None:
    """pypdf refuses what only images inside a page may use, with an error outside its own tree."""
    renamed = pdf(article).replace(b"/Filter /FlateDecode", b"/Filter /Fl")
    with pytest.raises(UnreadableSource, match=r"river-report\.pdf is a damaged PDF"):
        read(renamed)


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf(article)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_an_empty_password_is_no_obstacle() -> None:
    assert HEADLINE in read(encrypted("")).text


def test_pages_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(document: FPDF) -> None:
        for _ in range(3):
            document.add_page()

    monkeypatch.setattr(reader, "MAX_PAGES", 2)
    with pytest.raises(SourceTooLarge, match="3 pages"):
        read(pdf(write))
