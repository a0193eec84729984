"""Recognises pages that stand where an article should: checks for robots, consent, subscription and login walls, error
pages and redirects.

Only short pages are looked at. One sign is not enough where a page holds as much text as an article: robots, cookies
and subscriptions are in the news as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from chatbot.library.readers.linked_data import Item, stated_article
from chatbot.library.readers.page_facts import LITTLE, PageFacts
from chatbot.library.readers.wall_phrases import (
    CONSENT,
    CONSENT_ITSELF,
    LOGIN_HEADLINE,
    MISSING_HEADLINE,
    QUOTED,
    REDIRECT_HEADLINE,
    ROBOT,
    ROBOT_HEADLINE,
    SUBSCRIBE,
    TO_READER,
)

SHORT = 1_500
"""Characters of the longest check, error page or redirect."""
LONGEST_TEASER = 2_000
LONGEST_CONSENT = 4_000
LONGEST_INVITATION = 500
"""Characters of a paragraph that invites to subscribe; longer ones tell something."""
LAST_PARAGRAPHS = 3
MOST_OF = 0.6
"""Share of a text from which it is about one thing."""
NEARLY_ALL = 0.9
TEASER_SHARE = 0.4
"""Of the words that a page says its article has; with less it is a teaser."""

SAVE = "Open it in a browser, save the article as a file and give that."
_CHECKS = re.compile(
    r"challenge-(?:platform|form|running|error)|cf[-_]chl|cf-challenge|turnstile|captcha|px-block|perimeterx|incapsula|"
    r"datadome|awswaf|distil_r|geo\.captcha",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"\s*\d{1,3}(?:\.\d{1,3})?\s*[;,]\s*url\s*=\s*[\"']?\s*([^\"'\s]{1,2000})", re.IGNORECASE)
_LEAVES = re.compile(r"\blocation(?:\.href\s*=|\.(?:replace|assign)\s*\(|\s*=)\s*[\"'(]")
_EDGES = " .…!?-–—:|"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page is no article."""

    what: str
    """Goes on from the page's name: "is a check for robots"."""
    remedy: str


def wall_in(page: PageFacts, text: str) -> Refusal | None:
    """What stands in the article's place, or None.

    Args:
        page: what can be told of the page.
        text: the article as it was extracted, paragraphs parted by blank lines; may be empty.
    """
    for recognise in (_redirect, _missing, _robot_check, _consent_wall, _login, _subscription_wall):
        if found := recognise(page, text):
            return found
    return None


def _redirect(page: PageFacts, text: str) -> Refusal | None:
    target = _target(page)
    says = _has_headline(page, REDIRECT_HEADLINE)
    scripts = (script.text or "" for script in page.tree.iter("script"))
    leaves = target or (len(page.visible) < LITTLE and any(_LEAVES.search(script[:5_000]) for script in scripts))
    if len(page.visible) > SHORT or page.says_article or not (leaves or says):
        return None
    if len(text) >= LITTLE and not (leaves and says) and not target:
        return None
    where = f"Give the address that it leads to: {target}" if target else "Give the address that it leads to."
    return Refusal("only leads to another page", where)


def _target(page: PageFacts) -> str:
    """The other address to which a page sends its readers after some seconds; many pages only reload themselves."""
    for element in page.tree.iter("meta"):
        found = _REFRESH.match(element.get("content") or "")
        if found and (element.get("http-equiv") or "").lower() == "refresh":
            address = urljoin(page.source, found[1]) if "://" in page.source else found[1]
            return "" if address.partition("#")[0] == page.source.partition("#")[0] else address
    return ""


def _missing(page: PageFacts, text: str) -> Refusal | None:
    if len(text) > SHORT or page.says_article or not _has_headline(page, MISSING_HEADLINE):
        return None
    return Refusal(
        "is an error page: the site has no article there", "Check the address, or give the article's new one."
    )


