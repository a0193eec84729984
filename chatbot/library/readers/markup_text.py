"""Fragments of HTML in fields of records to text: paragraphs, list items and table rows stay apart."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header hr li main ol p pre section summary table tbody tfoot thead tr ul".split()
)
_ROWS = frozenset({"li", "tr", "dt", "dd"})
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_INLINE = frozenset("a abbr b cite code del em i ins mark q s small span strong sub sup u".split())
_ALONE = frozenset("br hr img wbr".split())
_UNREAD = frozenset("script style template noscript iframe object form button svg math head select textarea".split())

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,11})((?:\s[^<>]{0,2000})?)/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_ENTITY_IN_WORD = re.compile(rf"(?<=\w){_ENTITY.pattern}|{_ENTITY.pattern}(?=\w)")
_ADDRESS = re.compile(r"\bhref\s?=\s?[\"']", re.IGNORECASE)
_MANY_ELEMENTS = 3
"""Fewer elements without attributes may be what a text on HTML quotes."""
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")


def is_markup(text: str) -> bool:
    """Whether a text is HTML, and not a text about HTML or one with a stray `<` or `&`.

    It is when most of its words stand inside paragraphs and other blocks, when it begins with one, or, without
    blocks, when all its tags are closed and there are several, or its words hold references to characters.
    """
    tags = [tag for tag in _TAG.finditer(text) if tag[2].lower() in _BLOCKS | _INLINE | _ALONE | _UNREAD]
    if not tags:
        references = len(_ENTITY_IN_WORD.findall(text))
        return references > 1 and text.count("&") == len(_ENTITY.findall(text)) and "<" not in text
    blocks = [tag for tag in tags if tag[2].lower() in _BLOCKS]
    if blocks and (_begins_and_ends_with_tags(text) or _words_within(blocks, text) * 2 > len(_WORD.findall(text))):
        return True
    scripted = any(tag[2].lower() in _UNREAD for tag in tags)
    return not blocks and not scripted and _is_closed(tags) and _is_busy(tags, text)


def text_of_markup(markup: str) -> str:
    """The words of a fragment of HTML: a blank line between paragraphs, `- ` before list items, ` | ` between cells.

    Scripts, styles and forms are left out.
    """
    from lxml.html import HTMLParser, document_fromstring

    if not markup.strip():
        return ""
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    whole = f"<html><body>{markup}</body></html>".encode("utf-8", "replace")
    return _Lines().of(document_fromstring(whole, parser=parser))


def line_of_markup(markup: str) -> str:
    """A title in HTML as one line of text."""
    return " ".join(text_of_markup(markup).split())


def _begins_and_ends_with_tags(text: str) -> bool:
    stripped = text.strip()
    first = _TAG.match(stripped)
    return first is not None and first[2].lower() in _BLOCKS and stripped.endswith(">")


def _words_within(blocks: list[re.Match[str]], text: str) -> int:
    """How many words stand between the opening and the closing tag of a block, blocks within blocks counted once."""
    words = depth = start = 0
    for tag in blocks:
        depth = max(depth + (-1 if tag[1] else 1), 0)
        if depth == 1 and not tag[1]:
            start = tag.end()
        elif depth == 0 and tag[1] and start:
            words += len(_WORD.findall(text[start : tag.start()]))
            start = 0
    return words


def _is_closed(tags: list[re.Match[str]]) -> bool:
    open_ones: Counter[str] = Counter()
    for tag in tags:
        if tag[2].lower() not in _ALONE:
            open_ones[tag[2].lower()] += -1 if tag[1] else 1
    return not any(open_ones.values())


def _is_busy(tags: list[re.Match[str]], text: str) -> bool:
    return (
        sum(1 for tag in tags if tag[2].lower() == "br") > 1
        or sum(1 for tag in tags if tag[1]) >= _MANY_ELEMENTS
        or any(tag[2].lower() == "a" and _ADDRESS.search(tag[3]) for tag in tags)
        or _ENTITY_IN_WORD.search(text) is not None
    )


class _Lines:
    """Collects the text of a tree, line by line: as lists of pieces, since texts that grow are copied at each piece."""

    def __init__(self) -> None:
        self._paragraphs: list[list[str]] = []
        self._line: list[str] = []
        self._mark = ""
        self._rows = 0
        self._after_row = False

    def of(self, tree: HtmlElement) -> str:
        from lxml.etree import iterwalk  # type: ignore[import-untyped]

        walk = iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            if event == "start" and element.tag in _UNREAD:
                walk.skip_subtree()
            elif event == "start":
                self._open(element)
                self._add(element.text, element.tag)
            else:
                self._close(element)
                parent = element.getparent()
                self._add(element.tail, parent.tag if parent is not None else "")
        self._end_line()
        return "\n\n".join(map("\n".join, self._paragraphs))

    def _open(self, element: HtmlElement) -> None:
        if element.tag in _BLOCKS:
            self._end_line()
        if element.tag in _ROWS:
            self._rows += 1
            self._mark = "- " if element.tag == "li" else ""
        elif element.tag in ("td", "th") and self._line:
            self._line.append(" | ")

    def _close(self, element: HtmlElement) -> None:
        if element.tag == "br":
            self._line.append("\n")
        if element.tag in _BLOCKS:
            self._end_line()
        if element.tag in _ROWS:
            self._rows -= 1
        elif element.tag in _LISTS and not self._rows:
            self._after_row = False

    def _add(self, text: str | None, within: str) -> None:
        words = (text or "") if within == "pre" else _SPACES.sub(" ", text or "")
        at_start = not self._line or self._line[-1][-1] in " \n"
        if words := words.lstrip(" ") if at_start and within != "pre" else words:
            self._line.append(words)

    def _end_line(self) -> None:
        """Put the line away: rows of one list or table below each other, all else as paragraphs."""
        line = "\n".join(each.rstrip(" ") for each in "".join(self._line).split("\n"))
        self._line = []
        for part in filter(None, map(str.strip, re.split(r"\n\s*\n", line))):
            if self._rows and self._after_row:
                self._paragraphs[-1].append(self._mark + part)
            else:
                self._paragraphs.append([self._mark + part])
            self._mark = ""
            self._after_row = self._rows > 0
