"""Passages opened into the sentences that an answer may cite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatbot.records import Evidence, Passage, RankedPassage, Span

LEAST_WORDS = 4
"""Shorter sentences are headings, bylines and captions more often than news."""
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")
"""Scripts that put no spaces between words count by characters."""
_ENDS = re.compile(r"[.!?…。！？:;]['\"”’»)\]*_]*$")


def sentences_of(ranked: RankedPassage) -> Iterator[Evidence]:
    """All sentences of a passage in its order, headings among them."""
    passage = ranked.stored.passage
    article_id, _, version = passage.article_key.partition("@")
    previous: Span | None = None
    for span in ranked.stored.sentences:
        yield Evidence(
            article_id=article_id,
            version=int(version),
            span=span,
            quote=span.shifted(-passage.start).of(passage.text),
            metadata=ranked.stored.metadata,
            score=ranked.score,
            similarity=ranked.similarity,
            context=passage.text,
            before=_directly_before(passage, previous, span),
            story=ranked.stored.story,
            copies=ranked.copies,
        )
        previous = span


def is_heading(quote: str) -> bool:
    """Whether a sentence only heads what follows: it is marked as a heading, or too short and without an end."""
    return quote.startswith("#") or (not tells(quote) and not _ENDS.search(quote.rstrip()))


def asks(quote: str) -> bool:
    """Whether a sentence asks instead of telling; a question backs nothing."""
    return quote.rstrip('*"”’) ').endswith(("?", "？"))


def tells(quote: str) -> bool:
    """Whether a sentence is long enough to tell something by itself."""
    return len(_WORD.findall(quote)) >= LEAST_WORDS and not quote.startswith("#")


def _directly_before(passage: Passage, previous: Span | None, sentence: Span) -> str:
    """The characters from one sentence to the next; empty where what is no evidence stands between, or a heading."""
    if previous is None or Span(previous.end, sentence.start).shifted(-passage.start).of(passage.text).strip():
        return ""
    text = Span(previous.start, sentence.start).shifted(-passage.start).of(passage.text)
    return "" if text.startswith("#") else text
