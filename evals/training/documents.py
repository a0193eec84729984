"""The texts that pairs are made from: articles of the development data, never labels, never a held-out part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.datasets import read_rows


@dataclass(frozen=True, slots=True)
class SourceText:
    """An article to make pairs from."""

    id: str
    title: str
    text: str


def source_texts(folder: Path) -> Iterator[SourceText]:
    """All articles of the retrieval corpus, of the news questions and of the briefing topics, each once.

    Args:
        folder: holds the files of the development data.
    """
    seen: set[str] = set()
    for source in _all_texts(folder):
        if source.text[:200] not in seen:
            seen.add(source.text[:200])
            yield source


def _all_texts(folder: Path) -> Iterator[SourceText]:
    for row in read_rows(folder / "retrieval-corpus.jsonl.gz", {"id": str, "text": str}):
        yield SourceText(row["id"], row.get("title") or "", row["text"])
    for name, label in (("qa-news-dev.jsonl.gz", "id"), ("briefing-dev.jsonl.gz", "topic")):
        for row in read_rows(folder / name, {"documents": list}):
            for at, document in enumerate(row["documents"]):
                yield SourceText(f"{row[label]}#{at}", document.get("title") or "", document["text"])
