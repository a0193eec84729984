"""The files of Chroma's vector index, looked at before Chroma loads them.

Its native code believes them: a wrong length or a link to a vector that does not exist ends the whole process, and a
missing file makes vectors disappear from searches without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot.library.vector_layout import (
    FILES,
    HEADER_FILE,
    LENGTHS_FILE,
    LINKS_FILE,
    NAMES_FILE,
    VECTORS_FILE,
    WORD,
    Layout,
    damaged,
    read_layout,
)
from chatbot.library.vector_links import check_upper_links

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PICKLE_END = b"."
_DELETED = 1 << 16
"""A flag beside the number of an element's links."""


def check_vector_index(folder: Path, expected: int | None) -> None:
    """Look at one index's files.

    Args:
        folder: of the index, named like its segment.
        expected: how many vectors must be in it; None: all are still in Chroma's queue, which needs no file.

    Raises:
        LibraryDamaged: a file is missing or cannot be what Chroma wrote; names it.
    """
    if expected is None and not (folder / HEADER_FILE).exists():
        return
    for name in FILES if expected is not None else FILES[:4]:
        if not (folder / name).is_file():
            raise damaged(folder / name, "is missing")
    _check_names(folder / NAMES_FILE)
    layout = read_layout(folder / HEADER_FILE)
    layout.unused(folder / LENGTHS_FILE)
    live = _check_elements(folder / VECTORS_FILE, layout)
    check_upper_links(folder / LINKS_FILE, layout)
    if expected is not None and live < expected:
        raise damaged(folder, f"holds {live} vectors instead of {expected}")


def check_vectors(folder: Path) -> None:
    """Look at the vectors themselves, all of which Chroma has brought to unit length.

    Raises:
        LibraryDamaged: one has another length.
    """
    import numpy as np

    if not (folder / HEADER_FILE).exists():
        return
    layout = read_layout(folder / HEADER_FILE)
    label_at = layout.size - 2 * WORD
    for rows in _blocks(folder / VECTORS_FILE, layout):
        vectors = np.ascontiguousarray(rows[:, layout.vector_at : label_at]).view("<f4")
        # What a deleted article left behind may be anything.
        alive = (np.ascontiguousarray(rows[:, :WORD]).view("<u4")[:, 0] & _DELETED) == 0
        lengths = np.linalg.norm(vectors[alive].astype(np.float64), axis=1)
        if not np.all(np.abs(lengths - 1) < 1e-2):
            raise damaged(folder / VECTORS_FILE, "holds a vector that is none")


def _check_names(path: Path) -> None:
    """Chroma overwrites this file in place: a process that is killed just then leaves an empty one, or a part."""
    if path.exists():
        with path.open("rb") as file:
            size = file.seek(0, SEEK_END)
            file.seek(max(0, size - 1))
            if file.read() != _PICKLE_END:
                raise damaged(path, "is cut off")


def _check_elements(path: Path, layout: Layout) -> int:
    """How many elements are not deleted, when all of them link only to elements that exist."""
    import numpy as np

    layout.unused(path)
    live = 0
    for rows in _blocks(path, layout):
        words = rows[:, : layout.vector_at].view("<u4")
        counts, links = words[:, :1] & 0xFFFF, words[:, 1:]
        used = np.arange(layout.most_links) < counts
        if np.any(counts > layout.most_links) or np.any(used & (links >= layout.count)):
            raise damaged(path, "links to vectors that do not exist")
        live += int(np.count_nonzero((words[:, 0] & _DELETED) == 0))
    return live


def _blocks(path: Path, layout: Layout) -> Iterator[NDArray[Any]]:
    """The elements as rows of bytes, some at a time. Not mapped: where a disk fails, reading says so."""
    import numpy as np

    step = 10_000
    with path.open("rb") as file:
        for at in range(0, layout.count, step):
            number = min(step, layout.count - at)
            content = file.read(number * layout.size)
            yield np.frombuffer(content, np.uint8).reshape(number, layout.size)
