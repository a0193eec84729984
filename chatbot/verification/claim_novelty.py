"""Words of a claim that its evidence holds in no form: the plainest sign of what is not backed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chatbot.records import Span
from chatbot.verification.claim_analysis import analyse
from chatbot.verification.claim_names import is_known
from chatbot.verification.claim_numbers import Number, is_backed, numbers_of
from chatbot.verification.claim_words import Word, words_of
from chatbot.verification.marked_words import join_neighbours

LEAST_SPELLED = 3
"""Smaller numbers in words are often counted by the writer: "the two presidents"."""


def novel_spans(claim: str, evidence: Sequence[str]) -> tuple[Span, ...]:
    """The content words that no evidence sentence holds, in order, neighbours joined.

    Numbers are compared by value, names with their related forms ("Russia", "Russian"), other words by their stems.
    """
    known = [analyse(text) for text in evidence]
    stems = frozenset[str]().union(*(text.content for text in known))
    words = frozenset[str]().union(*(text.words for text in known))
    values = frozenset[float]().union(*(text.values for text in known))
    numbers = numbers_of(claim)
    novel = []
    for word, place in _placed(claim):
        number = next((each for each in numbers if each.start <= place.start < each.end), None)
        is_novel = _is_novel(number, values) if number else word.stem not in stems and not _is_held(word, words)
        if is_novel and word.is_content:
            novel.append(place)
    return join_neighbours(novel, claim)


def _placed(claim: str) -> Iterator[tuple[Word, Span]]:
    at = 0
    for word in words_of(claim):
        start = claim.index(word.text, at)
        at = start + len(word.text)
        yield word, Span(start, at)


def _is_novel(number: Number, values: frozenset[float]) -> bool:
    return (number.in_digits or number.value >= LEAST_SPELLED) and not is_backed(number, values)


def _is_held(word: Word, words: frozenset[str]) -> bool:
    """Whether the evidence has the word as it is, or a name that is related to it."""
    if word.text[:1].isupper():
        return is_known(word.text.replace(".", ""), words)
    return word.text.casefold() in words
