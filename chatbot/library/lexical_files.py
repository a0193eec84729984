"""Whether the files of a Tantivy index are those that Tantivy wrote: it puts a checksum behind each."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

# Each file ends in a JSON object with the CRC-32 of what stands before it, the object's length, and this number.
_MAGIC = 1337
_WORD = 4
_BLOCK = 1 << 20


def is_whole(directory: Path) -> bool:
    """Whether this is a folder in which every file of the index matches its checksum; a missing file goes unnoticed."""
    if not directory.is_dir():
        return False
    # Names with a dot in front, and the JSON files, are Tantivy's notes, which it checks itself.
    return all(_is_whole(path) for path in directory.iterdir() if path.suffix not in {".json", ".lock"})


def _is_whole(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - 2 * _WORD, 0))
        length, magic = (int.from_bytes(file.read(_WORD), "little") for _ in range(2))
        body = size - 2 * _WORD - length
        if magic != _MAGIC or body < 0:
            return False
        file.seek(body)
        try:
            expected = int(json.loads(file.read(length))["crc"])
        except (ValueError, KeyError, TypeError):
            return False
        file.seek(0)
        found, left = 0, body
        while left and (block := file.read(min(_BLOCK, left))):
            found, left = zlib.crc32(block, found), left - len(block)
    return found == expected
