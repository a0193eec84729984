"""How much an article's age speaks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from chatbot.records import Period, TimeReading

TOLERANCE = timedelta(days=2)
"""Events are reported on the next day, and time zones differ."""


def freshness(published: datetime | None, asked_at: datetime, half_life_days: float) -> float:
    """1 for an article published when the question is asked, halving with every `half_life_days` of age.

    0 for an undated article, and for one that had not been published yet.
    """
    if published is None or published > asked_at + TOLERANCE:
        return 0.0
    age = max((asked_at - published).total_seconds(), 0.0) / timedelta(days=1).total_seconds()
    return float(0.5 ** (age / half_life_days))


def fits_period(published: datetime | None, reading: TimeReading | None) -> float:
    """1 when the article was published in the period that the question names or when it names none, else 0."""
    if reading is None:
        return 1.0
    return float(_widened(reading.period).contains(published))


def _widened(period: Period) -> Period:
    return Period(
        period.since - TOLERANCE if period.since else None,
        period.until + TOLERANCE if period.until else None,
    )
