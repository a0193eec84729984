"""Word documents (.docx), also templates, documents with macros, and Strict Open XML."""

from __future__ import annotations

import zipfile
import zlib
from typing import Any

from chatbot.errors import UnreadableSource
from chatbot.library.readers.fields import language_code, parse_moment, short_line, split_authors
from chatbot.library.readers.plain import title_of_source, title_of_text
from chatbot.library.readers.result import ReadResult, one_document
from chatbot.library.readers.word_package import WordPackage
from chatbot.library.readers.word_text import PARAGRAPH, blocks, inside, paragraph_text
from chatbot.records import Metadata

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
_TITLE_STYLES = ("title", "heading 1")
_USUAL_IDENTIFIERS = frozenset({"Title", "Heading1"})
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(data: bytes, source: str, encoding: str = "") -> ReadResult:  # noqa: ARG001
    """One article from a Word document: paragraphs parted by blank lines, each table row a line with ` | ` between
    its cells.

    Raises:
        UnsupportedFormat: a zip archive of another kind.
        UnreadableSource: damaged, or without text.
        SourceTooLarge: unpacks to too much.
    """
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        return _read(WordPackage(data, source), source)
    except (XmlchemyError, LxmlError, *_BROKEN_ASSUMPTIONS) as error:
        raise UnreadableSource(f"{source} is a damaged Word document", "Save it again from Word.") from error


def _read(package: WordPackage, source: str) -> ReadResult:
    body = package.main().body
    text = "\n\n".join(block for block in blocks(body) if block.strip())
    properties = package.of_package("core-properties")
    created, changed = (parse_moment(_property(properties, name)) for name in ("created", "modified"))
    title = short_line(_property(properties, "title")) or _heading(body, package.beside_main("styles"))
    return one_document(
        source,
        text,
        Metadata(
            title=title or title_of_text(text) or title_of_source(source),
            authors=split_authors(_property(properties, "creator")),
            published=created,  # The nearest thing to a publication that a document states.
            updated=changed if created and changed and changed > created else None,
            language=language_code(_property(properties, "language")),
        ),
    )


def _property(properties: Any | None, name: str) -> str:
    """A core property, or empty where the document does not state it."""
    found = properties.find(f"{{*}}{name}") if properties is not None else None
    return (found.text or "") if found is not None else ""


def _heading(body: Any, styles: Any | None) -> str:
    """The first title or heading."""
    titles = _title_identifiers(styles) if styles is not None else _USUAL_IDENTIFIERS
    styled = (part for part in inside(body, PARAGRAPH) if part.style in titles)
    return short_line(next((text for part in styled if (text := paragraph_text(part)).strip()), ""))


def _title_identifiers(styles: Any) -> frozenset[str]:
    """Paragraphs name their style by an identifier, which is translated; the style's name is the same everywhere."""
    return frozenset(
        style.get(f"{_W}styleId", "")
        for style in styles.iter(f"{_W}style")
        for name in style.findall(f"{_W}name")
        if name.get(f"{_W}val", "").casefold() in _TITLE_STYLES
    )
