"""Records to rows of the two Chroma collections and back.

Chroma metadata is flat, knows strings, numbers and lists of strings, and no None: what is unknown is left out.
Times are whole seconds since 1970 in UTC, so that Chroma can compare them, with their zone's offset beside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from chatbot.library.correction_rows import corrections_from, corrections_row
from chatbot.records import Article, ArticleSummary, Filters, Metadata, Passage, Period, Span, StoredPassage
from chatbot.records.questions import parts_days
from chatbot.text.sentence_kinds import heads

Row = dict[str, Any]
_MAY_BE_MISSING = (
    "authors", "author_keys", "opinion", "published", "published_offset", "updated", "updated_offset",
)  # fmt: skip
_QUARTER, _FARTHEST = 15 * 60, 14 * 3600
"""Time zones differ from UTC by quarters of an hour, and by no more than fourteen hours."""


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
        **corrections_row(article.corrections),
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
        corrections=corrections_from(row),
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


def passage_row(article: Article, stored: StoredPassage) -> Row:
    passage = stored.passage
    return {
        **metadata_row(article.metadata),
        "article_id": article.id,
        "version": article.version,
        "article_key": article.key,
        "story": article.duplicate_of or article.id,
        "start": passage.start,
        "end": passage.end,
        "sentences": _written(stored.sentences),
        "headings": _written(sorted(stored.headings)),
    }


def passage_from(row: Mapping[str, Any], text: str) -> StoredPassage:
    passage = Passage(row["article_key"], row["start"], row["end"], text)
    sentences = tuple(_spans(row["sentences"]))
    return StoredPassage(
        passage=passage,
        sentences=sentences,
        metadata=metadata_from(row),
        story=row["story"],
        headings=frozenset(_spans(row["headings"]) if "headings" in row else _headings(passage, sentences)),
    )


def _headings(passage: Passage, sentences: Sequence[Span]) -> Iterator[Span]:
    """The headings by their words alone, in libraries made before those of a page were told."""
    return (span for span in sentences if heads(span.shifted(-passage.start).of(passage.text)))


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
    if metadata.opinion is not None:
        row["opinion"] = metadata.opinion
    for name, value in (("published", metadata.published), ("updated", metadata.updated)):
        if value:
            row[name] = seconds(value)
            # An evening in Washington is the next day in UTC, but the article's date is Washington's.
            row[f"{name}_offset"] = zone_offset(value)
    return row


def metadata_change(metadata: Metadata) -> Row:
    """What makes the metadata of a stored row this one: None takes a value away."""
    return {**dict.fromkeys(_MAY_BE_MISSING), **metadata_row(metadata)}


def article_change(article: Article) -> Row:
    """What makes the metadata and the corrections of a stored row those of this article."""
    change = metadata_change(article.metadata)
    return {**change, "corrections": None, "edits": None, **corrections_row(article.corrections)}


def metadata_from(row: Mapping[str, Any]) -> Metadata:
    return Metadata(
        title=row["title"],
        authors=tuple(row.get("authors", ())),
        publisher=row["publisher"],
        published=_local_moment(row, "published"),
        updated=_local_moment(row, "updated"),
        language=row["language"],
        url=row["url"],
        opinion=bool(row["opinion"]) if "opinion" in row else None,
    )


def where_clause(filters: Filters, offsets: Collection[int] = ()) -> Row | None:
    """The filters as a Chroma `where` clause, or None when nothing is restricted.

    Args:
        filters: what is wanted.
        offsets: of the time zones in which the library's articles were published, in seconds.
    """
    clauses = _period_clauses(filters.period, offsets)
    if filters.publishers:
        clauses.append({"publisher_key": {"$in": [name.casefold() for name in filters.publishers]}})
    if filters.article_ids:
        clauses.append({"article_id": {"$in": list(filters.article_ids)}})
    if filters.authors:
        authors: list[Row] = [{"author_keys": {"$contains": name.casefold()}} for name in filters.authors]
        clauses.append(authors[0] if len(authors) == 1 else {"$or": authors})
    if filters.without_opinion:
        clauses.append({"opinion": {"$ne": True}})
    return _all_of(clauses) if clauses else None


def _period_clauses(period: Period, offsets: Collection[int]) -> list[Row]:
    """What lies in a period. A border between two days is another moment in each time zone."""
    ends = [end for end in (period.since, period.until) if end]
    others = sorted(set(offsets) - {0}) if any(map(parts_days, ends)) else []
    if not others:
        return _range_clauses(period, 0)
    elsewhere = [_all_of([{"published_offset": offset}, *_range_clauses(period, offset)]) for offset in others]
    return [{"$or": [*elsewhere, _all_of([{"published_offset": {"$nin": others}}, *_range_clauses(period, 0)])]}]


def _range_clauses(period: Period, offset: int) -> list[Row]:
    """The ends of a period as moments in the time zone of this offset."""
    since = [{"published": {"$gte": _moment_of(period.since, offset)}}] if period.since else []
    until = [{"published": {"$lt": _moment_of(period.until, offset)}}] if period.until else []
    return [*since, *until]


def _moment_of(end: datetime, offset: int) -> int:
    return seconds(end.replace(tzinfo=UTC)) - offset if parts_days(end) else seconds(end)


def _all_of(clauses: list[Row]) -> Row:
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def seconds(value: datetime) -> int:
    return int(value.timestamp())


def clock_seconds(value: datetime) -> int:
    """What the clock of its own time zone showed, in seconds since 1970 on that clock."""
    return seconds(value) + zone_offset(value)


def zone_offset(value: datetime) -> int:
    """Seconds by which a moment's time zone is ahead of UTC."""
    return _offset_in_use(int((value.utcoffset() or timedelta()).total_seconds()))


def _offset_in_use(offset: int) -> int:
    """The offset, or UTC's where no time zone of the world has it.

    Sources may state any. Those of the world are few, so that a search by days can name each.
    """
    return offset if offset % _QUARTER == 0 and abs(offset) <= _FARTHEST else 0


def moment(value: int) -> datetime:
    return datetime.fromtimestamp(value, UTC)


def _local_moment(row: Mapping[str, Any], name: str) -> datetime | None:
    if name not in row:
        return None
    offset = _offset_in_use(row.get(f"{name}_offset", 0))
    return moment(row[name]).astimezone(timezone(timedelta(seconds=offset)))


def _written(spans: Sequence[Span]) -> str:
    return " ".join(f"{span.start}:{span.end}" for span in spans)


def _spans(text: str) -> Iterator[Span]:
    """Spans from `0:12 13:40`."""
    numbers = map(int, text.replace(":", " ").split())
    return map(Span, numbers, numbers)
