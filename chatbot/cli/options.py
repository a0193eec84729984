"""Turns what was typed into records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from chatbot.app import SEEDS
from chatbot.errors import SettingsError
from chatbot.records import Filters, Period

LAST_MOMENT = time(23, 59, 59)


def all_sources(named: Sequence[str] | None, *, seeds: bool) -> list[str]:
    """The sources to ingest, with the folder of sample articles when it is asked for.

    Raises:
        SettingsError: there is nothing to ingest.
    """
    sources = list(named or ())
    if seeds:
        sources.append(str(SEEDS))
    if not sources:
        raise SettingsError(
            "Nothing to ingest was named", "Name files, folders or web addresses, or --seeds for the sample articles."
        )
    return sources


def moment(text: str | None, option: str) -> datetime | None:
    """A date or a date with time, ISO 8601; without a time zone it is UTC.

    Raises:
        SettingsError: it is neither; names the option.
    """
    if text is None:
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{option} {text!r} is not a date", "Write it like 2025-03-18.") from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def asking_time(text: str | None) -> datetime | None:
    """The moment of asking; a bare date means the end of that day, when all of its articles are out."""
    asked_at = moment(text, "--asked-at")
    if asked_at and text and _is_bare_date(text):
        return datetime.combine(asked_at, LAST_MOMENT, asked_at.tzinfo)
    return asked_at


def filters(
    since: str | None,
    until: str | None,
    publishers: Sequence[str] | None,
    authors: Sequence[str] | None,
    article_ids: Sequence[str] | None,
) -> Filters:
    """The restrictions of a search; `until` includes the whole day that it names."""
    return Filters(
        period=Period(moment(since, "--since"), _end(until)),
        publishers=tuple(publishers or ()),
        authors=tuple(authors or ()),
        article_ids=tuple(article_ids or ()),
    )


def _end(until: str | None) -> datetime | None:
    end = moment(until, "--until")
    if end is None or end.date() == date.max:  # the calendar has no day after it: as good as no limit
        return None
    return end + timedelta(days=1) if until and _is_bare_date(until) else end


def _is_bare_date(text: str) -> bool:
    return len(text) <= len("2025-03-18")
