"""Days and moments as people write them for the computer: `2025-03-18`, or with a time."""

from __future__ import annotations

from datetime import UTC, datetime, time

LAST_MOMENT = time(23, 59, 59)


def read_moment(text: str) -> datetime:
    """A date or a date with time, ISO 8601; without a time zone it is UTC.

    Raises:
        ValueError: it is neither, or lies before or after the calendar of UTC, in which no library could keep it.
    """
    parsed = datetime.fromisoformat(text)
    moment = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    try:
        moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside of the calendar") from error
    return moment


def read_asking_time(text: str) -> datetime:
    """The moment of asking; a bare date means the end of that day, when all of its articles are out.

    Raises:
        ValueError: it is no date.
    """
    asked_at = read_moment(text)
    return datetime.combine(asked_at, LAST_MOMENT, asked_at.tzinfo) if is_bare_date(text) else asked_at


def is_bare_date(text: str) -> bool:
    """Whether a date is written without a time."""
    return len(text) <= len("2025-03-18")
