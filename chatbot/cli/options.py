"""Turns what was typed into records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from chatbot.app import SEEDS
from chatbot.errors import SettingsError
from chatbot.records import Filters, Period
from chatbot.text.moments import is_bare_date, read_asking_time, read_moment

ASKED_AT = "--asked-at"


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
    return None if text is None else _read(read_moment, text, option)


def day_or_none(text: str | None, option: str) -> datetime | None:
    """The same, and None for an empty text: the date is not known.

    Raises:
        SettingsError: it is neither; names the option.
    """
    return moment(text, option) if text and text.strip() else None


def asking_time(text: str | None) -> datetime | None:
    """The moment of asking; a bare date means the end of that day, when all of its articles are out.

    Raises:
        SettingsError: it is no date.
    """
    return None if text is None else _read(read_asking_time, text, ASKED_AT)


def filters(  # noqa: PLR0913 -- one parameter for each option
    since: str | None,
    until: str | None,
    publishers: Sequence[str] | None,
    authors: Sequence[str] | None,
    article_ids: Sequence[str] | None,
    *,
    no_opinion: bool = False,
) -> Filters:
    """The restrictions of a search; `until` includes the whole day that it names.

    Days are those of the articles' publishers, each on its own clock.
    """
    return Filters(
        period=Period(moment(since, "--since"), _end(until)),
        publishers=tuple(publishers or ()),
        authors=tuple(authors or ()),
        article_ids=tuple(article_ids or ()),
        without_opinion=no_opinion,
    )


def _end(until: str | None) -> datetime | None:
    end = moment(until, "--until")
    if end is None or end.date() == date.max:  # the calendar has no day after it: as good as no limit
        return None
    return end + timedelta(days=1) if until and is_bare_date(until) else end


def _read(read: Callable[[str], datetime], text: str, option: str) -> datetime:
    try:
        return read(text)
    except ValueError:
        raise SettingsError(f"{option} {text!r} is not a date", "Write it like 2025-03-18.") from None
