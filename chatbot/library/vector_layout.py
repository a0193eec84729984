"""How Chroma's vector index lies in its files."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from chatbot.errors import LibraryDamaged

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
WORD = 4
"""Bytes of a number in the files of vectors, links and lengths."""
HIGHEST_LEVEL = 64
"""No index of any size reaches it: each level holds a sixteenth of the one below."""


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
        element = self.size if path.name == VECTORS_FILE else WORD
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
        vector_at == (lowest + 1) * WORD
        and size == label_at + 2 * WORD
        and vector_at < label_at
        and count <= capacity
        and above <= lowest
        and highest <= HIGHEST_LEVEL
        and (not count or first < count)
    )
    if not fits:
        raise damaged(header, "contradicts itself")
    return layout


def damaged(path: Path, how: str) -> LibraryDamaged:
    return LibraryDamaged(f"A file of the vector index is damaged: {path} {how}", REMEDY)
