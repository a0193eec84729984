"""PDF documents with a text layer."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from chatbot.errors import SourceTooLarge, UnreadableSource
from chatbot.library.readers.glyph_numbers import unreadable_fonts
from chatbot.library.readers.pdf_columns import reading_order
from chatbot.library.readers.pdf_layout import Row, page_rows
from chatbot.library.readers.pdf_paragraphs import SENTENCE_END, paragraphs
from chatbot.library.readers.pdf_properties import BROKEN_ASSUMPTIONS, properties
from chatbot.library.readers.pdf_running_heads import without_running_heads
from chatbot.library.readers.plain import MAX_TITLE_CHARACTERS, title_of_source
from chatbot.library.readers.result import MAX_TEXT_CHARACTERS, ReadResult, one_document
from chatbot.records import Metadata

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 500
MIN_TEXT_CHARACTERS = 40
"""A scan often has a line of text added by the scanner; less than this is no article."""
MAX_UNREADABLE = 0.05
"""Share of characters that are numbers of glyphs up to which they are taken for bullets and ornaments."""


def read_pdf(data: bytes, source: str, encoding: str = "") -> ReadResult:  # noqa: ARG001
    """One article from a PDF: columns one after the other, running heads dropped, lines joined to paragraphs, words
    hyphenated at line ends whole.

    Raises:
        UnreadableSource: damaged, encrypted, without text (a scan), or with text that is numbers of glyphs.
        SourceTooLarge: too many pages or too much text.
    """
    from pypdf.errors import DeprecationError, PyPdfError

    try:
        document = _opened(data, source)
        pages = _pages(document, source)
    except (PyPdfError, DeprecationError, *BROKEN_ASSUMPTIONS) as error:
        raise UnreadableSource(f"{source} is a damaged PDF", "Export or print it to PDF again.") from error
    text = _text(_readable(pages, source))
    if len(text) < MIN_TEXT_CHARACTERS:
        raise UnreadableSource(f"{source} has no text, only images", "Run text recognition (OCR) on it first.")
    metadata = properties(document)
    return one_document(source, text, metadata.overridden_by(_title(metadata, text, source)))


def _opened(data: bytes, source: str) -> PdfReader:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    # It tells of everything that it forgives; what it does not forgive is an error here.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    document = PdfReader(io.BytesIO(data))
    if document.is_encrypted:
        try:
            opened = document.decrypt("") != PasswordType.NOT_DECRYPTED
        except DependencyError:
            opened = False
        if not opened:
            raise UnreadableSource(f"{source} is encrypted", "Save a copy without a password.")
    if len(document.pages) > MAX_PAGES:
        raise SourceTooLarge(
            f"{source} has {len(document.pages):,} pages; the limit is {MAX_PAGES}", "Split it into separate articles."
        )
    return document


def _pages(document: PdfReader, source: str) -> list[list[Row]]:
    pages: list[list[Row]] = []
    characters = 0
    for page in document.pages:
        rows = page_rows(page)
        characters += sum(len(row.text) for row in rows)
        if characters > MAX_TEXT_CHARACTERS:
            raise SourceTooLarge(
                f"{source} holds more than {MAX_TEXT_CHARACTERS:,} characters", "Split it into separate articles."
            )
        pages.append(rows)
    return pages


def _readable(pages: Sequence[Sequence[Row]], source: str) -> list[list[Row]]:
    """The pages without bullets and ornaments, which are no characters.

    Raises:
        UnreadableSource: more than these are numbers of glyphs, so that words would be missing.
    """
    fonts, share = unreadable_fonts(chain.from_iterable(pages))
    if share > MAX_UNREADABLE:
        raise UnreadableSource(
            f"{source} does not say which letters it shows: {share:.0%} of its text is numbers of glyphs, "
            "because a font has no character map",
            "Run text recognition (OCR) on it first, or export it again with text that can be copied.",
        )
    if not fonts:
        return [list(rows) for rows in pages]
    return [[row for each in rows if (row := each.without(fonts)).text] for rows in pages]


def _text(pages: Sequence[Sequence[Row]]) -> str:
    return "\n\n".join(paragraphs([reading_order(rows) for rows in without_running_heads(pages)]))


def _title(metadata: Metadata, text: str, source: str) -> Metadata:
    """The stated title, else a headline at the top, else the file's name."""
    first = text.partition("\n\n")[0]
    headline = first if len(first) <= MAX_TITLE_CHARACTERS and not SENTENCE_END.search(first) else ""
    return Metadata(title=metadata.title or headline or title_of_source(source))
