"""Files and bytes to documents: one module per format, all with the signature `(data, source, encoding)`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chatbot.errors import UnreadableSource, UnsupportedFormat
from chatbot.library.readers.json_records import read_json, read_jsonl
from chatbot.library.readers.pdf import read_pdf
from chatbot.library.readers.plain import read_markdown, read_text
from chatbot.library.readers.result import Failure, ReadResult, check_size
from chatbot.library.readers.signatures import WORD_SUFFIXES, check_signature
from chatbot.library.readers.webpage import read_webpage
from chatbot.library.readers.word import read_docx

__all__ = ["CONTENT_TYPES", "SUPPORTED_SUFFIXES", "Failure", "ReadResult", "read_bytes", "read_file"]

Reader = Callable[[bytes, str, str], ReadResult]

_READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".xhtml": read_webpage,
    ".pdf": read_pdf,
    **dict.fromkeys(WORD_SUFFIXES, read_docx),
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
}
SUPPORTED_SUFFIXES = frozenset(_READERS)
CONTENT_TYPES = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template": ".dotx",
    "application/vnd.ms-word.document.macroenabled.12": ".docm",
    "application/vnd.ms-word.template.macroenabled.12": ".dotm",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
}
"""Content types that can be read, and the suffix of the same format."""


def read_file(path: Path) -> ReadResult:
    """The articles of a file; its absolute path becomes their source.

    Raises:
        UnsupportedFormat: no reader for the suffix, or the content is another format than the suffix says.
        UnreadableSource: missing, not a regular file, not readable, or without article text.
        SourceTooLarge: over a limit.
    """
    path = path.expanduser().resolve()
    suffix = path.suffix.lower()
    _reader(suffix, str(path))
    return read_bytes(_file_bytes(path), str(path), suffix)


def read_bytes(data: bytes, source: str, suffix_or_content_type: str, encoding: str = "") -> ReadResult:
    """The articles in `data`.

    Args:
        data: the whole file or response body.
        source: what the documents will name as their source.
        suffix_or_content_type: `.md` or `text/markdown`; parameters of a content type are ignored.
        encoding: what the source says its text is encoded in, or empty.

    Raises:
        ReadError: as `read_file`.
    """
    kind = suffix_or_content_type.partition(";")[0].strip().lower()
    suffix = CONTENT_TYPES.get(kind, kind)
    reader = _reader(suffix, source)
    check_size(source, len(data))
    check_signature(data, suffix, source)
    return reader(data, source, encoding)


def _reader(suffix: str, source: str) -> Reader:
    if suffix not in _READERS:
        raise UnsupportedFormat(
            f"{source}: no reader for {suffix or 'a name without a suffix'}",
            f"Convert it to one of: {' '.join(_READERS)}.",
        )
    return _READERS[suffix]


def _file_bytes(path: Path) -> bytes:
    if not path.exists():
        raise UnreadableSource(f"{path} does not exist", "Check the path; a web address begins with https://.")
    if not path.is_file():
        raise UnreadableSource(f"{path} is not a regular file", "Pipe it in and name it `-`.")
    try:
        check_size(str(path), path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSource(f"{path} cannot be read ({error.strerror})", "Check its permissions.") from error
