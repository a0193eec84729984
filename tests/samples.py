"""A library with the samples in it, for tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.fetching import Fetcher
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.library.sources import open_sources
from tests.conftest import SEEDS


@contextmanager
def sample_library(folder: Path, encoder: SentenceEncoder) -> Iterator[Library]:
    """The library in this folder with all samples, closed at the end."""
    with Library.open(folder, encoder.fingerprint) as library:
        outcomes = list(Ingestor(library, encoder).run(open_sources([str(SEEDS)], Fetcher())))
        assert all(outcome.error is None for outcome in outcomes)
        yield library
