"""Records as JSON on a terminal, in the documented shape; those of answers are in `chatbot.answering.serialising`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from chatbot.control_characters import terminal_json
from chatbot.records import Article, ArticleSummary


def article_object(article: Article) -> dict[str, Any]:
    """All of it; of what was corrected by hand, which values, and what the source states in their place."""
    known = asdict(article)
    corrected = known.pop("corrections")["fields"]
    stated = asdict(article.stated)
    return known | {"corrected": list(corrected), "stated": {name: stated[name] for name in corrected}}


def summary_object(summary: ArticleSummary) -> dict[str, Any]:
    facts = asdict(summary)
    return {"id": facts.pop("id"), **facts.pop("metadata"), **facts}


def print_json(value: Any) -> None:
    """Print indented JSON of a value to standard output; days and times are ISO 8601."""
    print(printable_json(json.dumps(value, default=_plain, ensure_ascii=False, indent=2)))  # noqa: T201


def printable_json(text: str) -> str:
    """JSON of the same value that no terminal obeys, and that standard output can write whatever its encoding."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if encoding.lower().replace("_", "-").startswith("utf"):
        return terminal_json(text)
    return "".join(char if char.isascii() else json.dumps(char)[1:-1] for char in terminal_json(text))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
