"""Reads data sets in JSON Lines, plain or gzip; a malformed row is named by its line and field."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.errors import ChatbotError


class DataError(ChatbotError):
    """A data set is missing or malformed."""


Row = dict[str, Any]


def read_rows(path: Path, fields: Mapping[str, type | tuple[type, ...]]) -> Iterator[Row]:
    """The rows of a `.jsonl` or `.jsonl.gz` file, each checked.

    Args:
        path: UTF-8 text, one JSON object a line; blank lines are skipped.
        fields: names that every row must have, with the type of their values.

    Raises:
        DataError: the file cannot be read, or a row is no object or lacks a field, naming line and field.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _checked(line, f"{path.name} line {number}", fields)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read ({error})", "Give a .jsonl or .jsonl.gz file in UTF-8.") from error


def _checked(line: str, place: str, fields: Mapping[str, type | tuple[type, ...]]) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DataError(f"{place} is not JSON ({error})", "Write one JSON object a line.") from error
    if not isinstance(row, dict):
        raise DataError(f"{place} is not a JSON object", "Write one JSON object a line.")
    for name, kind in fields.items():
        if name not in row:
            raise DataError(f'{place} lacks the field "{name}"', "Add it; docs/evals.md lists the fields.")
        if not isinstance(row[name], kind):
            found = type(row[name]).__name__
            raise DataError(f'{place}, field "{name}": {found} found', f"Give {_named(kind)}.")
    return row


def _named(kind: type | tuple[type, ...]) -> str:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join(each.__name__ for each in kinds)


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim that people judged against its evidence."""

    id: str
    set: str
    claim: str
    evidence: tuple[str, ...]
    """Texts, some of them long."""
    supported: bool
    pair: str = ""
    """Names the minimal pair that this is one side of."""
    doc: str = ""
    """Names the source document, where the data set does."""


_CLAIM_FIELDS: dict[str, type | tuple[type, ...]] = {
    "id": (str, int),
    "set": str,
    "claim": str,
    "evidence": list,
    "supported": bool,
}


def read_claims(path: Path) -> list[LabelledClaim]:
    """The rows of a file of labelled claims.

    Raises:
        DataError: as `read_rows`, also when a piece of evidence is no text or there is no row.
    """
    claims = [_claim(row, path.name) for row in read_rows(path, _CLAIM_FIELDS)]
    if not claims:
        raise DataError(f"{path} holds no row", "Give a file with at least one labelled claim.")
    return claims


def _claim(row: Row, place: str) -> LabelledClaim:
    if not all(isinstance(text, str) for text in row["evidence"]):
        raise DataError(f'{place}, row {row["id"]}, field "evidence": not only texts', "Give a list of strings.")
    pair, doc = (str(row[name]) if row.get(name) is not None else "" for name in ("pair", "doc"))
    return LabelledClaim(str(row["id"]), row["set"], row["claim"], tuple(row["evidence"]), row["supported"], pair, doc)
