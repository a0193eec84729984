"""The files of Chroma's vector index, looked at before Chroma loads them.

Its native code believes them: a wrong length or a link to a vector that does not exist ends the whole process, and a
missing file makes vectors disappear from searches without a word.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot.errors import LibraryDamaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEADER_FILE = "header.bin"
VECTORS_FILE = "data_level0.bin"
LINKS_FILE = "link_lists.bin"
LENGTHS_FILE = "length.bin"
NAMES_FILE = "index_metadata.pickle"
"""Chroma writes it last, and only once vectors have left its queue."""
FILES = (HEADER_FILE, VECTORS_FILE, LINKS_FILE, LENGTHS_FILE, NAMES_FILE)
REMEDY = (
    "Run `chatbot doctor --repair`, which makes the vector index anew from the articles' texts and keeps the damaged "
    "files aside, or `chatbot restore` a backup."
)
# As Chroma's fork of hnswlib writes it: version; then offset of the links, capacity, number of vectors, bytes of one
# element, offset of its label, offset of its vector; highest level, first element; then most links of an element above
# the lowest level, most on the lowest, most when it was added; two parameters of building.
_HEADER = struct.Struct("<i6QiI3QdQ")
_PICKLE_END = b"."
_WORD = 4
_HIGHEST_LEVEL = 64
_DELETED = 1 << 16
"""A flag beside the number of an element's links."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the header says about the other files."""

    capacity: int
    count: int
    size: int
    vector_at: int
    highest: int
    first: int
    most_links_above: int
    most_links: int

    def unused(self, path: Path) -> tuple[int, int]:
        """Where the room behind the last vector begins and ends, in bytes.

        Args:
            path: the file of the vectors or that of their lengths; Chroma writes both with or without room for more.

        Raises:
            LibraryDamaged: the file is too short, or longer than its capacity.
        """
        element = self.size if path.name == VECTORS_FILE else _WORD
        start, end = self.count * element, path.stat().st_size
        if not start <= end <= self.capacity * element:
            raise damaged(path, f"has {end} bytes instead of {start}")
        return start, end


def read_layout(header: Path) -> Layout:
    """The layout that a header file tells.

    Raises:
        LibraryDamaged: it has another length, or its numbers contradict each other.
    """
    content = header.read_bytes()
    if len(content) != _HEADER.size:
        raise damaged(header, f"has {len(content)} bytes instead of {_HEADER.size}")
    _, _, capacity, count, size, label_at, vector_at, highest, first, above, lowest, _, _, _ = _HEADER.unpack(content)
    layout = Layout(capacity, count, size, vector_at, highest, first, above, lowest)
    fits = (
        vector_at == (lowest + 1) * _WORD
        and size == label_at + 2 * _WORD
        and vector_at < label_at
        and count <= capacity
        and above <= lowest
        and highest <= _HIGHEST_LEVEL
        and (not count or first < count)
    )
    if not fits:
        raise damaged(header, "contradicts itself")
    return layout


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
    _check_upper_links(folder / LINKS_FILE, layout)
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
    label_at = layout.size - 2 * _WORD
    for rows in _blocks(folder / VECTORS_FILE, layout):
        vectors = np.ascontiguousarray(rows[:, layout.vector_at : label_at]).view("<f4")
        # What a deleted article left behind may be anything.
        alive = (np.ascontiguousarray(rows[:, :_WORD]).view("<u4")[:, 0] & _DELETED) == 0
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


def _check_upper_links(path: Path, layout: Layout) -> None:
    content = path.read_bytes()
    lists = _upper_lists(path, content, layout)
    levels = [len(part) // _list_size(layout) for part in lists]
    if layout.count and levels[layout.first] != max(layout.highest, 0):
        raise damaged(path, "does not fit its header")
    for part in lists:
        for level in range(len(part) // _list_size(layout)):
            at = level * _list_size(layout)
            number, *links = struct.unpack_from(f"<{layout.most_links_above + 1}I", part, at)
            reached = links[: number & 0xFFFF]
            if number & 0xFFFF > layout.most_links_above or any(
                link >= layout.count or levels[link] <= level for link in reached
            ):
                raise damaged(path, "links to vectors that do not exist")


def _upper_lists(path: Path, content: bytes, layout: Layout) -> list[bytes]:
    """For each element the bytes of its links above the lowest level; most have none."""
    lists: list[bytes] = []
    at = 0
    for _ in range(layout.count):
        length = int.from_bytes(content[at : at + _WORD], "little")
        at += _WORD
        if length % _list_size(layout) or length > _HIGHEST_LEVEL * _list_size(layout) or at + length > len(content):
            raise damaged(path, "is cut off or garbled")
        lists.append(content[at : at + length])
        at += length
    return lists


def _list_size(layout: Layout) -> int:
    return (layout.most_links_above + 1) * _WORD


def damaged(path: Path, how: str) -> LibraryDamaged:
    return LibraryDamaged(f"A file of the vector index is damaged: {path} {how}", REMEDY)
