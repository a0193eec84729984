"""A library whose vector index is in Chroma's files, as that of a large library is, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library import collections
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.records import Document
from tests.conftest import document

ARTICLES = 40
UPDATED = 3
"""How many of them have a second version."""


def report(number: int, edition: str = "First") -> Document:
    text = f"{edition} report {number} counts {number + 7} boats in harbor {number}. "
    return document(f"/{number}.txt", text * (1 + number % 9), title=f"Boats {number}", authors=("Ann Ode", "Bo Li"))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Path:
    """Not to be changed."""
    folder = tmp_path_factory.mktemp("filled") / "library"
    with pytest.MonkeyPatch.context() as patch:
        # Chroma moves vectors from its queue into its files at a thousand; here at twenty.
        patch.setattr(collections, "HNSW", {**collections.HNSW, "batch_size": 20, "sync_threshold": 20})
        with Library.open(folder, encoder.fingerprint) as library:
            ingestor = Ingestor(library, encoder, batch_passages=12)
            list(ingestor.run(report(number) for number in range(ARTICLES)))
            list(ingestor.run(report(number, "Second") for number in range(UPDATED)))
    assert len(list(folder.glob("chroma/*/index_metadata.pickle"))) == 2
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(filled, tmp_path / "library"))


def texts(library: Library) -> dict[str, str]:
    """Every version of every article by its key."""
    keys = [f"{summary.id}@{version}" for summary in library.summaries() for version in range(1, summary.version + 1)]
    return {article.key: article.text for article in library.get_many(keys)}


def texts_in(folder: Path, encoder: SentenceEncoder) -> dict[str, str]:
    with Library.open(folder, encoder.fingerprint) as library:
        return texts(library)
