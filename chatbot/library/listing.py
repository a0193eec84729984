"""The articles of a library as a list: of each its newest version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chatbot.library import rows
from chatbot.records import ArticleSummary


def newest_summaries(stored: Iterable[Mapping[str, Any]]) -> list[ArticleSummary]:
    """The newest version of every article, newest publication first; undated ones last. `stored`: rows of articles."""
    newest: dict[str, ArticleSummary] = {}
    for row in stored:
        summary = rows.summary_from(row)
        if summary.id not in newest or summary.version > newest[summary.id].version:
            newest[summary.id] = summary
    return sorted(newest.values(), key=_by_publication, reverse=True)


def _by_publication(summary: ArticleSummary) -> float:
    return summary.metadata.published.timestamp() if summary.metadata.published else float("-inf")
