"""The sentences of the articles in scope, with their meaning and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.embedding.encoder import TextEncoder
from chatbot.library.library import Library
from chatbot.records import ArticleSummary, Evidence, StoredPassage
from chatbot.text.sentence_kinds import asks
from chatbot.text.tokenizing import unspaced_words

LEAST_WORDS = 5
"""Shorter sentences are headings, bylines and captions."""
MOST_SENTENCES = 15_000
"""Read for one briefing: 300 articles of 50 sentences."""
CONTEXT = 6
"""Sentences on either side that tell what a sentence is about."""
BATCH = 256

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Material:
    """Sentences in the order of their articles; arrays have one row for each."""

    sentences: tuple[Evidence, ...]
    vectors: Vectors
    """Unit vectors."""
    contexts: Vectors
    """Unit vectors of each sentence together with those around it in its article."""
    positions: NDArray[np.int64]
    """Place in the article, from 0."""
    stories: NDArray[np.int64]
    """Number of the story; copies of a wire story have the same."""


def read_sentences(library: Library, articles: Sequence[ArticleSummary]) -> list[Evidence]:
    """The sentences of the articles; of a story that several carry, those of the article that was first in the library.

    A sentence that its article repeats, such as a caption, is read once.
    """
    copies: dict[str, list[str]] = {}
    passages = library.passages_of([article.id for article in articles])
    for story, article_id in dict.fromkeys((item.story, _article(item)[0]) for item in passages):
        copies.setdefault(story, []).append(article_id)
    first = {story: story if story in ids else min(ids) for story, ids in copies.items()}
    seen: set[tuple[str, str]] = set()
    sentences = []
    for stored in passages:
        if _article(stored)[0] == first[stored.story]:
            others = tuple(one for one in copies[stored.story] if one != first[stored.story])
            for item in _sentences(stored, others):
                if (item.article_id, item.quote) not in seen:
                    seen.add((item.article_id, item.quote))
                    sentences.append(item)
    return sentences[:MOST_SENTENCES]


def embed(sentences: Sequence[Evidence], encoder: TextEncoder, known: list[Vectors]) -> Iterator[int]:
    """Embed sentences batch by batch into `known`; yields how many are done."""
    for at in range(0, len(sentences), BATCH):
        known.append(encoder.encode([item.quote for item in sentences[at : at + BATCH]]))
        yield min(at + BATCH, len(sentences))


def build_material(sentences: Sequence[Evidence], vectors: Vectors) -> Material:
    """Sentences with what stands around them.

    Args:
        sentences: those of one article in a row, in its order.
        vectors: their embeddings, one unit vector a row.
    """
    contexts = np.empty_like(vectors)
    positions = np.empty(len(sentences), np.int64)
    for start, end in _runs(sentences):
        positions[start:end] = np.arange(end - start)
        contexts[start:end] = _smoothed(vectors[start:end])
    numbers = {story: number for number, story in enumerate(dict.fromkeys(item.story for item in sentences))}
    stories = np.array([numbers[item.story] for item in sentences], np.int64)
    return Material(tuple(sentences), vectors, contexts, positions, stories)


def _runs(sentences: Sequence[Evidence]) -> Iterator[tuple[int, int]]:
    """Where the sentences of each article begin and end."""
    start = 0
    for at in range(1, len(sentences) + 1):
        if at == len(sentences) or sentences[at].article_key != sentences[start].article_key:
            yield start, at
            start = at


def _smoothed(vectors: Vectors) -> Vectors:
    """Each row averaged with its neighbours, by differences of running sums, scaled to length 1."""
    sums = np.vstack([np.zeros((1, vectors.shape[1]), np.float64), np.cumsum(vectors, axis=0, dtype=np.float64)])
    at = np.arange(len(vectors))
    totals = sums[np.minimum(at + CONTEXT + 1, len(vectors))] - sums[np.maximum(at - CONTEXT, 0)]
    scaled: Vectors = (totals / np.maximum(np.linalg.norm(totals, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return scaled


def _article(stored: StoredPassage) -> tuple[str, int]:
    article_id, _, version = stored.passage.article_key.partition("@")
    return article_id, int(version)


def _sentences(stored: StoredPassage, copies: tuple[str, ...]) -> Iterator[Evidence]:
    passage = stored.passage
    article_id, version = _article(stored)
    for span in stored.sentences:
        quote = span.shifted(-passage.start).of(passage.text)
        if span in stored.headings or asks(quote):
            continue
        if len(re.findall(r"\w+", quote)) + unspaced_words(quote) >= LEAST_WORDS:
            yield Evidence(
                article_id, version, span, quote, stored.metadata,
                context=passage.text, story=stored.story, copies=copies,
            )  # fmt: skip
