"""What a page states about itself for machines: JSON-LD objects of schema.org and meta elements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

Item = Mapping[str, object]

_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage")
"""Keys under which the article may stand; a list of teasers stands under others (`itemListElement`)."""
_DEPTH = 4


def stated_items(tree: HtmlElement) -> list[Item]:
    """The JSON-LD objects of a page, also those in a graph or named as its main entity; broken scripts are left out."""
    scripts = tree.iterfind(".//script[@type='application/ld+json']")
    return [item for script in scripts for item in _items(_parsed(script.text or ""), _DEPTH)]


def stated_article(items: Sequence[Item]) -> Item:
    """The first object that is an article, else the first that has a publication date, else an empty one."""
    articles = (item for item in items if is_article(item))
    dated = (item for item in items if isinstance(item.get("datePublished"), str))
    return next(articles, None) or next(dated, None) or {}


def is_article(item: Item) -> bool:
    """Whether an object is one of schema.org's kinds of articles."""
    return any(name.endswith(("Article", "BlogPosting")) or name == "Report" for name in types_of(item))


def types_of(item: Item) -> tuple[str, ...]:
    """The names of its types, without their vocabulary."""
    stated = item.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return tuple(name.rsplit("/", 1)[-1] for name in names if isinstance(name, str))


def meta_values(tree: HtmlElement) -> dict[str, str]:
    """The meta elements of a page by name; the first of a name counts."""
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        named.setdefault(name, element.get("content") or "")
    return named


def _parsed(script: str) -> object:
    try:
        return json.loads(script)
    except (ValueError, RecursionError):  # A reader cannot correct a page, and the article can be read without.
        return None


def _items(value: object, depth: int) -> Iterator[Item]:
    if depth and isinstance(value, list):
        for each in value:
            yield from _items(each, depth - 1)
    elif depth and isinstance(value, dict):
        yield value
        for key in _CONTAINERS:
            yield from _items(value.get(key), depth - 1)
