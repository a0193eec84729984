"""Bytes to characters."""

from __future__ import annotations

import codecs
import re

from chatbot.errors import UnreadableSource

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; UTF-32 comes before UTF-16 because its little-endian mark begins with that of UTF-16."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def decode(data: bytes, source: str, declared: str = "") -> str:
    """The text of `data`, with line ends as `\\n` and no byte order mark.

    A byte order mark decides; then UTF-8 is tried, because text that decodes as UTF-8 hardly ever is anything else,
    even when a server says so; then the declared encoding; then detection.

    Args:
        data: the whole source.
        source: its name for error messages.
        declared: an encoding that came with the source, such as an HTTP charset; may be wrong or unknown.

    Raises:
        UnreadableSource: no encoding fits, or the data holds NUL characters.
    """
    text = _decoded(data, declared)
    if text is None or "\0" in text:
        raise UnreadableSource(
            f"{source} is not text in any known encoding", "Save it as UTF-8 text, or give the original document."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, declared: str) -> str | None:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    if marked:
        return _strictly(data, marked[0])
    if b"\0" in data:
        return None
    for encoding in ("utf-8", _as_browsers_read(declared), declared):
        text = _strictly(data, encoding) if encoding else None
        if text is not None:
            return text
    return _detected(data)


def _as_browsers_read(declared: str) -> str:
    """Windows' own encoding where its subsets are declared, as the WHATWG's Encoding Standard has it: old pages call
    their typographic quotation marks ISO-8859-1."""
    try:
        return "cp1252" if codecs.lookup(declared).name in {"iso8859-1", "ascii"} else declared
    except LookupError:
        return declared


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    text = str(best) if best else None
    return text if text is not None and _is_clean(text) else None


def _is_clean(text: str) -> bool:
    """Whether detection did not take binary data for some eight-bit encoding: control characters give it away."""
    return _CONTROL.search(text) is None
