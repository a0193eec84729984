"""Web pages: the article without navigation, advertisements and comments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chatbot.errors import SourceTooLarge
from chatbot.library.readers.charsets import declared_in_markup
from chatbot.library.readers.decoding import decode
from chatbot.library.readers.fields import (
    language_code,
    parse_moment,
    short_line,
    split_authors,
    web_address,
)
from chatbot.library.readers.hosts import host_of
from chatbot.library.readers.linked_data import Item, stated_article
from chatbot.library.readers.live_blogs import live_text
from chatbot.library.readers.no_article import no_article, refuse_what_is_no_article
from chatbot.library.readers.page_facts import PageFacts, page_facts
from chatbot.library.readers.page_notices import without_notices
from chatbot.library.readers.page_tables import write_out_tables
from chatbot.library.readers.plain import title_of_source
from chatbot.library.readers.result import ReadResult, one_document
from chatbot.records import Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]
    from trafilatura.settings import Document as Extracted

MAX_ELEMENTS = 50_000
"""Extraction takes time in the square of the elements; long live blogs have about 20,000."""

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|(?:-+\|)+")
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
    facts = page_facts(tree, source)
    address = source if web_address(source) else ""
    write_out_tables(tree)
    extracted = _extracted(tree, address)
    text = live_text(facts) or without_notices(tree, _paragraphs(extracted.text or ""))
    refuse_what_is_no_article(facts, text)
    return one_document(source, text, _metadata(extracted, facts, source, address))


def _parsed(page: str, source: str) -> HtmlElement:
    from lxml.etree import LxmlError  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring

    try:
        # As bytes, because lxml refuses text that carries an encoding declaration.
        tree = document_fromstring(page.encode("utf-8"), parser=HTMLParser(encoding="utf-8", no_network=True))
    except (LxmlError, ValueError) as error:
        raise no_article(source) from error
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise SourceTooLarge(
            f"{source} has more than {MAX_ELEMENTS:,} elements", "Save the article alone as a file and give that."
        )
    return tree


def _extracted(tree: HtmlElement, address: str) -> Extracted:
    """What trafilatura makes of a page; nothing but empty values where it finds no article."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(
        tree,
        url=address or None,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return found if isinstance(found, Document) else Document()


def _paragraphs(text: str) -> str:
    """A blank line between paragraphs and between rows of tables, so that they are told from lines; the items of a
    list stay together."""
    lines = [_row(line.strip()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    joined = ""
    for before, line in zip(["", *lines], lines, strict=False):
        together = before[:1] == line[:1] == "-"
        joined += ("\n" if together else "\n\n") + line
    return joined.strip()


def _row(line: str) -> str:
    """A row of a table without the bars around it; what parts a head from its rows is no row."""
    if not line.startswith("| "):
        return "" if _RULE.fullmatch(line) else line
    cells = (cell.replace("\\|", "|").strip() for cell in _BAR.split(line))
    return " | ".join(cell for cell in cells if cell)


def _metadata(extracted: Extracted, facts: PageFacts, source: str, address: str) -> Metadata:
    article = stated_article(facts.items)
    # To the second, which extraction cuts to the day.
    stated = {key: value for key, value in article.items() if isinstance(value, str)} | facts.meta
    return Metadata(
        title=short_line(extracted.title or "") or ("" if address else title_of_source(source)),
        authors=split_authors(short_line(extracted.author or "")),
        publisher=_publisher(extracted, article, address),
        published=_first_moment(stated, _PUBLISHED) or parse_moment(extracted.date or ""),
        updated=_first_moment(stated, _UPDATED),
        language=language_code(facts.tree.get("lang") or ""),
        url=web_address(extracted.url or "") or address,
    )


def _publisher(extracted: Extracted, article: Item, address: str) -> str:
    """The stated name of the site or the publisher, else the host of a saved page. Extraction puts the host in the
    name's place, which for a fetched page must not hide the name that a feed gives."""
    name = short_line(extracted.sitename or "")
    # "Reuters" is a name, although it is a part of www.reuters.com.
    is_host = "." in name and name.lower() in urlsplit(extracted.url or "").netloc.lower()
    return ("" if is_host else name) or _stated_publisher(article) or ("" if address else host_of(extracted.url or ""))


def _stated_publisher(article: Item) -> str:
    publisher = article.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return short_line(name) if isinstance(name, str) and "://" not in name else ""


def _first_moment(stated: Mapping[str, str], keys: Sequence[str]) -> datetime | None:
    return next((moment for key in keys if (moment := parse_moment(stated.get(key, "")))), None)
