"""The entries of a live page, each with its own moment, read from what the library keeps of the article.

A live page is stored entry by entry: a line with the time and the heading, then the paragraphs. Many have the newest
entry on top, so that the order of the page says nothing; the times do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from chatbot.library.addressed import addresses_a_model
from chatbot.records import Evidence, Metadata, RankedPassage, Span
from chatbot.retrieval.sentences import sentences_of
from chatbot.text.sentence_kinds import tells
from chatbot.text.time_clock import DAY, HALF, ClockTime, clock_times, first_clock
from chatbot.text.time_vocabulary import MONTHS, WEEKDAYS
from chatbot.text.time_words import mentioned_days

LEAST_ENTRIES = 2
WHITE_SPACE = 16
"""Characters between passages that are no gap: some articles put many blank lines there, and any passage is longer."""
LONGEST_HEAD = 160
"""Characters of the line above an entry; a longer one is a paragraph that begins with a time."""
_LONGEST_DATE = 45
"""Characters before the time in such a line."""
_MARKS = " \t#>*-–—•"
"""Of headings and lists, before the time."""
_LINE = re.compile(r"[^\n\r]+")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d")
_ENDS = re.compile(r"[.!?…][\"”’)]*$")
_DATE_WORDS = (
    frozenset("updated published posted edited last at on um am le de del of st nd rd th today yesterday".split())
    | MONTHS.keys()
    | WEEKDAYS.keys()
    | frozenset("mon tue tues wed thu thur thurs fri sat sun mo di mi do fr sa so".split())
)
_OPENS_SENTENCE = frozenset("at on um am le by".split())
"""Words with which a sentence begins that tells a time: no head of an entry."""
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a live page."""

    clock: ClockTime
    day: date | None
    """Of the entry, where the page or the article says it."""
    minutes: int
    """From the beginning of the first day of the page: what entries are ordered by."""
    head: Evidence
    """The line with the time and the heading; only the time, where a paragraph begins with it."""
    sentences: tuple[Evidence, ...]
    """What it says, in its order, without the heading."""
    passages: tuple[str, ...]
    """Ids of the passages that it stands in."""

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join((self.head.quote, *(sentence.quote for sentence in self.sentences)))

    @property
    def shown(self) -> str:
        """The time as the page writes it."""
        begin = self.clock.start
        return self.head.quote[begin : self.clock.end].strip(" ()")


def entries_of(passages: Sequence[RankedPassage]) -> list[Entry]:
    """The entries of an article, the earliest first; empty where it is no live page.

    Args:
        passages: all those of one article, in its order.
    """
    heads = [head for item in passages for head in _heads(item)]
    if len(heads) < LEAST_ENTRIES:
        return []
    if any(clock.minute >= 13 * 60 for _, clock in heads):  # It counts 24 hours, or says which half of the day.
        heads = [(head, clock._replace(halves=False)) for head, clock in heads]
    sentences = [(sentence, item) for item in passages for sentence in sentences_of(item)]
    end = passages[-1].stored.passage.end
    starts = [head.span.start for head, _ in heads]
    entries = []
    for (head, clock), (begin, after) in zip(heads, pairwise([*starts, end + 1]), strict=True):
        inside = [(found, item) for found, item in sentences if begin <= found.span.start < after]
        told = tuple(found for found, _ in inside if not found.heading and _is_told(found, head))
        ids = dict.fromkeys([_passage_at(passages, begin), *(item.stored.passage.id for _, item in inside)])
        entries.append(Entry(clock, _day_of(head, clock), clock.minute, head, told, tuple(ids)))
    return _chronological(entries, passages[0].stored.metadata)


def head_lines(passages: Sequence[RankedPassage]) -> dict[str, list[Evidence]]:
    """For each passage of a live page, by its id, the lines with times that stand in it, before them that of an entry
    which goes on at its beginning; empty for other articles.

    Args:
        passages: of one article, in its order; some may lack.
    """
    found = {item.stored.passage.id: [head for head, _ in _heads(item)] for item in passages}
    if sum(map(len, found.values())) < LEAST_ENTRIES:
        return {}
    last, end = None, 0
    for item in passages:
        passage = item.stored.passage
        inside = found[passage.id]
        last = last if passage.start - end <= WHITE_SPACE else None
        if last and not (inside and inside[0].span.start <= passage.start + len(_MARKS)):
            found[passage.id] = [last, *inside]
        last, end = inside[-1] if inside else last, passage.end
    return found


def with_heads(sentences: Sequence[Evidence], heads: Sequence[Evidence]) -> list[Evidence]:
    """Sentences of a passage with the lines of `head_lines` above them that they lack, in the article's order."""
    missing = [head for head in heads if not any(head.span.overlaps(found.span) for found in sentences)]
    return sorted((*sentences, *missing), key=lambda found: found.span)


