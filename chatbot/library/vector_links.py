"""The links of a vector index above its lowest level, read from Chroma's file and looked at all at once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.library.vector_layout import HIGHEST_LEVEL, WORD, Layout, damaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of links, one after the other as in the file."""

    levels: NDArray[np.int64]
    """(elements,): how many levels each element reaches above the lowest."""
    level: NDArray[np.int64]
    """(lists,): the level of each list, the one above the lowest being 0."""
    words: NDArray[np.uint32]
    """(lists, 1 + most links): the number of links, with flags in its upper half, and the elements that they reach."""


def check_upper_links(path: Path, layout: Layout) -> None:
    """See that every link leads to an element that reaches the link's level.

    Raises:
        LibraryDamaged: the file is cut off or garbled, or one does not.
    """
    import numpy as np

    lists = _read(path, layout)
    if layout.count and lists.levels[layout.first] != max(layout.highest, 0):
        raise damaged(path, "does not fit its header")
    counts, links = lists.words[:, :1] & 0xFFFF, lists.words[:, 1:]
    used = np.arange(layout.most_links_above) < counts
    existing = links < layout.count
    reached = lists.levels[np.where(existing, links, 0)] > lists.level[:, None] if layout.count else existing
    if np.any(counts > layout.most_links_above) or np.any(used & ~(existing & reached)):
        raise damaged(path, "links to vectors that do not exist")


def _read(path: Path, layout: Layout) -> _Lists:
    import numpy as np

    words = np.frombuffer(path.read_bytes()[: path.stat().st_size // WORD * WORD], "<u4")
    width = layout.most_links_above + 1
    elements, starts, numbers = _places(path, words, layout)
    levels = np.zeros(layout.count, np.int64)
    levels[elements] = numbers
    level = np.concatenate([np.arange(number) for number in numbers] or [np.zeros(0, np.int64)])
    first = np.repeat(np.array(starts, np.int64), numbers) + level * width
    return _Lists(levels, level, words[first[:, None] + np.arange(width)])


def _places(path: Path, words: NDArray[np.uint32], layout: Layout) -> tuple[list[int], list[int], list[int]]:
    """The elements that have lists, where in the file these begin, in words, and how many there are.

    Each element has the bytes of its lists before them. Fifteen of sixteen have none, and in a large library stepping
    over these one by one would take as long as everything else.
    """
    import numpy as np

    size = (layout.most_links_above + 1) * WORD
    filled = np.flatnonzero(words).tolist()
    places: tuple[list[int], list[int], list[int]] = ([], [], [])
    element, at, next_filled = 0, 0, 0
    while element < layout.count:
        next_filled = bisect_left(filled, at, next_filled)
        empty = min(layout.count - element, (filled[next_filled] if next_filled < len(filled) else len(words)) - at)
        element, at = element + empty, at + empty
        if element == layout.count:
            break
        length = int(words[at]) if at < len(words) else -1
        if length % size or not 0 < length <= HIGHEST_LEVEL * size or at + 1 + length // WORD > len(words):
            raise damaged(path, "is cut off or garbled")
        for values, value in zip(places, (element, at + 1, length // size), strict=True):
            values.append(value)
        element, at = element + 1, at + 1 + length // WORD
    return places
