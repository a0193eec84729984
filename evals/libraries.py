"""Fresh libraries for cases that bring their own documents."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic_settings import TomlConfigSettingsSource

from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import SettingsError
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.records import Document, Metadata
from chatbot.settings import PREFIX, Settings, config_file

IN_ITS_FOLDER: dict[str, Any] = {"chroma_url": "", "conversations_url": ""}
"""Settings of a chatbot that measures: what a team shares is neither read nor written, whatever is configured."""


def folder_environment(library: Path | str) -> dict[str, str]:
    """The environment of a process whose chatbot works on the library in a folder, and on nothing else.

    Raises:
        SettingsError: a configuration file names a Chroma server or a shared database, which no variable takes back.
    """
    shared = [f"{PREFIX}{name}".upper() for name in IN_ITS_FOLDER]
    environment = {name: value for name, value in os.environ.items() if name.upper() not in shared}
    configured = TomlConfigSettingsSource(Settings, config_file())()
    if named := [name for name in IN_ITS_FOLDER if configured.get(name)]:
        reason = f"{config_file()} sets {named[0]}, and measuring would write into what others use"
        raise SettingsError(reason, "Measure from another folder, or with CHATBOT_CONFIG naming another file.")
    return environment | {f"{PREFIX}LIBRARY": str(library)}


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
