"""What happened when: sentences that name exactly one day, resolved against their article's publication date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from chatbot.briefing.facts import Fact
from chatbot.text.time_words import mentioned_days

FARTHEST = timedelta(days=100)
"""A day farther from publication is background, and years left out make it unsure."""


class DatedFact(NamedTuple):
    day: date
    fact: Fact


def dated_facts(facts: Iterable[Fact], limit: int) -> list[DatedFact]:
    """The best facts that name a day, in the order of the days.

    Args:
        facts: best first.
        limit: how many at most.
    """
    found: list[DatedFact] = []
    for dated in _dated(facts):
        if len(found) == limit:
            break
        found.append(dated)
    return sorted(found, key=lambda dated: dated.day)


def _dated(facts: Iterable[Fact]) -> Iterator[DatedFact]:
    for fact in facts:
        published = fact.evidence.metadata.published
        days = {mention.day for mention in mentioned_days(fact.evidence.quote, published)} if published else set()
        # Of a sentence with two days nothing tells which belongs to what.
        if published and len(days) == 1 and abs((day := days.pop()) - published.date()) <= FARTHEST:
            yield DatedFact(day, fact)
