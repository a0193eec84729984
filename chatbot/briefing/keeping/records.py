"""What is kept of a briefing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chatbot.briefing.records import Briefing


@dataclass(frozen=True, slots=True)
class BriefingSummary:
    """A kept briefing as lists show it."""

    id: str
    title: str
    topic: str
    written_at: datetime
    first_day: date | None
    last_day: date | None
    articles: int
    """How many were read."""
    model: str
    """Who phrased it; empty where all statements are quotations."""


@dataclass(frozen=True, slots=True)
class KeptBriefing:
    """A whole briefing, as it was written."""

    id: str
    briefing: Briefing
    """Under the title that its reader gave it, and without what was deleted since."""
    read: tuple[str, ...]
    """Keys, `id@version`, of all articles that were read for it, cited or not."""

    @property
    def summary(self) -> BriefingSummary:
        known = self.briefing
        return BriefingSummary(
            self.id, known.title, known.topic, known.written_at, known.first_day, known.last_day, known.articles,
            known.model,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EarlierBriefing:
    """What an earlier briefing on a topic rested on, for the next one to tell what changed: ids and offsets, no words.

    Libraries before there were kept briefings know no more than this.
    """

    written_at: str
    """ISO 8601."""
    articles: tuple[str, ...]
    """Keys, `id@version`, of all that was read."""
    quotes: tuple[tuple[str, int, int], ...]
    """Article key, start and end of each citation."""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.written_at)

    @classmethod
    def of(cls, briefing: Briefing, read: tuple[str, ...]) -> EarlierBriefing:
        quotes = tuple((f"{item.article_id}@{item.version}", item.start, item.end) for item in briefing.citations)
        return cls(briefing.written_at.isoformat(), read, quotes)
