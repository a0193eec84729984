"""Which known words a misspelt one may be meant to be: few edits away, and often met.

Edits are those of Damerau: a letter left out, put in, replaced, or swapped with its neighbour.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

LEAST_LETTERS = 5
"""Shorter words have too many neighbours to tell which one is meant."""
LONG = 8
"""Letters from which on a word may be two edits away, otherwise one."""
COST_OF_EDIT = 4.0
"""One edit more weighs as much as standing in 55 times as many passages: a rare neighbour is often an error itself."""


def may_be_misspelt(term: str) -> bool:
    """Whether a term that stands nowhere can be compared with others: long enough, and made of letters alone."""
    return len(term) >= LEAST_LETTERS and term.isalpha()


def most_edits(term: str) -> int:
    """How many edits a known word may be away from this one."""
    return 2 if len(term) >= LONG else 1


def nearest(term: str, known: Iterable[tuple[str, int]], limit: int) -> list[str]:
    """The known words that this one is most likely meant to be, the likeliest first.

    Args:
        term: misspelt.
        known: words, each with the number of texts that it stands in, at least 1.
        limit: how many words at most.
    """
    most, letters, length = most_edits(term), set(term), len(term)
    found = []
    for word, count in known:
        # Each edit changes the length by one at most, and the set of letters by two: cheap to see, and rarely true.
        if abs(len(word) - length) <= most and len(letters.symmetric_difference(word)) <= 2 * most:
            edits = edits_between(term, word, most)
            if edits <= most:
                found.append((COST_OF_EDIT * edits - math.log(count), word))
    return [word for _, word in sorted(found)[:limit]]


def edits_between(one: str, other: str, most: int) -> int:
    """How many edits part two words; any number above `most` when they are more.

    This is optimal string alignment: letters that were swapped are not edited again.
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, compared in enumerate(other, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != compared))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == compared:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, above = above, current
    return above[-1]
