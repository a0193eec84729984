"""Passages ranked anew by what makes an article news of what is asked: its lead tells it, in the week of the question.

Fused scores say which passage shares most words and meaning with a question. Round-ups ("5 things to know"), live blogs
and reports that look back hold such passages too, deep inside. News puts first what it is about: the article whose own
beginning matches best is the one that is about it. docs/benchmarks.md says what this is worth, and what was left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from chatbot.records import ParsedQuestion, RankedPassage, TimeReading
from chatbot.retrieval.recency import TOLERANCE, fits_period

WEEK = timedelta(days=8)
"""A week and the day of asking: an article of which only the date is known counts as of its first minute."""


@dataclass(frozen=True, slots=True)
class RerankingWeights:
    """What counts how much, in units of the score: a point on the plateau of `python -m evals.calibrate_reranker`."""

    lead: float = 0.1
    """For an article whose best passage is its beginning."""
    half_length: float = 500.0
    """Characters before the best passage with which that halves: a lead and the paragraphs that complete it."""
    week: float = 0.1
    """For an article of the week before the question, unless the question names a time that it does not fit."""


class Place(NamedTuple):
    """Where a passage stands, and how it was ranked."""

    article: str
    """The same for all passages of an article."""
    start: float
    """Characters of the article before it; infinity where that is not known."""
    published: datetime | None
    score: float


class Reranker:
    """Raises the articles that are about what is asked. Passages of one article keep their order and distances."""

    def __init__(self, weights: RerankingWeights = RerankingWeights()) -> None:
        self._weights = weights

    def rerank(self, question: ParsedQuestion, ranked: Sequence[RankedPassage]) -> list[RankedPassage]:
        """The same passages with new scores, best first.

        Args:
            question: as it was understood.
            ranked: passages with fused scores, in any order.
        """
        scores = self.scores(question, [_place(item) for item in ranked])
        rescored = [replace(item, score=score) for item, score in zip(ranked, scores, strict=True)]
        return sorted(rescored, key=lambda item: -item.score)

    def scores(self, question: ParsedQuestion, places: Sequence[Place]) -> list[float]:
        """The new score of each passage, in the order of the passages."""
        reading = question.reading
        best: dict[str, Place] = {}
        for place in sorted(places, key=lambda place: -place.score):
            best.setdefault(place.article, place)
        raised = {article: self._raise(place, question.asked_at, reading) for article, place in best.items()}
        return [place.score + raised[place.article] for place in places]

    def _raise(self, best: Place, asked_at: datetime, reading: TimeReading | None) -> float:
        """What is added to the scores of an article with this best passage."""
        weights = self._weights
        lead = 0.5 ** (best.start / weights.half_length)
        return float(weights.lead * lead + weights.week * _is_of_week(best.published, asked_at, reading))


def _is_of_week(published: datetime | None, asked_at: datetime, reading: TimeReading | None) -> bool:
    if published is None or not -TOLERANCE <= asked_at - published <= WEEK:
        return False
    return bool(fits_period(published, reading))


def _place(ranked: RankedPassage) -> Place:
    passage, metadata = ranked.stored.passage, ranked.stored.metadata
    return Place(passage.article_key, passage.start, metadata.published, ranked.score)
