"""Fills libraries of any size with shuffled words and made vectors: reading and embedding articles would take hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from chatbot.embedding.encoder import DIMENSIONS
from chatbot.library import collections
from chatbot.library.identity import content_digest
from chatbot.library.library import IndexedArticle, Library
from chatbot.records import Article, Metadata, Passage, Span, StoredPassage
from evals.cases import sample_documents

CLUSTERS = 200
"""Centres around which the vectors lie, as those of real passages do."""
PASSAGES = 10
"""Of an article."""
SENTENCES = 7
"""Of a passage."""
WORDS = 20
"""Of a sentence."""
BATCH = 200
"""Articles that are stored together."""
USUALLY, SELDOM = 1_000, 50_000
"""Vectors between two writings of Chroma's index: its default, and while a library is filled."""
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 365


def fill(library: Library, passages: int) -> None:
    """Store articles until the library holds so many passages; it may hold some already.

    An article follows from its number alone, so that a filling that was interrupted goes on with the next ones.
    """
    words = np.array(" ".join(document.text for document in sample_documents()).replace(".", "").split())
    begin, missing = len(library), passages - library.passages.count()
    end = begin + -(-missing // PASSAGES)
    for at in range(begin, end, BATCH):
        library.add([_article(number, words) for number in range(at, min(at + BATCH, end))])


@contextmanager
def seldom_written(folder: Path) -> Iterator[None]:
    """Let Chroma write the vector index of this library, closed now, only now and then.

    Usually it does so every thousand vectors, and whole: most of the time of filling a large library goes there.
    What is stored just after this context has the index written again.

    Args:
        folder: of Chroma's database.
    """
    _write_every(folder, SELDOM)
    try:
        yield
    finally:
        _write_every(folder, USUALLY)


def _write_every(folder: Path, vectors: int) -> None:
    client = collections.connect_embedded(folder)
    for name in (collections.ARTICLES, collections.PASSAGES):
        found = client.get_collection(name, embedding_function=None)
        found.modify(configuration={"hnsw": {"sync_threshold": vectors}})
    collections.disconnect(client)


def _article(number: int, words: np.ndarray) -> IndexedArticle:
    random = np.random.default_rng(number)
    chosen = random.choice(words, (PASSAGES, SENTENCES, WORDS)).tolist()
    sentences = [[f"{' '.join(sentence)}." for sentence in passage] for passage in chosen]
    metadata = Metadata(title=" ".join(chosen[0][0][:8]), published=FIRST_DAY + timedelta(days=number % DAYS))
    text = " ".join(sentence for passage in sentences for sentence in passage)
    article = Article(
        id=f"{number:016x}",
        version=1,
        source=f"/{number}.txt",
        text=text,
        metadata=metadata,
        digest=content_digest(text, metadata),
        ingested=FIRST_DAY,
        passage_count=PASSAGES,
    )
    return IndexedArticle(article, tuple(_passages(article, sentences)), _vectors(random))


def _passages(article: Article, sentences: Sequence[Sequence[str]]) -> Iterator[StoredPassage]:
    start = 0
    for passage in sentences:
        spans = []
        for sentence in passage:
            spans.append(Span(start, start + len(sentence)))
            start += len(sentence) + 1
        whole = Span(spans[0].start, spans[-1].end)
        stored = Passage(article.key, whole.start, whole.end, whole.of(article.text))
        yield StoredPassage(passage=stored, sentences=tuple(spans), metadata=article.metadata, story=article.id)


def _vectors(random: np.random.Generator) -> np.ndarray:
    """Unit vectors around some of the centres."""
    centres = np.random.default_rng(0).normal(size=(CLUSTERS, DIMENSIONS))
    near = centres[random.integers(0, CLUSTERS, PASSAGES)]
    vectors = near + random.normal(size=near.shape)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
