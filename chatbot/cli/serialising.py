"""Records as JSON on a terminal, in the documented shape; those of answers are in `chatbot.answering.serialising`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
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


def to_json(value: Any, *, ascii_only: bool = False) -> str:
    """Indented JSON for a terminal; times as ISO 8601. `ascii_only`: all other characters as escapes."""
    return terminal_json(json.dumps(value, default=_plain, ensure_ascii=ascii_only, indent=2))


def print_json(value: Any) -> None:
    """Print JSON of the same value to standard output, whatever characters its encoding has."""
    print(to_json(value, ascii_only=not _prints_everything(sys.stdout.encoding)))  # noqa: T201


def _prints_everything(encoding: str | None) -> bool:
    return not encoding or encoding.lower().replace("_", "-").startswith("utf")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
