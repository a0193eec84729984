"""Where a model's sentence belongs by what backs it, whatever section the model chose, and which day it tells of."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from chatbot.answering.counted import counts_differ
from chatbot.briefing.fact_pack import Place, place_of, told_day
from chatbot.briefing.records import SectionKind
from chatbot.briefing.wording import day_name
from chatbot.records import Evidence, Verdict
from chatbot.text.time_words import mentioned_days
from chatbot.verification.plain_text import plain_quote
from chatbot.verification.verifier import Finding

_STATES_OF_THINGS = frozenset((SectionKind.BOTTOM_LINE, SectionKind.DEVELOPMENTS))


def section_of(kind: SectionKind, backing: Sequence[Evidence], overtaken: Set[Place]) -> SectionKind:
    """The section of a supported sentence.

    What rests only on what later articles count otherwise is told by the timeline alone. Numbers that differ because
    time passed are no disagreement.

    Args:
        kind: of the section that the model chose.
        backing: what supports it.
        overtaken: the sentences that later articles count otherwise.
    """
    if kind in _STATES_OF_THINGS and backing and {place_of(item) for item in backing} <= overtaken:
        return SectionKind.TIMELINE
    if kind is SectionKind.DISAGREEMENTS and _only_changed(backing):
        return SectionKind.DEVELOPMENTS
    return kind


def day_of(backing: Sequence[Evidence]) -> date | None:
    """The day for a sentence that the timeline tells in the model's place: what its source tells of, or its own."""
    days = [told_day(item) or (item.metadata.published and item.metadata.published.date()) for item in backing]
    return next(filter(None, days), None)


def with_day_checked(finding: Finding, day: date) -> Finding:
    """A finding on an entry of a timeline, not sure where none of its sources tells of its day."""
    backing = finding.evidence
    if not finding.supported or any(_may_tell_of(day, item) for item in backing):
        return finding
    known = day_of(backing)
    reason = f"the cited text is of {day_name(known)}" if known else "the cited text tells no day"
    return replace(finding, verdict=Verdict.UNSURE, evidence=(), nearest=backing[:2], reason=reason)


def _may_tell_of(day: date, item: Evidence) -> bool:
    """Whether a sentence names a day, or tells of no certain one and was published then or on the day after."""
    published = item.metadata.published
    if published is None:
        return True
    named = {mention.day for mention in mentioned_days(item.quote, published)}
    untold = {published.date(), published.date() - timedelta(days=1)} if told_day(item) is None else set()
    return day in named | untold


def _only_changed(backing: Sequence[Evidence]) -> bool:
    """Whether sentences count something differently, but no two of them on the same day."""
    differing = [pair for pair in combinations(backing, 2) if counts_differ(plain_quote(pair[0]), plain_quote(pair[1]))]
    return bool(differing) and all(_of_other_days(*pair) for pair in differing)


def _of_other_days(one: Evidence, other: Evidence) -> bool:
    first, second = one.metadata.published, other.metadata.published
    return first is not None and second is not None and first.date() != second.date()
