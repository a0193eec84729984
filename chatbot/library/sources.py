"""Everything that a user can name as a source: files, folders, addresses, feeds, standard input."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from chatbot.errors import ReadError, UnreadableSource
from chatbot.library.feeds import is_feed, read_feed
from chatbot.library.fetching import Fetcher
from chatbot.library.folders import FolderListing, listed
from chatbot.library.pages import read_page
from chatbot.library.readers import SUPPORTED_SUFFIXES, Failure, ReadResult, read_bytes, read_file
from chatbot.library.readers.result import MAX_SOURCE_BYTES
from chatbot.library.readers.signatures import sniffed_suffix
from chatbot.records import Document, Metadata

__all__ = ["Failure", "article_files", "count_sources", "open_sources", "read_stdin"]

STDIN = "-"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_ONE_ARTICLE = SUPPORTED_SUFFIXES - {".json", ".jsonl", ".ndjson"}


def open_sources(
    items: Sequence[str],
    fetcher: Fetcher,
    overrides: Metadata | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | Failure]:
    """The articles of all items, in order, each read when it is asked for; what cannot be read becomes a failure.

    Args:
        items: paths of files and folders, http(s) addresses of pages, files and feeds, or `-` for standard input.
            Folders are read recursively, in sorted order, without hidden files, files named README, and files of
            other suffixes.
        fetcher: fetches the addresses.
        overrides: takes the place of what the sources state.
        stdin: read for `-`; the process's own by default.
    """
    for item in items:
        try:
            for found in _open(item, fetcher, stdin):
                yield _overridden(found, overrides or Metadata())
        except ReadError as error:
            yield Failure(item, error)
        except (OSError, RuntimeError) as error:  # A folder that may not be read, a link to itself, no such user.
            remedy = "Check that the path exists and that you may read it."
            yield Failure(item, UnreadableSource(f"{item} cannot be read: {error}", remedy))


def count_sources(items: Sequence[str]) -> int | None:
    """How many documents and failures `open_sources` will yield, or None when only reading can tell."""
    counts = [_count(item) for item in items]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _open(item: str, fetcher: Fetcher, stdin: BinaryIO | None) -> Iterator[Document | Failure]:
    if item == STDIN:
        yield from _flattened(read_stdin(stdin or sys.stdin.buffer))
    elif _ADDRESS.match(item):
        yield from _open_address(item, fetcher)
    elif Path(item).expanduser().is_dir():
        yield from _open_folder(Path(item).expanduser())
    else:
        yield from _flattened(read_file(Path(item)))


def _open_address(url: str, fetcher: Fetcher) -> Iterator[Document | Failure]:
    fetched = fetcher.fetch(url)
    if is_feed(fetched):
        yield from read_feed(fetched, fetcher)
    else:
        yield from _flattened(read_page(fetched))


def _open_folder(folder: Path) -> Iterator[Document | Failure]:
    found = listed(folder)
    for error in found.unreadable:
        reason = f"{error.filename or folder} cannot be read: {error.strerror}"
        yield Failure(str(error.filename or folder), UnreadableSource(reason, "Check that you may read it."))
    if not found.files and not found.unreadable:
        raise UnreadableSource(
            f"{folder} holds no file that can be read", f"Supported are {' '.join(sorted(SUPPORTED_SUFFIXES))}."
        )
    for path in found.files:
        try:
            yield from _flattened(read_file(path))
        except ReadError as error:
            yield Failure(str(path), error)


def article_files(folder: Path) -> list[Path]:
    """Readable files below the folder, sorted by path, without those of a library that lies in it."""
    return listed(folder).files


def read_stdin(stdin: BinaryIO) -> ReadResult:
    """Standard input as what its first bytes give away, as JSON when it parses as such, else as text.

    The source is named by its content, so the same text piped in again is the same article.

    Raises:
        ReadError: it holds no article.
    """
    data = stdin.read(MAX_SOURCE_BYTES + 1)
    source = f"stdin:{hashlib.sha256(data).hexdigest()[:12]}"
    return read_bytes(data, source, sniffed_suffix(data) or _kind_of_text(data))


def _kind_of_text(data: bytes) -> str:
    """JSON, JSON lines, or text, which may begin with a bracket too but does not parse."""
    start = data.lstrip()
    if start[:1] in (b"{", b"[") and _is_json(data):
        return ".json"
    return ".jsonl" if start[:1] == b"{" and _is_json(start.partition(b"\n")[0]) else ".md"


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _flattened(result: ReadResult) -> Iterator[Document | Failure]:
    yield from result.documents
    yield from result.failures


def _overridden(found: Document | Failure, overrides: Metadata) -> Document | Failure:
    if isinstance(found, Failure):
        return found
    return replace(found, metadata=found.metadata.overridden_by(overrides))


def _count(item: str) -> int | None:
    if item == STDIN or _ADDRESS.match(item):
        return None
    path = Path(item).expanduser()
    found = listed(path) if path.is_dir() else FolderListing([path])
    single = all(each.suffix.lower() in _ONE_ARTICLE or not each.is_file() for each in found.files)
    return max(len(found.files) + len(found.unreadable), 1) if single else None
