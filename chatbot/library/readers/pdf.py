"""PDF documents with a text layer."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from statistics import median
from typing import TYPE_CHECKING

from chatbot.errors import SourceTooLarge, UnreadableSource
from chatbot.library.readers.fields import language_code, one_line, split_authors
from chatbot.library.readers.pdf_layout import placed_lines, with_gaps
from chatbot.library.readers.plain import MAX_TITLE_CHARACTERS, title_of_source
from chatbot.library.readers.result import MAX_TEXT_CHARACTERS, ReadResult, one_document
from chatbot.records import Metadata

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 500
MIN_TEXT_CHARACTERS = 40
"""A scan often has a line of text added by the scanner; less than this is no article."""

_BROKEN_ASSUMPTIONS = (
    AssertionError,
    ArithmeticError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What pypdf lets through when a file is damaged in a way it does not foresee; found by damaging files at random."""

_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
_MACHINE_TITLE = re.compile(r"^(?:microsoft word - .*|untitled.*|.*\.(?:docx?|pdf|indd|qxd|tex|html?))$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_FULL_LINE = 0.95
"""Share of the usual line length that counts as full; letters differ in width, so full lines differ in length."""


def read_pdf(data: bytes, source: str, encoding: str = "") -> ReadResult:  # noqa: ARG001
    """One article from a PDF: page furniture dropped, lines joined to paragraphs, words hyphenated at line ends whole.

    Raises:
        UnreadableSource: damaged, encrypted, or without text (a scan).
        SourceTooLarge: too many pages or too much text.
    """
    from pypdf.errors import DeprecationError, PyPdfError

    try:
        document = _opened(data, source)
        pages = _page_lines(document, source)
        metadata = _metadata(document)
    except (PyPdfError, DeprecationError, *_BROKEN_ASSUMPTIONS) as error:
        raise UnreadableSource(f"{source} is a damaged PDF ({error})", "Export or print it to PDF again.") from error
    text = "\n\n".join(_paragraphs(_without_furniture(pages)))
    if len(text) < MIN_TEXT_CHARACTERS:
        raise UnreadableSource(f"{source} has no text, only images", "Run text recognition (OCR) on it first.")
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


def _page_lines(document: PdfReader, source: str) -> list[list[str]]:
    """The lines of each page, with a blank one where paragraphs part."""
    pages: list[list[str]] = []
    characters = 0
    for page in document.pages:
        lines = placed_lines(page)
        characters += sum(len(line.text) for line in lines)
        if characters > MAX_TEXT_CHARACTERS:
            raise SourceTooLarge(
                f"{source} holds more than {MAX_TEXT_CHARACTERS:,} characters", "Split it into separate articles."
            )
        pages.append(with_gaps(lines))
    return pages


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """The pages without page numbers, and without headers and footers that most pages repeat."""
    edges = Counter(chain.from_iterable({lines[0], lines[-1]} for lines in pages if lines))
    repeated = {line for line, count in edges.items() if count >= 3 and count > len(pages) / 2}
    return [_trimmed(lines, repeated) for lines in pages]


def _trimmed(lines: list[str], repeated: set[str]) -> list[str]:
    def is_furniture(line: str) -> bool:
        return not line or line in repeated or _PAGE_NUMBER.fullmatch(line) is not None

    start, end = 0, len(lines)
    while start < end and is_furniture(lines[start]):
        start += 1
    while end > start and is_furniture(lines[end - 1]):
        end -= 1
    return lines[start:end]


@dataclass(slots=True)
class _Paragraph:
    text: str
    last_line: str


def _paragraphs(pages: list[list[str]]) -> list[str]:
    """Wrapped lines joined; a paragraph may go on over a page break, because pages are read as one run of lines."""
    lines = list(chain.from_iterable(pages))
    full = _FULL_LINE * _usual_length(lines)
    done: list[_Paragraph] = []
    fresh = True
    for line in lines:
        if not line:
            fresh = True
            continue
        if fresh or not done or _ends_paragraph(done[-1].last_line, line, full):
            done.append(_Paragraph(line, line))
        else:
            done[-1] = _Paragraph(_joined(done[-1].text, line), line)
        fresh = False
    return [one_line(paragraph.text) for paragraph in done]


def _usual_length(lines: list[str]) -> float:
    """Length of a full line: the median of the longer half."""
    lengths = sorted(len(line) for line in lines if line)
    return median(lengths[len(lengths) // 2 :]) if lengths else 0.0


def _ends_paragraph(line: str, following: str, full: float) -> bool:
    """Where the next line's first word would have fitted, the break was meant, if the line also ends a sentence or
    is as short as a headline."""
    next_word = following.partition(" ")[0]
    if len(line) + 1 + len(next_word) > full:
        return False
    return bool(_SENTENCE_END.search(line)) or (len(line) < full / 2 and following[:1].isupper())


def _joined(text: str, line: str) -> str:
    """A hyphen at the line's end goes when a small letter follows it; it stays before capitals and digits."""
    if text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower():
        return text[:-1] + line
    if text.endswith("\u00ad"):
        return text[:-1] + line
    return text + line if text.endswith("-") else f"{text} {line}"


def _metadata(document: PdfReader) -> Metadata:
    """Document properties: the creation date stands for the publication, the nearest thing that a PDF states."""
    information = document.metadata
    language = language_code(str(document.root_object.get("/Lang", "")))
    if information is None:
        return Metadata(language=language)
    title = one_line(information.title or "")
    created = _moment(information.creation_date)
    changed = _moment(information.modification_date)
    return Metadata(
        title="" if _MACHINE_TITLE.match(title) else title[:MAX_TITLE_CHARACTERS],
        authors=split_authors(information.author or ""),
        published=created,
        updated=changed if created and changed and changed > created else None,
        language=language,
    )


def _moment(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _title(metadata: Metadata, text: str, source: str) -> Metadata:
    """The stated title, else a headline at the top, else the file's name."""
    first = text.partition("\n\n")[0]
    headline = first if len(first) <= MAX_TITLE_CHARACTERS and not _SENTENCE_END.search(first) else ""
    return Metadata(title=metadata.title or headline or title_of_source(source))
