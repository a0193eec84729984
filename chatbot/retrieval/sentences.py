"""Passages opened into their sentences."""

from __future__ import annotations

from collections.abc import Iterator

from chatbot.records import Evidence, RankedPassage, Span, StoredPassage


def sentences_of(ranked: RankedPassage) -> Iterator[Evidence]:
    """All sentences of a passage in its order, headings among them."""
    stored = ranked.stored
    passage = stored.passage
    article_id, _, version = passage.article_key.partition("@")
    previous: Span | None = None
    for span in stored.sentences:
        yield Evidence(
            article_id=article_id,
            version=int(version),
            span=span,
            quote=span.shifted(-passage.start).of(passage.text),
            metadata=stored.metadata,
            score=ranked.score,
            similarity=ranked.similarity,
            context=passage.text,
            before=_directly_before(stored, previous, span),
            story=stored.story,
            copies=ranked.copies,
            heading=span in stored.headings,
        )
        previous = span


def _directly_before(stored: StoredPassage, previous: Span | None, sentence: Span) -> str:
    """The characters from one sentence to the next; empty where what is no evidence stands between, or a heading."""
    passage = stored.passage
    if previous is None or previous in stored.headings:
        return ""
    if Span(previous.end, sentence.start).shifted(-passage.start).of(passage.text).strip():
        return ""
    return Span(previous.start, sentence.start).shifted(-passage.start).of(passage.text)
