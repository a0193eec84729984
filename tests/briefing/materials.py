"""Material of sentences written for a test, with the product's embeddings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from chatbot.briefing.material import Material, build_material
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.records import Evidence, Metadata, Span

ENCODER = SentenceEncoder()


def material_of(*articles: tuple[int, str, tuple[str, ...]]) -> Material:
    """Articles as day in March 2026, title, and sentences."""
    sentences: list[Evidence] = []
    for number, (day, title, quotes) in enumerate(articles):
        metadata = Metadata(title=title, published=datetime(2026, 3, day, tzinfo=UTC))
        name, at = f"article{number}", 0
        for quote in quotes:
            sentences.append(Evidence(name, 1, Span(at, at + len(quote)), quote, metadata, story=name))
            at += len(quote) + 1
    return build_material(sentences, ENCODER.encode([item.quote for item in sentences]))


def as_opinion(material: Material, article: str) -> Material:
    """The same, with one article an opinion."""
    sentences = tuple(
        replace(item, metadata=replace(item.metadata, opinion=True)) if item.article_id == article else item
        for item in material.sentences
    )
    return replace(material, sentences=sentences)
