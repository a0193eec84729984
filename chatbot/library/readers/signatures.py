"""What a file's first bytes say about its format, so that a wrong name gets a clear message."""

from __future__ import annotations

import re

from chatbot.errors import UnreadableSource, UnsupportedFormat

_PDF_HEADER_WITHIN = 1024
"""PDF readers accept a header that comes a little late."""
_COMMENT = rb"<!--(?:(?!-->).)*-->\s*"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:" + _COMMENT + rb")*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
WORD_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
"""Documents and templates, without and with macros, are written alike."""
_BINARY = (
    (b"%PDF-", ".pdf", "a PDF document"),
    (b"PK\x03\x04", ".docx", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "an old or encrypted Office document"),
    (b"\x89PNG", "", "an image"),
    (b"\xff\xd8\xff", "", "an image"),
    (b"GIF8", "", "an image"),
    (b"\x1f\x8b", "", "a gzip archive"),
    (b"\x7fELF", "", "a program"),
)


def sniffed_suffix(data: bytes) -> str:
    """The suffix of the format that the first bytes give away, or empty: `.pdf`, `.docx`, `.html`."""
    if _HTML.match(data[:2048].removeprefix(b"\xef\xbb\xbf")):
        return ".html"
    return next((suffix for magic, suffix, _ in _BINARY if data.startswith(magic)), "")


def check_signature(data: bytes, suffix: str, source: str) -> None:
    """Refuse content that is plainly another format than `suffix`.

    Raises:
        UnsupportedFormat: it is another format; the message says which.
        UnreadableSource: it should be a PDF or DOCX file and is damaged or empty.
    """
    if not data:
        raise UnreadableSource(f"{source} is empty", "Give a source with article text.")
    if suffix == ".pdf" and b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return
    for magic, belongs, name in _BINARY:
        if data.startswith(magic) and belongs != _family(suffix):
            raise UnsupportedFormat(f"{source} is {name}, not {suffix}", _remedy(belongs))
    if suffix in (".txt", ".text", ".md", ".markdown", ".json", ".jsonl") and sniffed_suffix(data) == ".html":
        raise UnsupportedFormat(f"{source} is a web page, not {suffix}", _remedy(".html"))
    if _family(suffix) in (".pdf", ".docx") and sniffed_suffix(data) != _family(suffix):
        raise UnreadableSource(f"{source} is not a valid {suffix} file", "Export it again.")


def _family(suffix: str) -> str:
    return ".docx" if suffix in WORD_SUFFIXES else suffix


def _remedy(suffix: str) -> str:
    return f"Name it {suffix} if it is one." if suffix else "Save it as .pdf, .docx, .html or .txt."
