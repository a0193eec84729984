"""Remembers a correction until it is written everywhere, so that one that was interrupted is finished on opening.

Rows of an article, its passages and the lexical index change one after the other. What they shall hold is noted before
the first of them, all in one file: killed before it is there, the former values stay; killed later, the new ones come.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from chatbot.library import rows
from chatbot.library.journal import write_whole
from chatbot.records import Article

CORRECTION = "correcting.json"

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Correction:
    """What is changed of one version of one article, and of its passages."""

    article_key: str
    article_change: rows.Row
    """Values of the article's row; None takes one away."""
    passage_change: rows.Row
    """The same for the row of each of its passages."""
    vectors: Mapping[str, Vector] = field(default_factory=dict)
    """New embeddings by passages' ids; none where they stay."""

    @classmethod
    def of(cls, article: Article, vectors: Mapping[str, Vector]) -> Self:
        """What makes the stored rows those of this article."""
        return cls(article.key, rows.article_change(article), rows.metadata_change(article.metadata), vectors)

    @property
    def article_id(self) -> str:
        return self.article_key.partition("@")[0]


class CorrectionLog:
    """The correction that is being written, in a file of the library's folder."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / CORRECTION

    def note(self, correction: Correction) -> None:
        """Keep it until it is cleared.

        Raises:
            OSError: the file cannot be written; then nothing is noted.
        """
        noted = {
            "article_key": correction.article_key,
            "article_change": correction.article_change,
            "passage_change": correction.passage_change,
            "vectors": {name: _to_text(vector) for name, vector in correction.vectors.items()},
        }
        write_whole(self._path, noted)

    def is_pending(self) -> bool:
        """Whether one was begun and not ended."""
        return self._path.exists()

    def pending(self) -> Correction | None:
        """The correction that was begun and not ended; None after a clean end.

        Raises:
            ValueError: the file is damaged.
        """
        if not self.is_pending():
            return None
        try:
            noted: dict[str, Any] = json.loads(self._path.read_text(encoding="ascii"))
            vectors = {name: _from_text(text) for name, text in noted.pop("vectors").items()}
            return Correction(**noted, vectors=vectors)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"{self._path} is damaged") from error

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)


def _to_text(vector: Vector) -> str:
    return b64encode(np.ascontiguousarray(vector, dtype="<f4").tobytes()).decode("ascii")


def _from_text(text: str) -> Vector:
    return np.frombuffer(b64decode(text, validate=True), dtype="<f4")
