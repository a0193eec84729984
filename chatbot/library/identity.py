"""What makes two articles the same article, and two texts the same text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from urllib.parse import urldefrag

from chatbot.records import Document, Metadata

ID_LENGTH = 16


def article_id(document: Document) -> str:
    """The id under which all versions of this article are kept: 16 hexadecimal digits.

    The URL decides when there is one, so that a file saved twice from the same page is one article; otherwise the
    source does. Tracking parameters, fragments and trailing slashes of a URL do not count. Where one URL has several
    articles, as the entries of a live feed, the document's part tells them apart.
    """
    name = canonical_url(document.metadata.url) or document.source
    if document.part:
        name = f"{name}#{document.part}"
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def canonical_url(url: str) -> str:
    """The URL without what does not change the article behind it."""
    if not url:
        return ""
    from courlan import normalize_url

    return normalize_url(urldefrag(url).url).rstrip("/")


def content_digest(text: str, metadata: Metadata) -> str:
    """SHA-256 over text and metadata, hexadecimal."""
    known = asdict(metadata)
    if metadata.opinion is None:  # Digests made before it was kept stay the same.
        del known["opinion"]
    facts = json.dumps(known, default=str, sort_keys=True)
    return hashlib.sha256(f"{text}\0{facts}".encode("utf-8", "surrogatepass")).hexdigest()
