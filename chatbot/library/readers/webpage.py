"""Web pages: the article without navigation, advertisements and comments."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chatbot.errors import SourceTooLarge, UnreadableSource
from chatbot.library.readers.charsets import declared_in_markup
from chatbot.library.readers.decoding import decode
from chatbot.library.readers.fields import (
    language_code,
    parse_moment,
    short_line,
    split_authors,
    web_address,
)
from chatbot.library.readers.plain import title_of_source
from chatbot.library.readers.result import ReadResult, one_document
from chatbot.records import Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]
    from trafilatura.settings import Document as Extracted

MIN_TEXT_CHARACTERS = 200
"""A page with less is a menu, a paywall or a script's empty shell far more often than an article."""
MAX_ELEMENTS = 50_000
"""Extraction takes time in the square of the elements; long live blogs have about 20,000."""

_PUBLISHED = ("article:published_time", "datePublished", "og:article:published_time", "parsely-pub-date")
_UPDATED = ("article:modified_time", "dateModified", "og:updated_time")


def read_webpage(data: bytes, source: str, encoding: str = "") -> ReadResult:
    """One article from HTML. The title, authors, publisher, dates, language and address come from the page's own
    metadata where it has them; metadata that makes no sense is ignored, since readers cannot correct a page. Of a
    fetched page, title and publisher stay empty when it states none: the caller knows more.

    Raises:
        UnreadableSource: not HTML, or too little article text in it.
        SourceTooLarge: too much text or too many elements.
    """
    page = decode(data, source, encoding, declared_in_markup(data))
    tree = _parsed(page, source)
    address = source if web_address(source) else ""
    extracted = _extracted(page, source, address)
    text = _paragraphs(extracted.text or "")
    if len(text) < MIN_TEXT_CHARACTERS:
        raise UnreadableSource(
            f"{source} holds too little article text ({len(text)} characters)",
            "The page may need a login or a browser; save the article as a file and give that.",
        )
    return one_document(source, text, _metadata(extracted, tree, source, address))


def _parsed(page: str, source: str) -> HtmlElement:
    from lxml.etree import LxmlError  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring

    try:
        # As bytes, because lxml refuses text that carries an encoding declaration.
        tree = document_fromstring(page.encode("utf-8"), parser=HTMLParser(encoding="utf-8", no_network=True))
    except (LxmlError, ValueError) as error:
        raise _no_article(source) from error
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise SourceTooLarge(
            f"{source} has more than {MAX_ELEMENTS:,} elements", "Save the article alone as a file and give that."
        )
    return tree


def _extracted(page: str, source: str, address: str) -> Extracted:
    from trafilatura import bare_extraction

    found = bare_extraction(
        page,
        url=address or None,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict):
        raise _no_article(source)
    return found


def _no_article(source: str) -> UnreadableSource:
    return UnreadableSource(
        f"{source} holds no article text",
        "The page may need a login or a browser; save the article as a file and give that.",
    )


def _paragraphs(text: str) -> str:
    """A blank line between paragraphs, so that they are told from lines; list items and table rows stay together."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    joined = ""
    for before, line in zip(["", *lines], lines, strict=False):
        together = before[:1] in ("-", "|") and line[:1] == before[:1]
        joined += ("\n" if together else "\n\n") + line
    return joined.strip()


def _metadata(extracted: Extracted, tree: HtmlElement, source: str, address: str) -> Metadata:
    found = _dates(tree)
    return Metadata(
        title=short_line(extracted.title or "") or ("" if address else title_of_source(source)),
        authors=split_authors(short_line(extracted.author or "")),
        publisher=_publisher(extracted, address),
        published=found.get("published") or parse_moment(extracted.date or ""),
        updated=found.get("updated"),
        language=language_code(tree.get("lang") or "") if tree.get("lang") else "",
        url=web_address(extracted.url or "") or address,
    )


def _publisher(extracted: Extracted, address: str) -> str:
    """The stated site name. Extraction puts the host in its place, which for a fetched page must not hide the name
    that a feed gives."""
    name = short_line(extracted.sitename or "")
    # "Reuters" is a name, although it is a part of www.reuters.com.
    is_host = "." in name and name.lower() in urlsplit(extracted.url or "").netloc.lower()
    return "" if address and is_host else name


def _dates(tree: HtmlElement) -> dict[str, datetime]:
    """Publication and change, to the second, from meta elements and JSON-LD, which extraction cuts to the day."""
    stated = _linked_data(tree) | _meta(tree)
    dates: dict[str, datetime] = {}
    for name, keys in (("published", _PUBLISHED), ("updated", _UPDATED)):
        moments = (parse_moment(stated[key]) for key in keys if key in stated)
        first = next((moment for moment in moments if moment), None)
        if first:
            dates[name] = first
    return dates


def _meta(tree: HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        named.setdefault(name, element.get("content") or "")
    return named


def _linked_data(tree: HtmlElement) -> dict[str, str]:
    """Text values of the first JSON-LD object that has a publication date."""
    for element in tree.iterfind(".//script[@type='application/ld+json']"):
        for item in _objects(element.text or ""):
            if isinstance(item.get("datePublished"), str):
                return {key: value for key, value in item.items() if isinstance(value, str)}
    return {}


def _objects(script: str) -> list[dict[str, object]]:
    try:
        loaded = json.loads(script)
    except (ValueError, RecursionError):
        return []
    if isinstance(loaded, dict) and isinstance(loaded.get("@graph"), list):
        loaded = loaded["@graph"]
    items = loaded if isinstance(loaded, list) else [loaded]
    return [item for item in items if isinstance(item, dict)]