def _heads(item: RankedPassage) -> list[tuple[Evidence, ClockTime]]:
    """The lines of a passage that stand above entries, with their times."""
    passage = item.stored.passage
    heads = []
    for line in _LINE.finditer(passage.text):
        clock = _clock_above(line[0])
        if clock is None:
            continue
        is_head = len(line[0].strip()) <= LONGEST_HEAD and not _ENDS.search(line[0].rstrip())
        named = is_head and not addresses_a_model(line[0][clock.end :])
        marks = len(line[0]) - len(line[0].lstrip(_MARKS))
        end = len(line[0].rstrip()) if named else clock.end
        span = Span(line.start() + marks, line.start() + end).shifted(passage.start)
        heads.append((_evidence(item, span), clock._replace(start=clock.start - marks, end=clock.end - marks)))
    return heads


def _clock_above(line: str) -> ClockTime | None:
    """The time in a line, where nothing but a date stands before it."""
    if not _may_begin_with_time(line):
        return None
    clock = first_clock(line[: 2 * _LONGEST_DATE])
    if clock is None or clock.start > _LONGEST_DATE:
        return None
    behind = line[clock.end : clock.end + 1]
    before = [word.casefold() for word in _WORD.findall(line[: clock.start])]
    if behind.isalnum() or (before and before[0] in _OPENS_SENTENCE):
        return None
    dated = all(word in _DATE_WORDS or (word.isdecimal() and len(word) <= 4) for word in before)
    return clock if dated and (before or _is_clock_alone(line, clock)) else None


def _may_begin_with_time(line: str) -> bool:
    """Whether nothing but words of a date stands before the first number: most lines are told by their first word."""
    number = _NUMBER.search(line, 0, _LONGEST_DATE)
    return number is not None and all(word.casefold() in _DATE_WORDS for word in _WORD.findall(line[: number.start()]))


def _is_clock_alone(line: str, clock: ClockTime) -> bool:
    """Whether a line begins with a time of day and not with a result or a length of time."""
    return any(found.start == clock.start for found in clock_times(line[: clock.end + 40]))


def _evidence(item: RankedPassage, span: Span) -> Evidence:
    passage = item.stored.passage
    article_id, _, version = passage.article_key.partition("@")
    quote = span.shifted(-passage.start).of(passage.text)
    return Evidence(
        article_id,
        int(version),
        span,
        quote,
        item.stored.metadata,
        score=item.score,
        similarity=item.similarity,
        context=passage.text,
        story=item.stored.story,
        copies=item.copies,
        heading=True,
    )


def _is_told(found: Evidence, head: Evidence) -> bool:
    return tells(found.quote) and not (head.span.start <= found.span.start and found.span.end <= head.span.end)


def _passage_at(passages: Sequence[RankedPassage], position: int) -> str:
    return next(item.stored.passage.id for item in passages if position < item.stored.passage.end)


def _day_of(head: Evidence, clock: ClockTime) -> date | None:
    """The day that stands before the time."""
    published = head.metadata.published or _UNDATED
    days = mentioned_days(f"on {head.quote[: clock.start]}", published)
    return days[0].day if days else None


def _chronological(entries: list[Entry], about: Metadata) -> list[Entry]:
    """The entries by their moments. Where the page names no days, one that falls by half a day is of the next day."""
    published = about.published.date() if about.published else None
    if all(entry.day for entry in entries):
        first = min(entry.day for entry in entries if entry.day)
        dated = [_at(entry, entry.day, (entry.day - first).days) for entry in entries if entry.day]
        return sorted(dated, key=lambda entry: entry.minutes)
    steps = [_step(earlier, later) for earlier, later in pairwise(entries)]
    forward = entries if sum(step > 0 for step in steps) > sum(step < 0 for step in steps) else entries[::-1]
    days, before, placed = 0, forward[0].clock.minute, []
    for entry in forward:
        days += before - entry.clock.minute > HALF
        before = entry.clock.minute
        day = entry.day or (published + timedelta(days=days) if published else None)
        placed.append(_at(entry, day, days))
    return sorted(placed, key=lambda entry: entry.minutes)


def _step(earlier: Entry, later: Entry) -> int:
    """The minutes from one entry to the next in the order of the page, the short way round the clock."""
    return (later.clock.minute - earlier.clock.minute + HALF) % DAY - HALF


def _at(entry: Entry, day: date | None, days: int) -> Entry:
    return replace(entry, day=day, minutes=days * DAY + entry.clock.minute)
