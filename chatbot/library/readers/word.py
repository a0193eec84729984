"""Word documents (.docx)."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from chatbot.errors import SourceTooLarge, UnreadableSource, UnsupportedFormat
from chatbot.library.readers.fields import language_code, short_line, split_authors
from chatbot.library.readers.plain import title_of_source, title_of_text
from chatbot.library.readers.result import ReadResult, one_document
from chatbot.library.readers.word_text import PARAGRAPH, blocks, inside, paragraph_text
from chatbot.records import Metadata

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MAX_UNPACKED_BYTES = 200_000_000
MAX_MARKUP_BYTES = 40_000_000
"""Of all parts that are parsed; two million characters of text need about half of it."""
MAX_ELEMENTS = 500_000
MAX_PARTS = 10_000
_BROKEN_ASSUMPTIONS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
)
"""What python-docx and zipfile raise when a part is damaged or missing; found by damaging files at random."""
_TITLE_STYLES = ("Title", "Heading 1")


def read_docx(data: bytes, source: str, encoding: str = "") -> ReadResult:  # noqa: ARG001
    """One article from a Word document: paragraphs parted by blank lines, each table row a line with ` | ` between
    its cells.

    Raises:
        UnsupportedFormat: a zip archive of another kind.
        UnreadableSource: damaged, or without text.
        SourceTooLarge: unpacks to too much.
    """
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    _check_archive(data, source)
    try:
        return _read(data, source)
    except (OpcError, XmlchemyError, LxmlError, *_BROKEN_ASSUMPTIONS) as error:
        raise _damaged(source, error) from error


def _read(data: bytes, source: str) -> ReadResult:
    import docx

    document = docx.Document(io.BytesIO(data))
    if sum(1 for _ in document.element.iter()) > MAX_ELEMENTS:
        raise SourceTooLarge(f"{source} has more than {MAX_ELEMENTS:,} elements", "Split it into separate articles.")
    text = "\n\n".join(block for block in blocks(document.element.body) if block.strip())
    return one_document(source, text, _metadata(document, text, source))


def _check_archive(data: bytes, source: str) -> None:
    """Refuse what would fill the memory; reading a part never yields more than the size that its entry states."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged(source, error) from error
    markup = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if markup > MAX_MARKUP_BYTES:
        raise _unpacks(source, markup, "bytes of markup", MAX_MARKUP_BYTES, "Split it into separate articles.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES:
        raise _unpacks(source, unpacked, "bytes", MAX_UNPACKED_BYTES, "Remove its images.")
    if len(parts) > MAX_PARTS:
        raise _unpacks(source, len(parts), "parts", MAX_PARTS, "Remove its images.")
    if not any(part.filename == "word/document.xml" for part in parts):
        raise UnsupportedFormat(f"{source} is a zip archive, not a Word document", "Unpack it and give its files.")


def _unpacks(source: str, found: int, unit: str, limit: int, remedy: str) -> SourceTooLarge:
    return SourceTooLarge(f"{source} unpacks to {found:,} {unit}; the limit is {limit:,}", remedy)


def _damaged(source: str, error: Exception) -> UnreadableSource:
    return UnreadableSource(f"{source} is a damaged Word document ({error})", "Save it again from Word.")


def _metadata(document: WordDocument, text: str, source: str) -> Metadata:
    """Core properties: the creation date stands for the publication, the nearest thing that a document states."""
    properties = document.core_properties
    created, changed = _moment(properties.created), _moment(properties.modified)
    return Metadata(
        title=short_line(properties.title) or _heading(document) or title_of_text(text) or title_of_source(source),
        authors=split_authors(properties.author),
        published=created,
        updated=changed if created and changed and changed > created else None,
        language=language_code(properties.language),
    )


def _heading(document: WordDocument) -> str:
    """The first title or heading, by identifiers of styles: `paragraph.style` looks through all styles each time."""
    titles = {style.style_id for style in document.styles if style.name in _TITLE_STYLES}
    styled = (part for part in inside(document.element.body, PARAGRAPH) if part.style in titles)
    return short_line(next((text for part in styled if (text := paragraph_text(part)).strip()), ""))


def _moment(value: datetime | None) -> datetime | None:
    """python-docx gives the UTC times of the core properties without their zone."""
    if value is None:
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)
