"""The entries of a live blog with their times and headings, in the order of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chatbot.library.readers.fields import parse_moment, short_line
from chatbot.library.readers.linked_data import types_of
from chatbot.library.readers.markup_text import line_of_markup, text_of_markup
from chatbot.library.readers.page_facts import PageFacts, lines_of, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

LEAST_ENTRIES = 2
SHORTEST_LEAD = 40
"""Characters of a paragraph before the entries; shorter ones are bylines and buttons."""
MAX_ENTRIES = 2_000
LONGEST_TIME = 40

_LIVE = re.compile(r"live-?_?(?:blog|post|entr|update|cover|ticker|feed|event|story)|news-?ticker", re.IGNORECASE)
_TIMES = re.compile(r"time|date|stamp|clock", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.h]|\s?uhr\b)\s?\d{0,2}", re.IGNORECASE)
_AGO = re.compile(r"\b(?:ago|vor|il y a|hace|fa)\b", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ASIDE = frozenset(
    {"script", "style", "template", "nav", "aside", "footer", "form", "button", "figure", "svg", "select"}
)


@dataclass(frozen=True, slots=True)
class _Entry:
    time: str
    """As the page shows it; may be empty."""
    moment: datetime | None
    heading: str
    paragraphs: tuple[str, ...]


def live_text(page: PageFacts) -> str:
    """The text of a live blog: what stands before the entries, then each entry below its time and heading.

    Returns:
        Empty when the page says nowhere that it is one, or fewer than two entries are found.
    """
    stated = next((item for item in page.items if "LiveBlogPosting" in types_of(item)), None)
    holders = _holders(page.tree) if stated is not None or _is_called_live(page.tree) else []
    shown = [entry for entry in map(_entry, holders) if entry.paragraphs or entry.heading]
    told = _stated_entries(stated.get("liveBlogUpdate")) if stated is not None else []
    entries = told if len(told) > len(shown) else shown
    if len(entries) < LEAST_ENTRIES:
        return ""
    lead = _lead(page.tree, holders[0]) if holders else []
    return "\n\n".join([*lead, *(block for entry in entries for block in _blocks(entry, _days(entries)))])


def _is_called_live(tree: HtmlElement) -> bool:
    parts = tree.iter("main", "section", "article", "div", "ol", "ul", "li")
    return any(_LIVE.search((part.get(name) or "")[:500]) for part in parts for name in ("class", "id", "itemtype"))


def _holders(tree: HtmlElement) -> list[HtmlElement]:
    """The elements that hold one entry each: alike, beside each other, each with a time and with words."""
    times = [time for time in tree.iter("time", "span", "div", "p") if _is_time(time)][: MAX_ENTRIES * 2]
    around = {ancestor for time in times for ancestor in time.iterancestors()}
    alike = Counter((element.getparent(), element.tag) for element in around)
    possible = (element for element in around if alike[element.getparent(), element.tag] >= LEAST_ENTRIES)
    with_words = set(filter(_has_words, possible))
    found: dict[HtmlElement, HtmlElement] = {}
    for time in times:
        for ancestor in time.iterancestors():
            if ancestor in with_words:
                found.setdefault(ancestor, ancestor.getparent())
                break
    parents = Counter(found.values())
    if not parents:
        return []
    most = parents.most_common(1)[0][0]
    return [element for element, parent in found.items() if parent is most][:MAX_ENTRIES]


def _is_time(element: HtmlElement) -> bool:
    if element.tag == "time":
        return True
    named = _TIMES.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}"[:500])
    return named is not None and len(element) == 0 and _CLOCK.search((element.text or "")[:LONGEST_TIME]) is not None


def _has_words(element: HtmlElement) -> bool:
    return any(
        child.tag in ("p", "div", "li", "blockquote") and len(words_of(child)) >= SHORTEST_LEAD for child in element
    )


def _entry(holder: HtmlElement) -> _Entry:
    time = next((element for element in holder.iterdescendants() if _is_time(element)), None)
    heading = next((element for element in holder.iterdescendants() if element.tag in _HEADINGS), None)
    shown = words_of(time) if time is not None else ""
    title = words_of(heading) if heading is not None else ""
    skipped = {shown, title}
    lines = (line for line in lines_of(holder, _ASIDE) if line not in skipped)
    return _Entry(shown, parse_moment(_stated_moment(time)), title, tuple(lines))


def _stated_moment(time: HtmlElement | None) -> str:
    return "" if time is None else (time.get("datetime") or time.get("content") or "")


def _stated_entries(updates: object) -> list[_Entry]:
    """The entries that a page lists for machines, newest first."""
    listed = updates if isinstance(updates, list) else [updates]
    entries = [_stated_entry(update) for update in listed[:MAX_ENTRIES] if isinstance(update, dict)]
    entries = [entry for entry in entries if entry.paragraphs]
    dated = [(entry.moment, entry) for entry in entries if entry.moment is not None]
    if len(dated) < len(entries):
        return entries
    return [entry for _, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _stated_entry(update: dict[str, object]) -> _Entry:
    """Its body may be HTML or plain text, whose line breaks HTML would take for spaces."""
    names = ("articleBody", "headline", "datePublished")
    body, heading, moment = (value if isinstance(value := update.get(name), str) else "" for name in names)
    lines = text_of_markup(body.replace("\n", "<br>")).split("\n")
    return _Entry("", parse_moment(moment), short_line(line_of_markup(heading)), tuple(filter(None, lines)))


def _lead(tree: HtmlElement, first: HtmlElement) -> list[str]:
    """The paragraphs between the headline and the first entry."""
    lead: list[str] = []
    begun = False
    before = set(first.iterancestors())
    for element in tree.iter():
        if element is first:
            break
        begun = begun or element.tag == "h1"
        if begun and element not in before and element.tag in ("p", "li") and not _is_aside(element):
            lead += [line for line in lines_of(element, _ASIDE) if len(line) >= SHORTEST_LEAD]
    return lead


def _is_aside(element: HtmlElement) -> bool:
    return any(ancestor.tag in _ASIDE for ancestor in element.iterancestors())


def _days(entries: list[_Entry]) -> int:
    return len({entry.moment.date() for entry in entries if entry.moment})


def _blocks(entry: _Entry, days: int) -> Iterator[str]:
    head = " ".join(filter(None, (_when(entry, days), entry.heading)))
    yield from (head,) if head else ()
    yield from entry.paragraphs


def _when(entry: _Entry, days: int) -> str:
    """The time as the page shows it, when that is one; else the stated moment. The day too, where there are several."""
    shows = entry.time if _CLOCK.search(entry.time) and not _AGO.search(entry.time) else ""
    if entry.moment is None:
        return (shows or entry.time)[:LONGEST_TIME]
    day = f"{entry.moment.day} {entry.moment:%B %Y}"
    clock = shows[:LONGEST_TIME] or f"{entry.moment:%H:%M} {entry.moment.tzname()}"
    return f"{day}, {clock}" if days > 1 and str(entry.moment.year) not in clock else clock
