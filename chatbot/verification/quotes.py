"""Looks up quotes that a model says it copied: only those that stand in the evidence count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from chatbot.letters import folded
from chatbot.records import Evidence

LEAST_LETTERS = 12
"""A shorter quote stands anywhere."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no spaces between words, so that a quote may begin and end anywhere."""


def evidence_holding(quote: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences in which a quote stands, letter for letter: one, or neighbours that hold it together.

    Case, punctuation, white space and marks on letters are free, since models write quotation marks and dashes their
    own way, and "Muller" for "Müller". A quote begins and ends where words do: "legal by now" does not stand in
    "illegal by now".

    Args:
        quote: as a model gave it.
        evidence: in the order of the articles.

    Returns:
        Nothing where the quote is too short to prove anything, or stands nowhere.
    """
    wanted = _letters(quote)
    if len(wanted) < LEAST_LETTERS:
        return ()
    for item in evidence:
        if _stands_in(wanted, item.quote):
            return (item,)
    for pair in pairwise(evidence):
        if pair[0].article_key == pair[1].article_key and _stands_in(wanted, f"{pair[0].quote} {pair[1].quote}"):
            return pair
    return ()


def all_found(quotes: Iterable[str], evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences that hold all quotes; nothing where one of them stands nowhere, or there is none."""
    held = [evidence_holding(quote, evidence) for quote in quotes]
    return tuple(dict.fromkeys(item for found in held for item in found)) if all(held) else ()


def _stands_in(wanted: str, text: str) -> bool:
    """Whether letters stand in a text as whole words."""
    plain = folded(text).casefold()
    places = [at for at, letter in enumerate(plain) if letter.isalnum()]
    joined = "".join(plain[at] for at in places)
    start = joined.find(wanted)
    while start >= 0:
        first, last = places[start], places[start + len(wanted) - 1]
        if not _inside_word(plain[max(first - 1, 0) : first + 1]) and not _inside_word(plain[last : last + 2]):
            return True
        start = joined.find(wanted, start + 1)
    return False


def _inside_word(neighbours: str) -> bool:
    """Whether a word goes on between two characters."""
    return len(neighbours) > 1 and neighbours.isalnum() and not _UNSPACED.search(neighbours)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text).casefold()))
