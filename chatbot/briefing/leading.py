"""Chooses the facts that a briefing is built on, so that no single article or happening fills it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from chatbot.briefing.facts import Fact
from chatbot.briefing.happenings import group_stories
from chatbot.briefing.material import Material

TOLD_ALONE = 2
"""Facts that only one story carries and that a briefing on a topic takes from it."""
REPORTED = 0.1
"""Weight of the logarithm of the number of articles on a happening, in a briefing on everything."""


def leading_facts(facts: Sequence[Fact], material: Material, limit: int, *, has_topic: bool) -> list[Fact]:
    """The best facts: of a topic few from each article alone; of everything one from each happening first.

    Args:
        facts: best first.
        material: their sentences.
        limit: how many at most.
        has_topic: whether the facts were ranked for a topic.
    """
    if len(set(material.stories.tolist())) == 1:
        return list(facts[:limit])
    return _few_of_each(facts)[:limit] if has_topic else _one_of_each(facts, material)[:limit]


def _few_of_each(facts: Sequence[Fact]) -> list[Fact]:
    alone: Counter[str] = Counter()
    chosen = []
    for fact in facts:
        alone[fact.evidence.story] += fact.stories == 1
        if fact.stories > 1 or alone[fact.evidence.story] <= TOLD_ALONE:
            chosen.append(fact)
    return chosen


def _one_of_each(facts: Sequence[Fact], material: Material) -> list[Fact]:
    """The best fact of each happening, those that many articles report first; then the second best of each."""
    happenings = group_stories(material)
    sizes = np.bincount(happenings)
    told: Counter[int] = Counter()
    ranked: list[tuple[int, float, int]] = []
    for place, fact in enumerate(facts):
        happening = int(happenings[material.stories[fact.at]])
        ranked.append((told[happening], -fact.score - REPORTED * math.log(sizes[happening]), place))
        told[happening] += 1
    return [facts[place] for *_, place in sorted(ranked)]
