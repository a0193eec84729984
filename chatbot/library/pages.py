"""What an address answered, to documents that know where they came from."""

from __future__ import annotations

import re
from dataclasses import replace

from chatbot.library.fetching import FEED_TYPES, Fetched
from chatbot.library.readers import ReadResult, read_bytes
from chatbot.library.readers.hosts import host_of
from chatbot.library.readers.plain import title_of_source
from chatbot.records import Document, Metadata

_MANY_ARTICLES = frozenset({"application/json", "application/x-ndjson", "application/jsonl"})


def read_page(fetched: Fetched, known: Metadata | None = None) -> ReadResult:
    """The articles of a fetched body.

    Args:
        fetched: what the address answered.
        known: what a feed says about the article; it fills in what the page does not state.

    Raises:
        ReadError: as `readers.read_bytes`.
    """
    # XML that is no feed can only be a page with a modest content type.
    kind = "text/html" if fetched.content_type in FEED_TYPES else fetched.content_type
    result = read_bytes(fetched.data, fetched.url_final, kind, fetched.encoding)
    alone = kind not in _MANY_ARTICLES
    documents = (_placed(document, fetched.url_final, known or Metadata(), alone) for document in result.documents)
    return replace(result, documents=tuple(documents))


def _site_of(address: str) -> str:
    """The host without the prefixes under which sites serve variants of the same page."""
    return re.sub(r"^(?:m|mobile|amp)\.", "", host_of(address))


def _placed(document: Document, address: str, known: Metadata, alone: bool) -> Document:
    """The document with the address it came from, unless it is one of many articles that an interface returned.

    A page may name another address of its own host, but not of a host that it was not fetched from: it would
    replace that site's article in the library.
    """
    stated = document.metadata
    if alone and _site_of(stated.url) != _site_of(address):
        stated = replace(stated, url=address)
    complete = replace(known, url="").overridden_by(stated)
    fallback = Metadata(title=title_of_source(address) or host_of(address), publisher=host_of(complete.url or address))
    return replace(document, metadata=fallback.overridden_by(complete))
