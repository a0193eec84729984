"""Texts compared by their letters and digits alone: prompts, pages and answers space and quote differently. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

FEWEST = 12
"""Letters that a part of a quote must have to prove that the part stands somewhere."""
_NUMBER = re.compile(r"\[\d{1,3}\]")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?\"”])\s+")


def letters(text: str) -> str:
    """The letters and digits of a text in lower case, without the numbers in square brackets that cite something."""
    return "".join(filter(str.isalnum, _NUMBER.sub(" ", text).casefold()))


def pieces(quote: str) -> list[str]:
    """The letters of the sentences of a quote, but for sentences too short to be told apart from others."""
    return [piece for sentence in _BETWEEN_SENTENCES.split(quote) if len(piece := letters(sentence)) >= FEWEST]


def holds(whole: str, quote: str) -> bool:
    """Whether a quote stands in a text, in one place or sentence by sentence.

    Args:
        whole: the letters of the text.
        quote: as it was written.
    """
    parts = pieces(quote)
    return letters(quote) in whole or (len(parts) > 1 and all(part in whole for part in parts))


def places(wanted: str, texts: Sequence[str]) -> Iterator[list[int]]:
    """Where some letters stand in texts that follow each other: for each place the texts that it touches, by number."""
    flat = [letters(text) for text in texts]
    whole, ends = "".join(flat), list(accumulate(map(len, flat)))
    at = whole.find(wanted) if wanted else -1
    while at >= 0:
        past = at + len(wanted)
        touched = (number for number, end in enumerate(ends) if at < end and end - len(flat[number]) < past)
        yield [number for number in touched if flat[number]]
        at = whole.find(wanted, at + 1)
