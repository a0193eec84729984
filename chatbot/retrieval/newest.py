"""Passages for a question that searches for nothing: "what happened this week?" is about the newest articles."""

from __future__ import annotations

from chatbot.library.filtering import fits
from chatbot.library.library import Library
from chatbot.records import ParsedQuestion, RankedPassage
from chatbot.retrieval.recency import fits_period

MOST_ARTICLES = 60
"""More than a pack holds the beginnings of."""
STEP = 0.01
"""By which an article's beginning ranks below that of a newer one."""


def newest_passages(library: Library, question: ParsedQuestion) -> list[RankedPassage]:
    """The passages of the newest articles that the question's limits and its time leave: their beginnings first.

    Args:
        library: open.
        question: without queries.
    """
    within = [
        article
        for article in library.summaries()
        if fits(article, question.filters) and fits_period(article.metadata.published, question.reading)
    ]
    ranks = {article.id: rank for rank, article in enumerate(within[:MOST_ARTICLES])}
    ranked, seen = [], set[str]()
    for stored in library.passages_of(list(ranks)):
        article_id = stored.passage.article_key.partition("@")[0]
        beginning = article_id not in seen
        seen.add(article_id)
        ranked.append(RankedPassage(stored, float(beginning) - STEP * ranks[article_id], 0.0))
    return sorted(ranked, key=lambda item: -item.score)
