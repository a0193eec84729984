"""Bytes to characters."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from chatbot.errors import UnreadableSource
from chatbot.library.readers.charsets import ESCAPED, WIDE, WINDOWS_OF_ISO, codec_of

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; UTF-32 comes before UTF-16 because its little-endian mark begins with that of UTF-16."""

_JAPANESE_MAIL = (b"\x1b$B", b"\x1b$@")
"""Escapes of ISO-2022-JP, which tell it from ASCII even where nothing is declared."""
_MOST_BROKEN = 0.05
"""Share of the characters beyond ASCII that may be broken in a text whose encoding is still believed: a line cut
within a character, two pages pasted together."""
_PIECE_BYTES = 100_000
_FEW_BROKEN = 1_000
_ENOUGH_CHARACTERS = 100_000
"""Beginning of a text that tells which alphabet it is in."""
_ACCENTED = re.compile("[À-ÖØ-öø-ɏ]")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def decode(data: bytes, source: str, *declared: str) -> str:
    """The text of `data`, with line ends as `\\n` and no byte order mark.

    A byte order mark decides. Then UTF-8 is tried, because text that decodes as UTF-8 hardly ever is anything else,
    even when a server says so; only encodings that look like ASCII come before it. Then what is declared, in order,
    where it reads as text of some language; then detection. A few broken bytes become U+FFFD.

    Args:
        data: the whole source.
        source: its name for error messages.
        declared: what the source calls its encoding, best known first, such as an HTTP charset and that of a meta
            element; each may be empty, wrong or unknown.

    Raises:
        UnreadableSource: no encoding fits, or the text holds NUL characters.
    """
    text = _decoded(data, list(dict.fromkeys(filter(None, map(codec_of, declared)))))
    if text is None or "\0" in text:
        raise UnreadableSource(
            f"{source} is not text in any known encoding", "Save it as UTF-8 text, or give the original document."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, declared: list[str]) -> str | None:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    if marked:
        return _strictly(data, marked[0])
    if b"\0" in data:
        return _first(_strictly(data, codec) for codec in declared if codec in WIDE)
    return _looking_like_ascii(data, declared) or _strictly(data, "utf-8") or _eight_bit(data, declared)


def _looking_like_ascii(data: bytes, declared: list[str]) -> str | None:
    escaped = [codec for codec in declared if codec in ESCAPED]
    if any(escape in data for escape in _JAPANESE_MAIL):
        escaped.append("iso2022_jp_ext")
    return _first(_strictly(data, codec) for codec in escaped)


def _eight_bit(data: bytes, declared: list[str]) -> str | None:
    """Text that is not wholly UTF-8: as declared where that makes sense, else as detected, else as declared."""
    codecs_of_bytes = [codec for codec in declared if codec not in WIDE | ESCAPED]
    return (
        _nearly(data, "utf-8")
        or _first(_as_declared(data, codec) for codec in codecs_of_bytes)
        or _first(_nearly(data, codec) for codec in codecs_of_bytes)
        or _detected(data)
        or _first(_strictly(data, codec) for codec in codecs_of_bytes)
    )


def _as_declared(data: bytes, codec: str) -> str | None:
    """The declared reading, or that of Windows' set of the same alphabet, where it reads as a language."""
    for each in (codec, WINDOWS_OF_ISO.get(codec, "")):
        text = _strictly(data, each) if each else None
        if text is not None and _is_clean(text) and not _is_accented(text) and _reads_as_language(data, each):
            return text
    return None


def _first(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text is not None), None)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _nearly(data: bytes, codec: str) -> str | None:
    """The text with U+FFFD for what is broken, when there is some, and little of all that is not ASCII."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    pieces: list[str] = []
    broken = beyond = 0
    for at in range(0, len(data), _PIECE_BYTES):
        pieces.append(decoder.decode(data[at : at + _PIECE_BYTES], at + _PIECE_BYTES >= len(data)))
        broken += pieces[-1].count("\N{REPLACEMENT CHARACTER}")
        beyond += sum(1 for _ in _BEYOND_ASCII.finditer(pieces[-1]))
        if broken > max(_FEW_BROKEN, _MOST_BROKEN * beyond):  # Each takes long, and no more is to be expected.
            return None
    text = "".join(pieces)
    return text if 0 < broken <= _MOST_BROKEN * beyond and _is_clean(text) and not _is_accented(text) else None


def _is_accented(text: str) -> bool:
    """Whether most letters are accented Latin ones, as in no language: another alphabet under a Latin declaration."""
    start = text[:_ENOUGH_CHARACTERS]
    return len(_ACCENTED.findall(start)) > len(_LATIN.findall(start)) / 2


def _reads_as_language(data: bytes, codec: str) -> bool:
    from charset_normalizer import from_bytes

    return from_bytes(data, cp_isolation=[codec], preemptive_behaviour=False).best() is not None


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    text = str(best) if best else None
    return text if text is not None and _is_clean(text) else None


def _is_clean(text: str) -> bool:
    """Whether binary data was not taken for some eight-bit encoding: control characters give it away."""
    return _CONTROL.search(text) is None
