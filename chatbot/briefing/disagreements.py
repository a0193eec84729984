"""Where sources contradict each other, and what their publishers have corrected."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from chatbot.answering.conflicts import LEAST_SIMILARITY, Conflict, comparable
from chatbot.answering.corrections import SENTENCES, is_correction, is_notice
from chatbot.answering.counted import counts_differ
from chatbot.answering.retracted import paragraph_of
from chatbot.briefing.facts import Fact
from chatbot.briefing.material import Material
from chatbot.briefing.timeline import told_ordinal
from chatbot.records import Evidence
from chatbot.verification.plain_text import plain_quote

COMPARED = 600
"""Best facts that are compared with each other."""


def find_conflicts(facts: Sequence[Fact], material: Material, limit: int) -> list[Conflict]:
    """Pairs of facts from different publishers that count the same thing of the same day differently, most alike first.

    What one publisher counts otherwise later is a change; so is what another counts of a later day.

    Args:
        facts: best first; the first `COMPARED` are looked at.
        material: their sentences.
        limit: how many pairs at most; one of each pair of stories.
    """
    looked_at = facts[:COMPARED]
    vectors = material.vectors[[fact.at for fact in looked_at]]
    cosines = np.triu(vectors @ vectors.T, 1)
    pairs = np.argwhere(cosines >= LEAST_SIMILARITY)
    order = np.argsort(-cosines[pairs[:, 0], pairs[:, 1]], kind="stable")
    seen: set[frozenset[str]] = set()
    found = []
    for one, other in pairs[order]:
        first, second = sorted((looked_at[one].evidence, looked_at[other].evidence), key=_age)
        stories = frozenset((first.story, second.story))
        if stories not in seen and _contradict(first, second):
            seen.add(stories)
            found.append(Conflict(first, second))
    return found[:limit]


def find_notices(material: Material, limit: int) -> list[tuple[Evidence, ...]]:
    """What publishers have corrected: the first sentences of each notice, an article or a paragraph of one."""
    notices: dict[tuple[str, str], list[Evidence]] = {}
    for item in material.sentences:
        if is_notice(item):
            place = "" if is_correction(item.metadata.title) else paragraph_of(item)
            notices.setdefault((item.article_key, place), []).append(item)
    return [tuple(items[:SENTENCES]) for items in islice(notices.values(), limit)]


def _contradict(one: Evidence, other: Evidence) -> bool:
    return (
        not is_notice(one)
        and not is_notice(other)
        and comparable(one, other)
        and _are_independent(one, other)
        and abs(told_ordinal(one) - told_ordinal(other)) <= 1
        and counts_differ(plain_quote(one), plain_quote(other))
    )


def _are_independent(one: Evidence, other: Evidence) -> bool:
    first, second = one.metadata.publisher.casefold(), other.metadata.publisher.casefold()
    return not first or first != second


def _age(item: Evidence) -> float:
    return item.metadata.published.timestamp() if item.metadata.published else 0.0
