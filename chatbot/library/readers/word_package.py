"""The parts of a Word document, found by what the package says of them, with nothing else unpacked.

python-docx opens every part that any relationship names, and only main parts of one content type, so that a picture
that is missing, a template and a document with macros would lose their text.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote

from chatbot.errors import SourceTooLarge, UnsupportedFormat

MAX_UNPACKED_BYTES = 200_000_000
MAX_MARKUP_BYTES = 40_000_000
"""Of all parts that may be parsed; two million characters of text need about half of it."""
MAX_ELEMENTS = 500_000
MAX_PARTS = 10_000

_SPLIT = "Split it into separate articles."
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_USUAL_MAIN = "word/document.xml"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
"""The names of Strict Open XML, and those that everything else uses."""


class WordPackage:
    """The XML of the parts that a text needs.

    Args:
        data: the whole file.
        source: its name for error messages.

    Raises:
        SourceTooLarge: it unpacks to too much; a part may turn out to have too many elements later.
        zipfile.BadZipFile, ValueError, NotImplementedError: no archive that can be read.
    """

    def __init__(self, data: bytes, source: str) -> None:
        self._source = source
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        parts = self._archive.infolist()
        _check_sizes(parts, source)
        self._parts = {_name(part.filename): part for part in parts}

    def main(self) -> Any:
        """The main part's root element.

        Raises:
            UnsupportedFormat: no Word document: another archive, or another kind of Office document.
        """
        name = self._main_name()
        if name not in self._parts:
            raise UnsupportedFormat(
                f"{self._source} is a zip archive, not a Word document", "Unpack it and give its files."
            )
        root = self._parsed(name)
        if not str(root.tag).endswith("}document"):
            raise UnsupportedFormat(
                f"{self._source} is an Office document of another kind, not a Word document",
                "Save it as .pdf, .docx, .html or .txt.",
            )
        return root

    def beside_main(self, kind: str) -> Any | None:
        """The root element of a part that the main part names, such as `styles`, or None where there is none."""
        return self._parsed_or_none(self._related(self._main_name(), kind))

    def of_package(self, kind: str) -> Any | None:
        """The root element of a part that the package names, such as `core-properties`, or None."""
        return self._parsed_or_none(self._related("", kind))

    def _main_name(self) -> str:
        return self._related("", "officeDocument") or self._of_main_type() or _USUAL_MAIN

    def _of_main_type(self) -> str:
        """The name of the part whose content type says that it is the main one, or empty."""
        types = self._parsed_or_none("[content_types].xml")
        for each in types.iter(_OVERRIDE) if types is not None else ():
            kind, name = each.get("ContentType", ""), _name(each.get("PartName", ""))
            if "word" in kind and kind.endswith("main+xml") and name in self._parts:
                return name
        return ""

    def _related(self, of: str, kind: str) -> str:
        """The name of the first part of a kind, or empty; what leads nowhere or outside is passed over."""
        folder, name = posixpath.split(of)
        root = self._parsed_or_none(_name(posixpath.join(folder, "_rels", f"{name}.rels")))
        for each in root.iter(_RELATIONSHIP) if root is not None else ():
            target = _name(posixpath.join("/", folder, unquote(each.get("Target", ""))))
            is_inside = each.get("TargetMode", "Internal") != "External"
            if is_inside and each.get("Type", "").endswith(f"/{kind}") and target in self._parts:
                return target
        return ""

    def _parsed_or_none(self, name: str) -> Any | None:
        """A part beside the text: what is missing or damaged is not worth losing the text."""
        from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

        try:
            return self._parsed(name) if name in self._parts else None
        except (XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
            return None

    def _parsed(self, name: str) -> Any:
        from docx.oxml import parse_xml
        from lxml import etree  # type: ignore[import-untyped]

        part = self._parts[name]
        if part.file_size > MAX_MARKUP_BYTES:
            raise _unpacks(self._source, part.file_size, "bytes of markup", MAX_MARKUP_BYTES, _SPLIT)
        root = parse_xml(self._archive.read(part))
        if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
            raise SourceTooLarge(f"{self._source} has more than {MAX_ELEMENTS:,} elements", _SPLIT)
        if "purl.oclc.org" not in str(root.tag):
            return root
        markup = etree.tostring(root)
        del root
        for strict, usual in _STRICT:
            markup = markup.replace(strict, usual)
        return parse_xml(markup)


def _name(name: str) -> str:
    """Names of parts are compared without case; some programs write them with the wrong slash."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").casefold()


def _check_sizes(parts: list[zipfile.ZipInfo], source: str) -> None:
    """Refuse what would fill the memory; reading a part never yields more than the size that its entry states."""
    markup = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if markup > MAX_MARKUP_BYTES:
        raise _unpacks(source, markup, "bytes of markup", MAX_MARKUP_BYTES, _SPLIT)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES:
        raise _unpacks(source, unpacked, "bytes", MAX_UNPACKED_BYTES, "Remove its images.")
    if len(parts) > MAX_PARTS:
        raise _unpacks(source, len(parts), "parts", MAX_PARTS, "Remove its images.")


def _unpacks(source: str, found: int, unit: str, limit: int, remedy: str) -> SourceTooLarge:
    return SourceTooLarge(f"{source} unpacks to {found:,} {unit}; the limit is {limit:,}", remedy)
