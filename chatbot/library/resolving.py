"""Which article is meant by an id, or by the first characters of one."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.control_characters import printable_line
from chatbot.errors import ArticleNotFound
from chatbot.library.identity import ID_LENGTH
from chatbot.records import ArticleSummary

LEAST_CHARACTERS = 4
"""Fewer name the right article today and another one next week."""
MOST_CANDIDATES = 5
_LONGEST_TITLE = 80
_ALL = "Run `chatbot articles list` to see the ids of all articles."


def resolve_id(name: str, articles: Sequence[ArticleSummary]) -> str:
    """The id that is meant.

    Args:
        name: an id, or at least `LEAST_CHARACTERS` of its first characters, in small or capital letters.
        articles: all of the library.

    Raises:
        ArticleNotFound: no id begins so, several do, or the characters are too few.
    """
    prefix = name.strip().casefold()
    found = {article.id: article for article in articles if article.id.startswith(prefix)}
    if prefix in found:
        return prefix
    if len(prefix) < LEAST_CHARACTERS:
        raise ArticleNotFound(
            f"{name!r} is too short for the id of an article", f"Give at least {LEAST_CHARACTERS} characters. {_ALL}"
        )
    if not found:
        raise not_found(name)
    if len(found) > 1:
        raise ArticleNotFound(
            f"{len(found)} articles have an id that begins with {name!r}", _candidates(prefix, list(found.values()))
        )
    return next(iter(found))


def read_key(name: str) -> tuple[str, int | None]:
    """An id or its first characters, and the version that stands behind an @.

    Raises:
        ArticleNotFound: what stands there is no version.
    """
    prefix, at, version = name.partition("@")
    if at and not (version.isascii() and version.isdigit()):
        raise ArticleNotFound(f"{name!r} does not name a version of an article", "Write it like 1a2b3c4d@2.")
    return prefix, int(version[:ID_LENGTH]) if version else None


def not_found(name: str) -> ArticleNotFound:
    """No article has this id."""
    return ArticleNotFound(f"The library has no article {name!r}", _ALL)


def _candidates(prefix: str, found: Sequence[ArticleSummary]) -> str:
    """The articles that may be meant, each by as many characters as tell it from the others."""
    length = next(
        length
        for length in range(len(prefix) + 1, ID_LENGTH + 1)
        if len({item.id[:length] for item in found}) == len(found)
    )
    named = "; ".join(f"{item.id[:length]} {_title(item)}" for item in found[:MOST_CANDIDATES])
    more = len(found) - MOST_CANDIDATES
    return f"Give more of its characters: {named}{f'; and {more} more' if more > 0 else ''}."


def _title(article: ArticleSummary) -> str:
    title = printable_line(article.metadata.title) or printable_line(article.source)
    return f"“{title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rstrip() + '…'}”"
