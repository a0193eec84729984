"""Looks up quotes that a model says it copied: only those that stand in the evidence count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chatbot.records import Evidence

LEAST_LETTERS = 12
"""A shorter quote stands anywhere."""


def evidence_holding(quote: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences in which a quote stands, letter for letter: one, or neighbours that hold it together.

    Case, punctuation and white space are free, since models write quotation marks and dashes their own way.

    Args:
        quote: as a model gave it.
        evidence: in the order of the articles.

    Returns:
        Nothing where the quote is too short to prove anything, or stands nowhere.
    """
    wanted = _letters(quote)
    if len(wanted) < LEAST_LETTERS:
        return ()
    letters = [_letters(item.quote) for item in evidence]
    for item, text in zip(evidence, letters, strict=True):
        if wanted in text:
            return (item,)
    for at in range(len(evidence) - 1):
        pair = evidence[at], evidence[at + 1]
        if pair[0].article_key == pair[1].article_key and wanted in letters[at] + letters[at + 1]:
            return pair
    return ()


def all_found(quotes: Iterable[str], evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences that hold all quotes; nothing where one of them stands nowhere, or there is none."""
    held = [evidence_holding(quote, evidence) for quote in quotes]
    return tuple(dict.fromkeys(item for found in held for item in found)) if all(held) else ()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
