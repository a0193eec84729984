"""Groups articles that report the same happening, so that an overview tells each once, those of many sources first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from chatbot.briefing.material import Material
from chatbot.verification.claim_names import names_of
from chatbot.verification.claim_words import words_of

ALIKE = 0.6
"""Cosine of two articles' mean directions from which they may report the same happening."""
MOST_APART = timedelta(days=10)
SHARED_NAMES = 2
TELLING_SENTENCES = 8
"""First sentences of an article whose names are compared."""


@dataclass(frozen=True, slots=True)
class _Report:
    """One independent article."""

    story: int
    direction: NDArray[np.float32]
    names: frozenset[str]
    published: datetime | None


def group_stories(material: Material) -> NDArray[np.int64]:
    """For each story of the material the number of its happening, from 0.

    Each story joins the most similar happening so far, judged by its first report: alike in meaning, with names in
    common, and within ten days of it; or it begins a new one.
    """
    first: list[_Report] = []
    numbers = []
    for report in _reports(material):
        likeness = [_likeness(report, leader) for leader in first]
        best = int(np.argmax(likeness)) if likeness else -1
        if best < 0 or likeness[best] < ALIKE:
            best = len(first)
            first.append(report)
        numbers.append(best)
    return np.array(numbers, np.int64)


def _likeness(one: _Report, other: _Report) -> float:
    """Cosine, or 0 when names or dates speak against it."""
    apart = one.published and other.published and abs(one.published - other.published) > MOST_APART
    if apart or len(one.names & other.names) < SHARED_NAMES:
        return 0.0
    return float(one.direction @ other.direction)


def _reports(material: Material) -> Iterator[_Report]:
    for story in range(int(material.stories.max()) + 1):
        places = np.flatnonzero(material.stories == story)
        total = material.vectors[places].sum(axis=0)
        sentences = [material.sentences[at] for at in places]
        names = _names([item.quote for item in sentences[:TELLING_SENTENCES]])
        direction = total / max(float(np.linalg.norm(total)), 1e-9)
        yield _Report(story, direction, names, sentences[0].metadata.published)


def _names(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(name.casefold() for text in texts for name in names_of(words_of(text)))