def _robot_check(page: PageFacts, text: str) -> Refusal | None:
    lines = page.visible.split("\n")
    told = [_has_headline(page, ROBOT_HEADLINE), any(map(_speaks_of_a_check, lines)), _has_check(page)]
    mostly = _share(lines, _speaks_of_a_check) >= MOST_OF
    signs = sum((*told, mostly, "noindex" in page.meta.get("robots", "").lower()))
    enough = any(told) if len(text) < LITTLE else signs >= 2
    if len(text) > SHORT or page.says_article or not enough:
        return None
    return Refusal("is not the article: the site checks for robots or wants scripts to run", SAVE)


def _speaks_of_a_check(line: str) -> bool:
    return ROBOT.search(QUOTED.sub(" ", line)) is not None


def _has_check(page: PageFacts) -> bool:
    names = ("id", "class", "src", "action")
    elements = page.tree.iter("script", "div", "form", "iframe", "input")
    return any(_CHECKS.search((element.get(name) or "")[:500]) for element in elements for name in names)


def _consent_wall(page: PageFacts, text: str) -> Refusal | None:
    if len(text) > LONGEST_CONSENT:
        return None
    paragraphs = (text if len(text) >= LITTLE else page.visible).split("\n")
    asked = _share(paragraphs, _asks_for_consent)
    itself = CONSENT_ITSELF.search(QUOTED.sub(" ", text)) or CONSENT_ITSELF.search(page.visible)
    if not itself or asked < (NEARLY_ALL if page.says_article else MOST_OF):
        return None
    return Refusal("shows a request for consent (cookies, privacy) instead of the article", SAVE)


def _asks_for_consent(paragraph: str) -> bool:
    unquoted = QUOTED.sub(" ", paragraph)
    return CONSENT.search(unquoted) is not None and TO_READER.search(unquoted) is not None


def _login(page: PageFacts, text: str) -> Refusal | None:
    asks = any((field.get("type") or "").lower() == "password" for field in page.tree.iter("input"))
    if not asks or len(text) > SHORT or page.says_article or not _has_headline(page, LOGIN_HEADLINE):
        return None
    return Refusal("is a login page", SAVE)


def _subscription_wall(page: PageFacts, text: str) -> Refusal | None:
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph]
    told = sum(len(paragraph) for paragraph in paragraphs if not _invites(paragraph))
    stated = stated_article(page.items)
    if told > LONGEST_TEASER or _is_free(stated) is True:
        return None
    ends = any(map(_invites, paragraphs[-LAST_PARAGRAPHS:]))
    ends = ends or (told < LITTLE and any(map(_invites, page.visible.split("\n"))))
    if ends or _is_cut(stated, text):
        return Refusal("ends after its beginning: the rest is for subscribers or members", SAVE)
    return None


def _invites(paragraph: str) -> bool:
    return len(paragraph) <= LONGEST_INVITATION and SUBSCRIBE.search(QUOTED.sub(" ", paragraph)) is not None


def _is_free(stated: Item) -> bool | None:
    """What the page says of who may read it, or None."""
    said = str(stated.get("isAccessibleForFree", "")).rsplit("/", 1)[-1].lower()
    return {"true": True, "false": False}.get(said)


def _is_cut(stated: Item, text: str) -> bool:
    """Whether the page says that its article is not free and has many more words."""
    said = str(stated.get("wordCount", ""))
    words = int(said) if said.isdecimal() and len(said) < 9 else 0
    return _is_free(stated) is False and len(text.split()) < words * TEASER_SHARE


def _has_headline(page: PageFacts, kind: re.Pattern[str]) -> bool:
    return any(kind.fullmatch(headline.strip(_EDGES)) for headline in page.headlines if len(headline) <= LITTLE)


def _share(lines: Sequence[str], holds: Callable[[str], bool]) -> float:
    """Share of the characters in lines of which something holds."""
    total = sum(map(len, lines))
    return sum(len(line) for line in lines if holds(line)) / total if total else 0.0
