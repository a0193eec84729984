"""What every reader hands back, and the limits that every reader keeps to."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.errors import ReadError, SourceTooLarge, UnreadableSource
from chatbot.library.readers.fields import well_formed
from chatbot.records import Document, Metadata

MAX_SOURCE_BYTES = 50_000_000
MAX_TEXT_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or one record of it, that could not be read."""

    source: str
    error: ReadError


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The articles of one source, and the records of it that could not be read.

    A reader raises a `ReadError` when nothing of a source can be read; `failures` is for sources of many records.
    """

    documents: tuple[Document, ...] = ()
    failures: tuple[Failure, ...] = ()


def one_document(source: str, text: str, metadata: Metadata, notes: tuple[str, ...] = ()) -> ReadResult:
    """The result of reading a source that is one article, its text checked."""
    return ReadResult((checked_document(source, text, metadata, notes),))


def checked_document(source: str, text: str, metadata: Metadata, notes: tuple[str, ...] = ()) -> Document:
    """A document whose text can be stored.

    Raises:
        UnreadableSource: the text is blank, or holds NUL characters or half surrogate pairs.
        SourceTooLarge: the text is longer than `MAX_TEXT_CHARACTERS`.
    """
    if not text.strip():
        raise UnreadableSource(f"{source} holds no text", "Give a source with article text.")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise SourceTooLarge(
            f"{source} holds {len(text):,} characters of text; the limit is {MAX_TEXT_CHARACTERS:,}",
            "Split it into separate articles.",
        )
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise UnreadableSource(
            f"{source} holds characters that are not text (NUL or half a surrogate pair)",
            "Export it again as UTF-8 text.",
        )
    return Document(well_formed(source), text, metadata, notes=notes)


def check_size(source: str, size: int) -> None:
    """Refuse a source of more than `MAX_SOURCE_BYTES` bytes.

    Raises:
        SourceTooLarge: it is larger.
    """
    if size > MAX_SOURCE_BYTES:
        raise SourceTooLarge(
            f"{source} has {size:,} bytes; the limit is {MAX_SOURCE_BYTES:,}", "Split it into smaller files."
        )
