"""Which article is meant by an id, or by the first characters of one."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.control_characters import printable_line
from chatbot.errors import ArticleNotFound
from chatbot.library.identity import ID_LENGTH
from chatbot.library.short_ids import Things, resolve_short
from chatbot.records import ArticleSummary

_ARTICLES = Things(
    ArticleNotFound,
    "an article",
    "articles",
    "The library has no article",
    "Run `chatbot articles list` to see the ids of all articles.",
)


def resolve_id(name: str, articles: Sequence[ArticleSummary]) -> str:
    """The id that is meant.

    Args:
        name: an id, or its first characters, in small or capital letters.
        articles: all of the library.

    Raises:
        ArticleNotFound: no id begins so, several do, or the characters are too few.
    """
    titles = {item.id: printable_line(item.metadata.title) or item.source for item in articles}
    return resolve_short(name, titles, _ARTICLES)


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
    return ArticleNotFound(f"{_ARTICLES.missing} {name!r}", _ARTICLES.listed)
