"""Uploads and pasted texts to library articles, each with a line that says what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from chatbot.app import Chatbot
from chatbot.errors import ReadError
from chatbot.library.ingest import Change, Outcome
from chatbot.library.readers import Failure, read_bytes
from chatbot.library.readers.result import MAX_SOURCE_BYTES
from chatbot.records import Document, Metadata

UPLOAD = "upload:"
Line = tuple[str, str]
"""A CSS class and a text."""


def uploaded_articles(chatbot: Chatbot, paths: Sequence[str]) -> Iterator[Line]:
    """Ingest uploaded files one after another. A file is known by its own name: uploading it again changes nothing."""
    for path in paths:
        yield from map(outcome_line, chatbot.ingest_documents(_read(Path(path))))


def pasted_article(chatbot: Chatbot, title: str, publisher: str, published: str | None, text: str) -> Iterator[Line]:
    """Ingest a pasted text. It is known by its title, or by its content when it has none."""
    name = title.strip() or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    moment = datetime.fromisoformat(published[:10]).replace(tzinfo=UTC) if published else None
    metadata = Metadata(title=title.strip(), publisher=publisher.strip(), published=moment)

    def read() -> Iterator[Document | Failure]:
        try:
            for document in read_bytes(text.encode("utf-8", "replace"), f"pasted:{name}", ".txt").documents:
                yield Document(document.source, document.text, document.metadata.overridden_by(metadata))
        except ReadError as error:
            yield Failure("the pasted text", error)

    yield from map(outcome_line, chatbot.ingest_documents(read()))


def outcome_line(outcome: Outcome) -> Line:
    """What happened to one source, in a line."""
    if outcome.error:
        return "failed", str(outcome.error).replace(UPLOAD, "")
    name = outcome.title or outcome.source.removeprefix(UPLOAD)
    copy = " (a copy of another article)" if outcome.duplicate_of else ""
    notes = "".join(f" {note}" for note in outcome.notes)
    return _css(outcome.change), f"{outcome.change}: {name}{copy}{notes and '.'}{notes}"


def _read(path: Path) -> Iterator[Document | Failure]:
    source = f"{UPLOAD}{path.name}"
    try:
        with path.open("rb") as file:
            result = read_bytes(file.read(MAX_SOURCE_BYTES + 1), source, path.suffix.lower())
        yield from result.documents
        yield from result.failures
    except ReadError as error:
        yield Failure(source, error)


def _css(change: Change) -> str:
    return change.value.replace(" ", "-")
