"""The entries of a feed: what each says, and which of them are one article.

A live feed gives all its entries one link, or links that differ in the fragment alone: different articles. Another
feed gives a story again when it has changed: versions of one article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urldefrag

from chatbot.library.duplicates import is_copy
from chatbot.library.identity import canonical_url
from chatbot.library.sentences import split_sentences
from chatbot.records import Document, Metadata

VERSION_SHARE = 0.5
"""Share of the shorter text's characters in sentences that stand in the other too, from which they are versions. Live
entries that are written to one pattern share words and no sentences."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    metadata: Metadata
    """`url` is the entry's link and may be empty; `publisher` is the feed's title."""
    content: str
    """HTML of the entry's full text, or empty; summaries do not count."""
    id: str = ""
    """Its `guid` or `id`; may be empty."""
    place: str = ""
    """The feed's address and the entry's number in it, for messages."""

    @property
    def moment(self) -> datetime:
        """When it was changed, or published; long ago when it does not say."""
        return self.metadata.updated or self.metadata.published or _LONG_AGO


Carried = tuple[Entry, Document]
"""An entry and the article that the feed itself carries for it."""


def grouped_by_address(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries that share an address, fragments aside, in the order of the feed; one without an address is alone."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(canonical_url(entry.metadata.url) or entry.place, []).append(entry)
    return list(groups.values())


def newest(entries: Sequence[Entry]) -> Entry:
    """The entry that was changed or published last; the first in the feed when they do not say."""
    return max(entries, key=lambda entry: entry.moment)


def told_apart(carried: Sequence[Carried]) -> list[Document]:
    """The different articles among the entries of one address, each in its newest version.

    Args:
        carried: entries of one address, in the order of the feed.
    """
    articles: list[list[Carried]] = []
    for found in carried:
        known = next((versions for versions in articles if any(_are_versions(found, each) for each in versions)), None)
        if known is None:
            articles.append([found])
        else:
            known.append(found)
    return [_newest_version(versions, alone=len(articles) == 1) for versions in articles]


def _newest_version(versions: Sequence[Carried], alone: bool) -> Document:
    """The article's part is the name of its oldest entry, which is the same as long as the feed holds that entry."""
    _, document = max(versions, key=lambda found: found[0].moment)
    oldest, _ = min(reversed(versions), key=lambda found: found[0].moment)
    return document if alone else replace(document, part=_name(oldest))


def _name(entry: Entry) -> str:
    return entry.id or urldefrag(entry.metadata.url).fragment or entry.metadata.title


def _are_versions(first: Carried, second: Carried) -> bool:
    if first[0].id and first[0].id == second[0].id:
        return True
    texts = sorted((first[1].text, second[1].text), key=len)
    if not is_copy(*texts):
        return False
    shorter, longer = ([span.of(text) for span in split_sentences(text)] for text in texts)
    shared = set(shorter) & set(longer)
    return sum(map(len, shared)) >= VERSION_SHARE * sum(map(len, set(shorter)))
