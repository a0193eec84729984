"""RSS and Atom feeds: the articles that their entries link to."""

from __future__ import annotations

import codecs
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from chatbot.errors import ReadError, SourceTooLarge, UnreadableSource, UnsupportedFormat
from chatbot.library.duplicates import is_copy
from chatbot.library.feed_entries import Entry, grouped_by_address, newest, told_apart
from chatbot.library.fetching import Fetched, Fetcher
from chatbot.library.pages import read_page
from chatbot.library.readers import Failure, read_bytes
from chatbot.library.readers.fields import language_code, short_line, split_authors, web_address
from chatbot.library.readers.hosts import host_of
from chatbot.records import Document, Metadata

MAX_ENTRIES = 50
FULLER = 1.3
"""How much longer a feed's text must be than its page's for the page to hold only the beginning."""
MAX_FEED_BYTES = 5_000_000
"""Less than of a page, for parsing takes up to four seconds a million; whole articles of a day are one or two."""
_FEED = re.compile(rb"<(?:rss|(?:\w+:)?feed|rdf:RDF)[\s>]")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{1,100})|([0-9]{1,100}));")
_HALVES = 0xD800, 0xDFFF
"""Numbers of half surrogate pairs."""
_LONGEST_DATE = 100
_HTML = re.compile(rb"<html[\s>]", re.IGNORECASE)


def is_feed(fetched: Fetched) -> bool:
    """Whether the body is an RSS or Atom document, whatever its stated type."""
    start = fetched.data[:4096].removeprefix(codecs.BOM_UTF8).lstrip()
    return start.startswith(b"<") and _FEED.search(start) is not None and not _HTML.search(start)


def read_feed(feed: Fetched, fetcher: Fetcher, max_entries: int = MAX_ENTRIES) -> Iterator[Document | Failure]:
    """The articles of a feed's first `max_entries` entries, fetched one after the other as they are asked for.

    An entry whose page cannot be read, or holds only the beginning, is taken from the feed itself when that carries
    the whole text. What the page does not state (title, author, date, publisher) is taken from the entry. Entries that
    share an address are different articles where the feed carries their texts and those are no versions of each other;
    of versions only the newest is given.

    Raises:
        UnreadableSource: the feed has no entries.
        SourceTooLarge: it has more than `MAX_FEED_BYTES` bytes.
    """
    if len(feed.data) > MAX_FEED_BYTES:
        raise SourceTooLarge(
            f"{feed.url_final} is a feed of {len(feed.data):,} bytes; the limit is {MAX_FEED_BYTES:,}",
            "Give the addresses of its articles.",
        )
    entries = parse_feed(feed)
    if not entries:
        raise UnreadableSource(f"{feed.url_final} is a feed without entries", "Check the address, or try again later.")
    for group in grouped_by_address(entries[:max_entries]):
        yield from _articles(group, fetcher)


def parse_feed(feed: Fetched) -> list[Entry]:
    """The entries of a feed in its own order; nothing is fetched, and external entities are not loaded.

    Raises:
        UnreadableSource: it is so malformed that feedparser gives up.
    """
    import feedparser

    charset = f"; charset={feed.encoding}" if feed.encoding else ""
    headers = {"content-location": feed.url_final, "content-type": f"application/xml{charset}"}
    try:
        # A stream, because feedparser takes a bare text for an address or a file name.
        parsed = feedparser.parse(io.BytesIO(_REFERENCE.sub(_character, feed.data)), response_headers=headers)
    except ValueError as error:
        remedy = "Give the addresses of its articles."
        raise UnreadableSource(f"{feed.url_final} is a malformed feed ({error})", remedy) from error
    shared = Metadata(
        publisher=short_line(_plain(parsed.feed.get("title", ""))),
        language=language_code(parsed.feed.get("language", "")),
    )
    places = (f"{feed.url_final}#{number}" for number, _ in enumerate(parsed.entries, 1))
    return [_entry(entry, shared, place) for entry, place in zip(parsed.entries, places, strict=True)]


