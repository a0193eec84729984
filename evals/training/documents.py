"""The texts that pairs are made from: articles of the development data, never labels, never a held-out part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.datasets import DataError, Row, read_rows


@dataclass(frozen=True, slots=True)
class SourceText:
    """An article to make pairs from."""

    id: str
    title: str
    text: str


class Corpus:
    """Articles by their address, to look up what was written about them.

    Args:
        path: `retrieval-corpus.jsonl.gz` of the development data.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._articles = {row["url"]: row for row in read_rows(path, {"url": str, "text": str})}

    def article(self, url: str) -> Row:
        """The row of an article.

        Raises:
            DataError: the corpus lacks it.
        """
        if (article := self._articles.get(url)) is None:
            raise DataError(f"{self._path} lacks the article {url}", "Give the corpus that was written about.")
        return article


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
