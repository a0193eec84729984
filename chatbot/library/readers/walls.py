"""Recognises pages that stand where an article should: checks for robots, consent, subscription and login walls, error
pages and redirects.

Only short pages are looked at. One sign is not enough where a page holds as much text as an article: robots, cookies
and subscriptions are in the news as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from chatbot.library.readers.page_facts import LITTLE, PageFacts
from chatbot.library.readers.page_notices import notice_words
from chatbot.library.readers.site_voice import Subject, has_speaker, names, share_about_the_site, subject_of
from chatbot.library.readers.subscription_walls import ends_for_subscribers
from chatbot.library.readers.wall_phrases import (
    MISSING_HEADLINE,
    REDIRECT_HEADLINE,
    ROBOT_HEADLINE,
)

SHORT = 1_500
"""Characters of the longest check, error page or redirect."""
LONGEST_CONSENT = 4_000
NOTICE_SHARE = 0.25
"""Share of a text that speaks to its reader about the site, from which it is a notice. Of 551 news articles of up to
1,500 characters two reach it; one of them is the introduction to a series."""
STATED_ARTICLE_SHARE = 0.4
"""The same for a page that says it is an article, as the ones do that a notice takes the place of."""

SAVE = "Open it in a browser, save the article as a file and give that."
_CHECKS = re.compile(
    r"challenge-(?:platform|form|running|error)|cf[-_]chl|cf-challenge|turnstile|captcha|px-block|perimeterx|incapsula|"
    r"datadome|awswaf|distil_r|geo\.captcha",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"\s*\d{1,3}(?:\.\d{1,3})?\s*[;,]\s*url\s*=\s*[\"']?\s*([^\"'\s]{1,2000})", re.IGNORECASE)
_LEAVES = re.compile(r"\blocation(?:\.href\s*=|\.(?:replace|assign)\s*\(|\s*=)\s*[\"'(]")
_EDGES = " .…!?-–—:|"
_NOTICES = {
    Subject.CONSENT: "shows a request for consent (cookies, privacy) instead of the article",
    Subject.ACCOUNT: "holds a form or a notice about accounts, not an article",
    Subject.SUBSCRIPTION: "holds an offer to subscribe, not an article",
    Subject.CHECK: "is not the article: the site checks for robots or wants scripts to run",
    Subject.PAGE: "holds a notice of the site to its visitors, not an article",
}


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
    for recognise in (_redirect, _missing, _robot_check, _login, _notice, _subscription_wall):
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
    called = _has_headline(page, ROBOT_HEADLINE)
    asks = called or share_about_the_site(page.visible) >= NOTICE_SHARE
    told = (called, asks and names(Subject.CHECK, page.visible), _has_check(page))
    signs = sum((*told, "noindex" in page.meta.get("robots", "").lower()))
    enough = any(told) if len(text) < LITTLE else signs >= 2
    if len(text) > SHORT or page.says_article or not enough:
        return None
    return Refusal("is not the article: the site checks for robots or wants scripts to run", SAVE)


def _has_check(page: PageFacts) -> bool:
    names = ("id", "class", "src", "action")
    elements = page.tree.iter("script", "div", "form", "iframe", "input")
    return any(_CHECKS.search((element.get(name) or "")[:500]) for element in elements for name in names)


def _notice(page: PageFacts, text: str) -> Refusal | None:
    shown = text if len(text) >= LITTLE else page.visible
    if len(shown) > LONGEST_CONSENT:
        return None
    about = subject_of(shown)
    if (len(shown) <= SHORT or about is Subject.CONSENT) and _speaks_as_the_site(page, shown):
        return Refusal(_NOTICES[about], SAVE)
    return None


def _speaks_as_the_site(page: PageFacts, text: str) -> bool:
    """Whether a text is about the site, and the site speaks: advice on cookies and passwords speaks to its reader
    too. What is laid over a page that tells nothing else needs no words that are known."""
    laid_over = notice_words(page.tree)
    within = [line.strip("-| ") in laid_over for line in text.split("\n") if line]
    if laid_over and all(within) and not page.says_article:
        return True
    least = STATED_ARTICLE_SHARE if page.says_article else NOTICE_SHARE
    speaks = has_speaker(text) or _wants_entries(page) or (bool(laid_over) and any(within))
    return speaks and share_about_the_site(text) >= least


def _wants_entries(page: PageFacts) -> bool:
    """Whether a page has a field for an address or a password."""
    return any((field.get("type") or "").lower() in ("password", "email") for field in page.tree.iter("input"))


def _login(page: PageFacts, text: str) -> Refusal | None:
    asks = any((field.get("type") or "").lower() == "password" for field in page.tree.iter("input"))
    named = any(names(Subject.ACCOUNT, headline) for headline in page.headlines)
    return Refusal("is a login page", SAVE) if asks and named and len(text) <= SHORT and not page.says_article else None


def _subscription_wall(page: PageFacts, text: str) -> Refusal | None:
    if ends_for_subscribers(page, text):
        return Refusal("ends after its beginning: the rest is for subscribers or members", SAVE)
    return None


def _has_headline(page: PageFacts, kind: re.Pattern[str]) -> bool:
    return any(kind.fullmatch(headline.strip(_EDGES)) for headline in page.headlines if len(headline) <= LITTLE)
