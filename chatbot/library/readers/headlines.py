"""Recognises pages whose longest text is another story than their headline: a video's page, a gallery, a wall."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chatbot.library.readers.linked_data import stated_article
from chatbot.library.readers.page_facts import PageFacts, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

LEAST_STEMS = 4
"""Different words of a headline with its description; with fewer nothing can be told."""
STEM = 5
"""Characters of a word that are compared: endings differ between headline and text."""
LEAST_SHARE = 0.15
"""Of the headline's words in the text. Of 4,792 real articles 98 % reach it, of texts under another's headline half."""

_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_APART = frozenset({"article", "aside", "section", "form", "dialog"})
_HEADINGS = ("h1", "h2", "h3", "h4")


def is_another_story(page: PageFacts, text: str) -> bool:
    """Whether the text shares next to nothing with the page's headline and description, and stands in a part of the
    page that does not hold the headline but another one. Headlines that play with words are common, so the first
    alone proves nothing.

    Args:
        page: what can be told of the page.
        text: the article as it was extracted, a line for each paragraph.
    """
    stated = stems(f"{_headline(page)} {page.meta.get('og:description') or page.meta.get('description', '')}")
    told = stems("\n".join(line for line in text.split("\n") if line not in page.headlines))
    if len(stated) < LEAST_STEMS or len(stated & told) > len(stated) * LEAST_SHARE:
        return False
    part = _part_of(page.tree, text)
    if part is None:
        return False
    headings = [words_of(heading) for name in _HEADINGS for heading in part.iter(name)]
    return bool(headings) and not any(len(stems(heading) & stated) * 2 > len(stems(heading)) for heading in headings)


def stems(text: str) -> frozenset[str]:
    """The beginnings of the longer words, and the numbers."""
    return frozenset(word[:STEM] for word in _WORD.findall(text.casefold()))


def _headline(page: PageFacts) -> str:
    stated = stated_article(page.items).get("headline")
    return stated if isinstance(stated, str) else page.meta.get("og:title") or " ".join(page.headlines[:1])


def _part_of(tree: HtmlElement, text: str) -> HtmlElement | None:
    """The part of the page that holds the longest paragraph of the text."""
    longest = max(text.split("\n"), key=len)
    for paragraph in tree.iter("p", "div", "li", "td"):
        if (paragraph.tag == "p" or len(paragraph) == 0) and longest in words_of(paragraph):
            return next((above for above in paragraph.iterancestors() if above.tag in _APART), None)
    return None
