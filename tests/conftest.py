"""Real parts for the tests: the embedded models, and a library with the seeds in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import LibraryDamaged
from chatbot.library.ingest import Ingestor, Outcome
from chatbot.library.library import Library
from chatbot.library.opening import check_before_opening
from chatbot.records import Document, Metadata
from chatbot.upkeep.rebuilding import Rebuilder
from tests import postgresql

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """An empty database of PostgreSQL."""
    folder = postgresql.programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with postgresql.running(folder) as url:
        yield url


@pytest.fixture(autouse=True)
def _no_configuration_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("CHATBOT_", "OPENAI_")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture
def library(tmp_path: Path, encoder: SentenceEncoder) -> Iterator[Library]:
    with Library.open(tmp_path / "library", encoder.fingerprint) as opened:
        yield opened


@pytest.fixture
def ingest(library: Library, encoder: SentenceEncoder) -> Callable[..., list[Outcome]]:
    """Puts documents into the library of the test."""

    def run(*documents: Document) -> list[Outcome]:
        return list(Ingestor(library, encoder).run(documents))

    return run


def document(source: str, text: str, **facts: object) -> Document:
    """A document with little effort; `published` may be an ISO date."""
    published = facts.pop("published", None)
    moment = datetime.fromisoformat(str(published)) if published else None
    if moment and not moment.tzinfo:
        moment = moment.replace(tzinfo=UTC)
    return Document(source, text, Metadata(published=moment, **facts))  # type: ignore[arg-type]


def repair_vectors(folder: Path, encoder: SentenceEncoder) -> None:
    """As `chatbot doctor --repair` does, where a kill fell into Chroma's writing of a vector index in use."""
    try:
        check_before_opening(folder)
    except LibraryDamaged:
        shutil.rmtree(Rebuilder(encoder, 200).rebuild(folder))
