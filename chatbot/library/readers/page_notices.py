"""Leaves out of a page what it lays over its article: requests for consent and other dialogs.

Extraction takes their words for the article's own on pages that mark no article.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from chatbot.library.readers.page_facts import LITTLE, words_of
from chatbot.library.readers.site_voice import share_about_the_site

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

LONGEST = 6_000
"""Characters of a notice; what holds more is the page itself."""
MOST = 50
"""Elements that are looked at; measuring one costs as much as it holds."""
LEAST_SHARE = 0.2
"""Share of the words of what is only called a notice that speak to the reader about the site: lists of purposes and
vendors speak to nobody."""

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consents?|gdpr|rgpd|rodo|dsgvo|cmp\w*|didomi|onetrust|ot|usercentrics|iubenda|truste?|"
    r"sp|sp_message\w*|cookiebot|cybotcookiebot\w*|quantcast|qc|privacy|modal|dialog|popup|overlay)(?:$|[\s_-])",
    re.IGNORECASE,
)


def without_notices(tree: HtmlElement, text: str) -> str:
    """An article without the paragraphs that stand in notices laid over its page; unchanged where little else is
    left, for then the page is the notice.

    Args:
        tree: the page.
        text: the article as it was extracted, paragraphs parted by blank lines.
    """
    laid_over = notice_words(tree)
    kept = [part for part in text.split("\n\n") if not laid_over or part.strip("-| ") not in laid_over]
    left = "\n\n".join(kept)
    return left if len(left) >= LITTLE else text


def notice_words(tree: HtmlElement) -> str:
    """The words of the notices laid over a page, a line for each."""
    return "\n".join(words_of(notice) for notice in _notices(tree))


def _notices(tree: HtmlElement) -> list[HtmlElement]:
    """The outermost ones of the first elements that may be one."""
    found: list[HtmlElement] = []
    ended: set[HtmlElement] = set()
    for element in islice((each for each in tree.iter() if _is_dialog(each) or _is_called_notice(each)), MOST):
        if not ended.isdisjoint(element.iterancestors()):
            continue
        words = words_of(element)
        if 0 < len(words) <= LONGEST and (_is_dialog(element) or share_about_the_site(words) >= LEAST_SHARE):
            found.append(element)
            ended.add(element)
    return found


def _is_dialog(element: HtmlElement) -> bool:
    said = element.tag == "dialog" or element.get("role") in ("dialog", "alertdialog") or element.get("aria-modal")
    return bool(said) and element.getparent() is not None


def _is_called_notice(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.getparent() is None:
        return False
    return any(_NAMES.search((element.get(name) or "")[:300]) for name in ("id", "class"))
