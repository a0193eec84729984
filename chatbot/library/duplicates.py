"""Recognises near-identical articles: wire copies that several outlets carry with small edits.

Candidates are the nearest articles by embedding; the decision is made on the words themselves, by the resemblance of
Broder, "On the resemblance and containment of documents" (1997): containment of the smaller set of word 4-grams.
Containment rather than resemblance, because outlets shorten a wire story from the end.

Two bulletins made from one template share most 4-grams too, and tell of two earthquakes. Their facts tell them apart
(`facts_differ`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.letters import folded
from chatbot.library.template_facts import facts_differ
from chatbot.records import Article

SHINGLE_WORDS = 4
CANDIDATE_SIMILARITY = 0.85
"""Least cosine of two article embeddings for their words to be compared."""
COPY_CONTAINMENT = 0.6
"""Least containment for a copy; measured in docs/benchmarks.md."""
LEAST_SHINGLES = 20
"""Shorter texts are alike by accident."""

_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """Hashes of all runs of four words, case, punctuation and marks on letters ignored."""
    words = _WORD.findall(folded(text).casefold())
    return frozenset(hash(tuple(words[at : at + SHINGLE_WORDS])) for at in range(len(words) - SHINGLE_WORDS + 1))


def containment(first: frozenset[int], second: frozenset[int]) -> float:
    """Share of the smaller set that the other holds too, 0..1; 0 when either is too small to tell."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller >= LEAST_SHINGLES else 0.0


def is_copy(first: str, second: str) -> bool:
    """Whether two texts are copies of one story."""
    return containment(shingles(first), shingles(second)) >= COPY_CONTAINMENT and not facts_differ(first, second)


def original_of(article: Article, candidates: Sequence[Article]) -> str:
    """Id of the article of which this one is a copy, or empty."""
    for candidate in candidates:
        if article.id not in {candidate.id, candidate.duplicate_of} and is_copy(article.text, candidate.text):
            return candidate.duplicate_of or candidate.id
    return ""
