"""Whether an article lies within what a reader restricts the search to, as the two indexes see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chatbot.records import ArticleSummary, Filters


def fits(article: ArticleSummary, filters: Filters) -> bool:
    """Whether an article is of the period and of one of the publishers, authors and ids; case does not count."""
    known = article.metadata
    return (
        filters.period.contains(known.published)
        and _is_one_of((known.publisher,), filters.publishers)
        and _is_one_of(known.authors, filters.authors)
        and (not filters.article_ids or article.id in filters.article_ids)
        and not (filters.without_opinion and known.opinion)
    )


def as_written(filters: Filters, articles: Iterable[ArticleSummary]) -> Filters:
    """The same filters with the names of publishers and authors as these articles write them."""
    known = [article.metadata for article in articles]
    publishers = {metadata.publisher for metadata in known}
    authors = {name for metadata in known for name in metadata.authors}
    return replace(
        filters, publishers=_written(filters.publishers, publishers), authors=_written(filters.authors, authors)
    )


def _written(names: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    folded = {name.casefold(): name for name in known} if names else {}
    return tuple(folded.get(name.casefold(), name) for name in names)


def _is_one_of(names: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    folded = {name.casefold() for name in names}
    return not wanted or any(name.casefold() in folded for name in wanted)
