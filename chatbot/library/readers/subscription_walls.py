"""Recognises articles of which a page holds the beginning alone, because the rest is for subscribers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from chatbot.library.readers.linked_data import Item, stated_article
from chatbot.library.readers.page_facts import LITTLE, PageFacts, words_of
from chatbot.library.readers.site_voice import Subject, addresses_reader, names, sentences_of
from chatbot.library.readers.wall_phrases import ALREADY, READ_ON, RESERVED

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

LONGEST_TEASER = 2_000
"""Characters of the article."""
LONGEST_TEXT = 6_000
"""The same with all that invites to subscribe; longer texts are not looked at."""
LONGEST_INVITATION = 120
"""Characters of a sentence that invites to subscribe; longer ones tell something."""
LONGEST_LABEL = 70
"""The same for one that speaks to nobody; such reports are longer."""
LONGEST_BUTTON = 100
LAST_PARAGRAPHS = 6
LINES_BEHIND = 3
"""Of the page, behind its text, where an invitation to read on stands."""
LINES_BEHIND_CUT = 6
TEASER_SHARE = 0.4
"""Of the words that a page says its article has; with less it is a teaser."""
WHOLE_SHARE = 0.8
"""With more it is whole, whoever may read it."""
LEAST_CUT_WORDS = 4
_KEY = 80
"""Characters of a paragraph by which it is found on the page."""

_SELECTOR = re.compile(r"\s*([.#])([\w-]{1,100})\s*")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def ends_for_subscribers(page: PageFacts, text: str) -> bool:
    """Whether a text is the beginning of an article that goes on for subscribers.

    Args:
        page: what can be told of the page.
        text: the article as it was extracted, a line for each paragraph.
    """
    if len(text) > LONGEST_TEXT:
        return False
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph]
    told = [paragraph for paragraph in paragraphs if not _asks_subscribers(paragraph)]
    stated = stated_article(page.items)
    if sum(map(len, told)) > LONGEST_TEASER or _is_free(stated) is True:
        return False
    if _share_of_stated(stated, text, 1.0) < TEASER_SHARE:
        return True
    if _is_free(stated) is False and _share_of_stated(stated, text, 0.0) < WHOLE_SHARE:
        behind = _behind(page, told[-1:])
        if _part_is_missing(page, stated, told) or any(map(READ_ON.search, behind)) or any(map(_invites, behind)):
            return True
    if sum(map(len, told)) < LITTLE and any(map(_asks_subscribers, page.visible.split("\n"))):
        return True
    return _stops_at_a_gate(page, paragraphs)


def _stops_at_a_gate(page: PageFacts, paragraphs: Sequence[str]) -> bool:
    """Whether the last paragraphs, or the lines of the page behind them, invite to subscribe so as to read on."""
    headings = {words_of(heading) for name in _HEADINGS for heading in page.tree.iter(name)}
    for at in range(max(0, len(paragraphs) - LAST_PARAGRAPHS), len(paragraphs)):
        if any(map(_tells, paragraphs[at + 1 :])):
            continue
        paragraph, behind = paragraphs[at], _behind(page, paragraphs[at : at + 1])
        leads_on = any(map(READ_ON.search, behind)) and any(map(_is_gate, behind))
        if leads_on or _invites(paragraph):
            return True
        cut = paragraph not in headings and not _is_gate(paragraph) and _is_cut_off(paragraph)
        if cut and any(map(_is_gate, _behind(page, paragraphs[at : at + 1], LINES_BEHIND_CUT))):
            return True
    return False


def _tells(paragraph: str) -> bool:
    """Whether a paragraph goes on with the article: it is no button, does not speak to the reader and is not about
    subscriptions."""
    return len(paragraph) > LONGEST_BUTTON and not (_is_gate(paragraph) or addresses_reader(paragraph))


def _invites(paragraph: str) -> bool:
    """Whether a sentence says that something is for those with an account or a subscription, or that they read on."""
    return _has_sentence(paragraph, RESERVED) or _has_sentence(paragraph, READ_ON)


def _asks_subscribers(paragraph: str) -> bool:
    """The same, or whether it asks who is one already, as boxes below whole articles do too."""
    return _invites(paragraph) or _has_sentence(paragraph, ALREADY)


def _has_sentence(paragraph: str, words: re.Pattern[str]) -> bool:
    return any(
        _is_short(sentence) and words.search(sentence) and _is_gate(sentence) for sentence in sentences_of(paragraph)
    )


def _is_short(sentence: str) -> bool:
    return len(sentence) <= (LONGEST_INVITATION if addresses_reader(sentence) else LONGEST_LABEL)


def _is_free(stated: Item) -> bool | None:
    """What the page says of who may read it, or None."""
    said = str(stated.get("isAccessibleForFree", "")).rsplit("/", 1)[-1].lower()
    return {"true": True, "false": False}.get(said)


def _share_of_stated(stated: Item, text: str, unknown: float) -> float:
    """Share of the words that an article which is not free says it has, or `unknown`."""
    said = str(stated.get("wordCount", ""))
    words = int(said) if said.isdecimal() and len(said) < 9 else 0
    return len(text.split()) / words if words and _is_free(stated) is False else unknown


def _part_is_missing(page: PageFacts, stated: Item, told: Sequence[str]) -> bool:
    """Whether the part that the page names as not free holds nothing of the text; it may not be there at all."""
    parts = stated.get("hasPart")
    named = [part for part in (parts if isinstance(parts, list) else [parts]) if isinstance(part, Mapping)]
    selectors = [_SELECTOR.fullmatch(str(part.get("cssSelector", ""))) for part in named if _is_free(part) is False]
    known = [selector for selector in selectors if selector]
    if not known or len(known) < len(selectors):
        return False
    held = "\n".join(words_of(element) for selector in known for element in _selected(page.tree, *selector.groups()))
    return not any(paragraph[:_KEY] in held for paragraph in told)


def _selected(tree: HtmlElement, kind: str, name: str) -> list[HtmlElement]:
    attribute = "id" if kind == "#" else "class"
    return [element for element in tree.iter() if name in (element.get(attribute) or "").split()]


def _behind(page: PageFacts, paragraph: Sequence[str], lines: int = LINES_BEHIND) -> list[str]:
    """The lines of the page behind a paragraph of the text; none where it is not found."""
    key = paragraph[0].lstrip("- ")[:_KEY] if paragraph else ""
    _, found, rest = page.visible.rpartition(key) if key else ("", "", "")
    return rest.split("\n")[1 : 1 + lines] if found else []


def _is_cut_off(paragraph: str) -> bool:
    """Whether a paragraph ends within a sentence. A list of names or a signature has no stop either, but ends in a
    capital."""
    words = paragraph.split()
    return len(words) >= LEAST_CUT_WORDS and words[-1].isalpha() and words[-1][0].islower()


def _is_gate(line: str) -> bool:
    return names(Subject.SUBSCRIPTION, line) or names(Subject.ACCOUNT, line)
