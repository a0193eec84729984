"""Recognises front pages and indexes of sections: many teasers, each under a link to another page, and no article."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from chatbot.library.readers.hosts import host_of
from chatbot.library.readers.page_facts import PageFacts, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

LEAST_TEASERS = 5
LONGEST_TEASER = 600
"""Characters of a teaser with its headline."""
SHORTEST_HEADLINE = 15
"""Characters; shorter links are names of sections."""
LEAST_PROSE = 300
"""Characters outside teasers from which a page that holds them tells something itself, as a list of links worth reading
does."""
NEAR = 20
"""Ancestors among which a menu is looked for: pages may nest hundreds deep."""

_HOLDERS = frozenset({"article", "li", "div", "section", "td", "dd"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MENUS = frozenset({"nav", "footer", "aside"})


def is_front_page(page: PageFacts, text: str) -> bool:
    """Whether the text of a page is made of teasers.

    Args:
        page: what can be told of the page.
        text: the article as it was extracted, a line for each paragraph, list item or row.
    """
    if page.says_article:
        return False
    teasers = _teasers(page)
    if len(teasers) < LEAST_TEASERS:
        return False
    told = "\n".join(teasers)
    lines = (line.strip("-| ") for line in text.split("\n"))
    return sum(len(line) for line in lines if line not in told) < LEAST_PROSE


def _teasers(page: PageFacts) -> list[str]:
    """The words of each element that holds one headline, which links to a page of the same site, and a little text."""
    links = [(link, _host(link)) for link in page.tree.iter("a") if link.get("href")]
    own = _own_host(page) or next((host for host, _ in Counter(host for _, host in links).most_common(1)), "")
    measured: dict[HtmlElement, str] = {}
    found: dict[HtmlElement, str] = {}
    for link, host in links:
        if host in ("", own) and not _in_menu(link) and _is_headline(link, measured):
            found.update(_holder(link, measured))
    return list(found.values())


def _own_host(page: PageFacts) -> str:
    """Of the page's address, where it is known; a saved page has its own written into every link."""
    stated = page.tree.find(".//link[@rel='canonical']")
    canonical = (stated.get("href") or "") if stated is not None else ""
    hosts = (host_of(address) for address in (canonical, page.meta.get("og:url", ""), page.source) if "://" in address)
    return next(filter(None, hosts), "")


def _host(link: HtmlElement) -> str:
    """Empty for a link without a host, which leads to the same site."""
    return host_of(link.get("href"))


def _in_menu(link: HtmlElement) -> bool:
    return any(ancestor.tag in _MENUS for ancestor in islice(link.iterancestors(), NEAR))


def _is_headline(link: HtmlElement, measured: dict[HtmlElement, str]) -> bool:
    """Whether a link is a headline: around a heading, in one, or at the beginning of its block."""
    if any(child.tag in _HEADINGS for child in link.iterdescendants()):
        return True
    parent, words = link.getparent(), words_of(link)
    if len(words) < SHORTEST_HEADLINE or parent is None or parent.tag not in _HEADINGS | _HOLDERS:
        return False
    return _teaser_words(parent, measured).startswith(words)


def _holder(link: HtmlElement, measured: dict[HtmlElement, str]) -> dict[HtmlElement, str]:
    """The largest element around a headline that is short enough for a teaser, with its words."""
    best: dict[HtmlElement, str] = {}
    for ancestor in link.iterancestors():
        words = _teaser_words(ancestor, measured)
        if not words:
            break
        if ancestor.tag in _HOLDERS:
            best = {ancestor: words}
    return best


def _teaser_words(element: HtmlElement, measured: dict[HtmlElement, str]) -> str:
    """The words of an element with one headline at most, or empty when they are too many; measured once."""
    if element not in measured:
        words = words_of(element)
        headlines = sum(1 for child in element.iterdescendants() if child.tag in _HEADINGS)
        measured[element] = words if len(words) <= LONGEST_TEASER and headlines <= 1 else ""
    return measured[element]