def _character(reference: re.Match[bytes]) -> bytes:
    """feedparser fails on a number that is no character's; any other reference stays."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    real = number <= sys.maxunicode and not _HALVES[0] <= number <= _HALVES[1]
    return reference[0] if real else b"&#xFFFD;"


def _entry(entry: Any, shared: Metadata, place: str) -> Entry:
    names = (author.get("name", "") for author in entry.get("authors", []))
    stated = Metadata(
        title=short_line(_plain(entry.get("title", ""))),
        authors=split_authors("; ".join(names)),
        published=_moment(entry, "published_parsed") or _moment(entry, "updated_parsed"),
        updated=_moment(entry, "updated_parsed"),
        url=web_address(entry.get("link", "")),
    )
    contents = [part.get("value", "") for part in entry.get("content", [])]
    content = max(contents, key=len, default="")
    return Entry(shared.overridden_by(stated), content, short_line(entry.get("id", "")), place)


def _plain(markup: str) -> str:
    """Titles may hold markup; feedparser has made it safe, and here it goes."""
    return unescape(re.sub(r"<[^<>]{0,200}>", "", markup))


def _moment(entry: Any, name: str) -> datetime | None:
    """Asked with `in`, because feedparser's look-up of a missing `updated` falls back and warns."""
    if name not in entry or not entry[name]:
        return None
    try:
        year, month, day, hour, minute, second = entry[name][:6]
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:  # a leap second or an impossible day; the page may state the date better
        return None
    written = name.removesuffix("_parsed")
    return _in_its_zone(moment, entry.get(written, ""))


def _in_its_zone(moment: datetime, written: str) -> datetime:
    """The moment in the time zone in which the feed writes it: feedparser gives UTC, where it may be of another day."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            local = read(written.strip()[:_LONGEST_DATE])
        except (ValueError, OverflowError):
            continue
        if local.tzinfo and local == moment:
            return local
    return moment


def _articles(entries: list[Entry], fetcher: Fetcher) -> Iterator[Document | Failure]:
    """The articles of the entries that share an address: those that the feed carries, and one page for the others."""
    carried = {entry: document for entry in entries if (document := _carried(entry))}
    apart = told_apart(list(carried.items())) if len(entries) > 1 else []
    others = [entry for entry in entries if entry not in carried]
    if len(apart) > 1:
        yield from apart
    else:
        others = [newest(list(carried) or entries)]
    if others:
        entry = newest(others)
        yield from _article(entry, carried.get(entry), fetcher)


def _article(entry: Entry, carried: Document | None, fetcher: Fetcher) -> Iterator[Document | Failure]:
    """What the entry's page holds; else, or where that is only the beginning, what the feed carries; else the page's
    failure."""
    try:
        for found in _linked(entry, fetcher):
            yield _whole(found, carried) if isinstance(found, Document) else found
    except ReadError as error:
        yield carried or Failure(entry.metadata.url or entry.place, error)


def _whole(found: Document, carried: Document | None) -> Document:
    """The page's article, with the feed's text where the page's is only the beginning of it."""
    fuller = carried is not None and len(carried.text) >= FULLER * len(found.text)
    return replace(found, text=carried.text) if carried and fuller and is_copy(found.text, carried.text) else found


def _linked(entry: Entry, fetcher: Fetcher) -> Iterator[Document | Failure]:
    if not entry.metadata.url:
        raise UnreadableSource(f"{entry.place}: the entry has no link", "Give the article's own address.")
    fetched = fetcher.fetch(entry.metadata.url)
    if is_feed(fetched):
        raise UnsupportedFormat(f"{entry.place}: the entry leads to another feed", "Give that feed's address.")
    result = read_page(fetched, entry.metadata)
    yield from result.documents
    yield from result.failures


def _carried(entry: Entry) -> Document | None:
    """The article that the feed itself carries, or None when that is too little."""
    if not entry.content:
        return None
    source = entry.metadata.url or entry.place
    page = f"<html><body><article>{entry.content}</article></body></html>"
    try:
        (document,) = read_bytes(page.encode(), source, ".html").documents
    except ReadError:  # the caller reports why the page failed, which is what can be acted on
        return None
    return replace(document, metadata=Metadata(publisher=host_of(source)).overridden_by(entry.metadata))
