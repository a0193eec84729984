"""What happened when: sentences that name exactly one day, resolved against their article's publication date."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from chatbot.briefing.facts import Fact
from chatbot.records import Evidence
from chatbot.text.time_vocabulary import MONTHS, WEEKDAYS
from chatbot.text.time_words import DayMention, mentioned_days

FARTHEST = timedelta(days=100)
"""A day farther from publication is background, and years left out make it unsure."""

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_WEEKDAY = "|".join(WEEKDAYS)
_BESIDE_DATE = re.compile(
    rf"\b(?:{_WEEKDAY})\b,?\s+\(?(?:the\s+|de[nm]\s+|el\s+)?(?=(?:(?:{_MONTH})\.?\s+\d|\d{{1,2}}\.?\s+(?:de\s+)?(?:{_MONTH})\b))",
    re.IGNORECASE,
)
"""A weekday before its date, as in "Thursday, March 20": the date says which one."""
_CLAUSE = re.compile(r"[,;:](?=\s)|[()“”\"–—]")
_BOUND = re.compile(
    r"\b(?:since|until|till|before|after|following|ahead of|prior to|seit|bis|vor|nach|desde|hasta|antes|después"
    r"|tras)\b|\b(?:that|which|whom?)\b.*\bhad\b",
    re.IGNORECASE,
)
"""What stands before a day on which something else happened: "closed until Monday", "since the outage on April 28",
"the halt that Kyiv had endorsed on 11 March"."""
_EXPECTED = re.compile(
    r"\b(?:(?:is|are|was|were) (?:to|set|due|expected|scheduled|planned)|would|could|may|might|plans? to|hopes? to)\b",
    re.IGNORECASE,
)
"""What tells of a weekday that is still to come."""
_SOON = re.compile(
    r"\b(?:(?:next|this|the coming|coming) (?:week|weekend)|tomorrow|(?:next|coming) (?:\w+ ){0,2}(?:days|hours)"
    r"|morgen|(?:nächste|kommende|diese) Woche|mañana|(?:la próxima|esta) semana|demain|la semaine prochaine"
    r"|cette semaine)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:will|wird|werden|soll|sollen)\b", re.IGNORECASE)
_ON_WEEKDAY = re.compile(rf"\b(?:{_WEEKDAY})\b", re.IGNORECASE)
_UNDECIDED = re.compile(r"\b(?:if|whether|ob|si)\b", re.IGNORECASE)
"""What makes of a day to come the day of something else: "asked if there would be a cut at the meeting on April 24"."""


class DatedFact(NamedTuple):
    day: date
    fact: Fact


def dated_facts(facts: Iterable[Fact], limit: int) -> list[DatedFact]:
    """The best facts that name a day, in the order of the days.

    Args:
        facts: best first.
        limit: how many at most.
    """
    known = list(facts)
    dated = (DatedFact(day, fact) for day, fact in zip(told_days(known), known, strict=True) if day)
    return sorted(islice(dated, limit), key=lambda found: found.day)


def day_told(sentence: str, published: datetime) -> date | None:
    """The one day of which a sentence tells; None where it names none, several, or only one that bounds what it tells.

    Args:
        sentence: of an article.
        published: when the article was.
    """
    text = _BESIDE_DATE.sub("", sentence)
    days, at = set(), 0
    for mention in mentioned_days(text, published):
        at = text.index(mention.words, at)
        if _happened_then(text, at, mention, published.date()):
            days.add(mention.day)
        at += len(mention.words)
    # Of a sentence with two days nothing tells which belongs to what.
    return days.pop() if len(days) == 1 else None


def looks_ahead(sentence: str) -> bool:
    """Whether a sentence speaks of the next days as seen from its article's."""
    expects = _EXPECTED.search(sentence) or _AHEAD.search(sentence)
    return bool(_SOON.search(sentence) or (expects and _ON_WEEKDAY.search(sentence)))


def told_ordinal(item: Evidence) -> float:
    """The day whose state a sentence tells, in days: the one that it names, but none after its article's, which is its
    day otherwise. Minus infinity for undated ones."""
    published = item.metadata.published
    if published is None:
        return -math.inf
    day = day_told(item.quote, published) or published.date()
    return float(min(day, published.date()).toordinal())


def _happened_then(text: str, at: int, mention: DayMention, published: date) -> bool:
    """Whether what a sentence tells happened on the day that it names at a place, or is to happen then.

    A weekend is no single day, and whoever is quoted may have spoken on another day than that of the article.
    """
    before, words = text[:at], mention.words.casefold()
    clause = _CLAUSE.split(before)[-1]
    if _BOUND.search(clause) or words.endswith(("weekend", "wochenende")) or _is_inside_quotation(before):
        return False
    if mention.day > published:
        return not _UNDECIDED.search(before)
    return not (words in WEEKDAYS and mention.day < published and _EXPECTED.search(clause))


def _is_inside_quotation(before: str) -> bool:
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def told_days(facts: Iterable[Fact]) -> Iterator[date | None]:
    """Of each fact the day of which it tells; None where it tells of none, or of one far from its article's."""
    for fact in facts:
        published = fact.evidence.metadata.published
        day = day_told(fact.evidence.quote, published) if published else None
        yield day if published and day and abs(day - published.date()) <= FARTHEST else None
