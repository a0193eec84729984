"""What can be told of a page before its article is looked for: headline, visible words, what it says it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatbot.library.readers.fields import short_line
from chatbot.library.readers.linked_data import Item, is_article, meta_values, stated_items

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

MAX_VISIBLE_CHARACTERS = 5_000
"""More is no short page, and short ones are looked at for their words."""
MAX_HEADLINES = 3
LITTLE = 200
"""Characters."""

_UNSEEN = frozenset({"script", "style", "template", "head", "svg", "nav", "select", "textarea"})
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_BREAK = "\x1e"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SITE_NAME = re.compile(r"\s+[|–—·•-]\s+|\s*[|»]\s*")
_HEADINGS = ("h1", "h2")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page as its readers and machines see it."""

    tree: HtmlElement
    source: str
    headlines: tuple[str, ...]
    """The title as the page states it, without the site's name and with it, then the first headings."""
    visible: str
    """Words outside menus and scripts, a line for each block, at most `MAX_VISIBLE_CHARACTERS`."""
    meta: dict[str, str]
    items: tuple[Item, ...]
    """Its JSON-LD objects."""

    @property
    def says_article(self) -> bool:
        """Whether the page itself says that it is one article."""
        dated = any(name in self.meta for name in ("article:published_time", "og:article:published_time"))
        articles = [item for item in self.items if is_article(item)]
        return self.meta.get("og:type", "").lower() == "article" or dated or len(articles) == 1


def page_facts(tree: HtmlElement, source: str) -> PageFacts:
    """The facts of a parsed page."""
    return PageFacts(
        tree=tree,
        source=source,
        headlines=tuple(dict.fromkeys(filter(None, _headlines(tree)))),
        visible=_visible(tree),
        meta=meta_values(tree),
        items=tuple(stated_items(tree)),
    )


def words_of(element: HtmlElement) -> str:
    """The text of an element as one line; only blocks and line breaks part words."""
    return " ".join("".join(_pieces(element, _UNSEEN)).split())


def lines_of(element: HtmlElement, unseen: frozenset[str] = _UNSEEN) -> list[str]:
    """The text of an element, one line for each block, without those that are not shown and the `unseen` ones."""
    lines = (" ".join(line.split()) for line in "".join(_pieces(element, unseen)).split(_BREAK))
    return [line for line in lines if line]


def _headlines(tree: HtmlElement) -> Iterator[str]:
    title = short_line(tree.findtext(".//title") or "")
    yield from (part for part in _SITE_NAME.split(title)[:1] if part)
    yield title
    for name in _HEADINGS:
        found = (short_line(words_of(element)) for element in tree.iter(name))
        yield from (text for text, _ in zip(filter(None, found), range(MAX_HEADLINES), strict=False))


def _visible(tree: HtmlElement) -> str:
    """Without what only browsers that run no scripts show, unless there is little else."""
    seen = "\n".join(lines_of(tree, _UNSEEN | {"noscript"}))
    return (seen if len(seen) >= LITTLE else "\n".join(lines_of(tree)))[:MAX_VISIBLE_CHARACTERS]


def _pieces(element: HtmlElement, unseen: frozenset[str]) -> Iterator[str]:
    """Text in document order with a break at either end of a block; as a loop, for pages nest deeply."""
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        node, entered = stack.pop()
        shown = isinstance(node.tag, str) and node.tag not in unseen and not _is_hidden(node)
        if not entered:
            stack.append((node, True))
            if shown:
                yield from (_BREAK,) if node.tag not in _INLINE else ()
                yield node.text or ""
                stack.extend((child, False) for child in reversed(node))
            continue
        if shown and node.tag not in _INLINE:
            yield _BREAK
        if node is not element:
            yield node.tail or ""


def _is_hidden(element: HtmlElement) -> bool:
    """Whether the element itself says that it is not shown."""
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None
