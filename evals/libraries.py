"""Fresh libraries for cases that bring their own documents."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.models.encoder import TextEncoder
from chatbot.records import Document, Metadata


@contextmanager
def fresh_library(documents: Sequence[Document], encoder: TextEncoder) -> Iterator[Library]:
    """A library in a temporary folder that holds just these documents."""
    with (
        tempfile.TemporaryDirectory(prefix="library-") as folder,
        Library.open(Path(folder), encoder.fingerprint) as library,
    ):
        for _ in Ingestor(library, encoder).run(documents):
            pass
        yield library


def document_from(row: Mapping[str, Any], source: str) -> Document:
    """A document of a data set: `text`, and where known `title`, `url`, `published` (ISO 8601)."""
    published = row.get("published")
    moment = datetime.fromisoformat(published) if published else None
    if moment and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    metadata = Metadata(title=row.get("title") or "", url=row.get("url") or "", published=moment)
    return Document(source, row["text"], metadata)
