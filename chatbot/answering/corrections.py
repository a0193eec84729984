"""Finds the corrections that a publisher has printed of articles which an answer cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.models.claim_words import words_of
from chatbot.records import Evidence

SHARED_WORDS = 2
"""Words that the correction's title must share with the corrected article's title and sentence."""
STEM = 5
"""Letters of a word that are compared."""

SENTENCES = 2
"""One sentence of a correction tends to say what was wrong, the next what is right."""

_NOTICE = re.compile(
    r"\W*(?:corrections?|clarifications?|erratum|editor['’]?s['’]? note|berichtigung|korrektur|richtigstellung|"
    r"rectificatif|correcti[fe]|rectificación|corrección|rettifica|correctie|rättelse)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")


def is_correction(title: str) -> bool:
    """Whether a title announces the correction of an earlier article."""
    return bool(_NOTICE.match(title))


def find_corrections(cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[tuple[Evidence, ...]]:
    """The sentences that correct cited articles: the best two of each correction not yet cited, in their order.

    Args:
        cited: the evidence that the answer cites so far.
        evidence: everything that was found, best first.
    """
    known = {item.article_id for item in cited}
    found: dict[str, list[Evidence]] = {}
    for notice in evidence:
        if notice.article_id not in known and any(corrects(notice, item) for item in cited):
            found.setdefault(notice.article_id, []).append(notice)
    return [tuple(sorted(notices[:SENTENCES], key=lambda item: item.span)) for notices in found.values()]


def corrects(notice: Evidence, item: Evidence) -> bool:
    """Whether one piece of evidence stands in a correction of the other's article."""
    if notice.article_id == item.article_id or not is_correction(notice.metadata.title):
        return False
    if notice.metadata.publisher != item.metadata.publisher:
        return False
    before, after = item.metadata.published, notice.metadata.published
    if before and after and after < before:
        return False
    return len(_stems(notice.metadata.title) & _stems(f"{item.metadata.title} {item.quote}")) >= SHARED_WORDS


def _stems(text: str) -> set[str]:
    """Of the words that carry meaning: "after", "with" and "from" stand in any two titles."""
    return {word.stem[:STEM] for word in words_of(text) if word.is_content and _WORD.fullmatch(word.text)}
