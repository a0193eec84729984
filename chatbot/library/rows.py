"""Records to rows of the two Chroma collections and back.

Chroma metadata is flat, knows strings, numbers and lists of strings, and no None: what is unknown is left out.
Times are whole seconds since 1970 in UTC, so that Chroma can compare them, with their zone's offset beside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from chatbot.records import Article, ArticleSummary, Filters, Metadata, Passage, Span, StoredPassage

Row = dict[str, Any]


def article_row(article: Article) -> Row:
    return {
        **metadata_row(article.metadata),
        "article_id": article.id,
        "version": article.version,
        "source": article.source,
        "digest": article.digest,
        "sha256": text_hash(article.text),
        "ingested": seconds(article.ingested),
        "duplicate_of": article.duplicate_of,
        "passage_count": article.passage_count,
        "characters": len(article.text),
    }


def text_hash(text: str) -> str:
    """SHA-256 of a text, hexadecimal; the digest beside it also covers what is known about the article."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_as_stored(row: Mapping[str, Any], text: str) -> bool:
    """Whether an article's text is the one that was stored; libraries made before hashes were kept have its length."""
    return bool(len(text) == row["characters"] and row.get("sha256", text_hash(text)) == text_hash(text))


def article_from(row: Mapping[str, Any], text: str) -> Article:
    return Article(
        id=row["article_id"],
        version=row["version"],
        source=row["source"],
        text=text,
        metadata=metadata_from(row),
        digest=row["digest"],
        ingested=moment(row["ingested"]),
        duplicate_of=row["duplicate_of"],
        passage_count=row["passage_count"],
    )


def summary_from(row: Mapping[str, Any]) -> ArticleSummary:
    return ArticleSummary(
        id=row["article_id"],
        version=row["version"],
        source=row["source"],
        metadata=metadata_from(row),
        ingested=moment(row["ingested"]),
        duplicate_of=row["duplicate_of"],
        passage_count=row["passage_count"],
        characters=row["characters"],
    )


def passage_row(article: Article, passage: Passage, sentences: Sequence[Span]) -> Row:
    return {
        **metadata_row(article.metadata),
        "article_id": article.id,
        "version": article.version,
        "article_key": article.key,
        "story": article.duplicate_of or article.id,
        "start": passage.start,
        "end": passage.end,
        "sentences": " ".join(f"{span.start}:{span.end}" for span in sentences),
    }


def passage_from(row: Mapping[str, Any], text: str) -> StoredPassage:
    return StoredPassage(
        passage=Passage(row["article_key"], row["start"], row["end"], text),
        sentences=tuple(_spans(row["sentences"])),
        metadata=metadata_from(row),
        story=row["story"],
    )


def metadata_row(metadata: Metadata) -> Row:
    row: Row = {
        "title": metadata.title,
        "publisher": metadata.publisher,
        "publisher_key": metadata.publisher.casefold(),
        "language": metadata.language,
        "url": metadata.url,
    }
    if metadata.authors:
        row["authors"] = list(metadata.authors)
        row["author_keys"] = [author.casefold() for author in metadata.authors]
    for name, value in (("published", metadata.published), ("updated", metadata.updated)):
        if value:
            row[name] = seconds(value)
            # An evening in Washington is the next day in UTC, but the article's date is Washington's.
            row[f"{name}_offset"] = int((value.utcoffset() or timedelta()).total_seconds())
    return row


def metadata_from(row: Mapping[str, Any]) -> Metadata:
    return Metadata(
        title=row["title"],
        authors=tuple(row.get("authors", ())),
        publisher=row["publisher"],
        published=_local_moment(row, "published"),
        updated=_local_moment(row, "updated"),
        language=row["language"],
        url=row["url"],
    )


def where_clause(filters: Filters) -> Row | None:
    """The filters as a Chroma `where` clause, or None when nothing is restricted."""
    clauses: list[Row] = []
    if filters.period.since:
        clauses.append({"published": {"$gte": seconds(filters.period.since)}})
    if filters.period.until:
        clauses.append({"published": {"$lt": seconds(filters.period.until)}})
    if filters.publishers:
        clauses.append({"publisher_key": {"$in": [name.casefold() for name in filters.publishers]}})
    if filters.article_ids:
        clauses.append({"article_id": {"$in": list(filters.article_ids)}})
    if filters.authors:
        authors: list[Row] = [{"author_keys": {"$contains": name.casefold()}} for name in filters.authors]
        clauses.append(authors[0] if len(authors) == 1 else {"$or": authors})
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def seconds(value: datetime) -> int:
    return int(value.timestamp())


def moment(value: int) -> datetime:
    return datetime.fromtimestamp(value, UTC)


def _local_moment(row: Mapping[str, Any], name: str) -> datetime | None:
    if name not in row:
        return None
    return moment(row[name]).astimezone(timezone(timedelta(seconds=row.get(f"{name}_offset", 0))))


def _spans(text: str) -> Iterator[Span]:
    """Spans from `0:12 13:40`."""
    numbers = map(int, text.replace(":", " ").split())
    return map(Span, numbers, numbers)
