"""Files with the payloads in every field of an article, and names of files that are payloads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

LONGEST_NAME = 60
QUESTION = "How many birds did the census count in Marlow Park?"


def write_articles(folder: Path, texts: Sequence[str]) -> Path:
    """One file of records, each with one text in title, publisher, author and a sentence of its body."""
    file = folder / "news.jsonl"
    file.write_text("".join(f"{json.dumps(_record(number, text))}\n" for number, text in enumerate(texts)))
    return file


def census(number: int, text: str) -> str:
    """A sentence that answers `QUESTION`; no two are copies of one another."""
    return f"In round {number} the census of {_bird(number)} counted {4711 + number} birds {text} in Marlow Park."


def _record(number: int, text: str) -> dict[str, str]:
    body = f"{census(number, text)}\n\nIt was the {_bird(number + 7)}'s turn afterwards, said {text} on Friday."
    return {
        "title": text,
        "publisher": text,
        "author": text,
        "published": f"2025-03-{number % 28 + 1:02}",
        "url": f"https://post.example/{number}",
        "text": body,
    }


def _bird(number: int) -> str:
    """A name that nobody gave to a bird, another one for each number."""
    return "".join("bcdfglmnprstvz"[number // 14**place % 14] + "aeiou"[number % 5] for place in range(4))


def write_broken_files(folder: Path, texts: Sequence[str]) -> Path:
    """A folder of files that cannot be read and whose names are the texts, as far as names can be."""
    broken = folder / "broken"
    broken.mkdir()
    for number, text in enumerate(texts):
        name = text.replace("/", "∕").replace("\0", "").encode("utf-8", "replace").decode()[:LONGEST_NAME]
        (broken / f"{number} {name}.pdf").write_bytes(b"%PDF-1.7 nothing behind it")
    return broken
