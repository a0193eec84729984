"""When the articles that answer a question were probably published, as far as the question's own words tell.

A small grammar of its own: dateparser names a moment, not a stretch ("March 2025" becomes one day of it), reads dates
into "May I" and "2024 presidential bid", and takes a second to import. docs/time.md lists what is read and how.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Literal, NamedTuple

from chatbot.records import Period, TimeReading
from chatbot.text.time_days import DAY, Days, has_year, next_anniversary
from chatbot.text.time_expressions import FORMS, Context, Form, Rank
from chatbot.text.time_vocabulary import FUTURE_TENSE, LEAD

_SIGHT = 160
"""Characters before an expression that can bear on it; bounds the work on very long input."""


class _Mention(NamedTuple):
    """An expression of time in the question, not yet resolved against a day."""

    form: Form
    context: Context
    lead: int
    """Where the words begin that link it to the sentence; its own beginning where there are none."""

    @property
    def match(self) -> re.Match[str]:
        return self.context.match

    @property
    def link(self) -> str:
        return self.context.link

    @property
    def stands_alone(self) -> bool:
        """Whether it would be an expression of time without the "and" or "to" of a range."""
        return self.link != "join" or self.form.stands(self.context._replace(link=""))


class _Found(NamedTuple):
    rank: Rank
    first: date | None
    after: date
    words: str


def read_period(question: str, asked_at: datetime) -> TimeReading | None:
    """The period that the question's time words name.

    Words that count from the day of asking ("this week") go before calendar dates, which often tell which event is
    meant rather than when it was written about; vague ones ("recently") come last. Of equals, the first counts.

    Args:
        question: one or more sentences in English; common expressions in German and Spanish are read as well.
        asked_at: when it was asked; without a time zone it counts as UTC.

    Returns:
        None when the question names no time, or only one still to come, about which articles of any date may tell.
    """
    today = min(asked_at.date(), date.max - DAY)  # so that tomorrow exists
    mentions = list(_mentions(question))
    found = [*_ranges(mentions, question, today), *_singles(mentions, question, today)]
    if not found:
        return None
    best = min(found, key=lambda candidate: candidate.rank)
    zone = asked_at.tzinfo or UTC
    since = datetime.combine(best.first, time.min, zone) if best.first else None
    period = Period(since, datetime.combine(best.after, time.min, zone))
    kind: Literal["recent", "explicit"] = "recent" if best.rank is Rank.VAGUE else "explicit"
    return TimeReading(period, best.words, kind, counted=best.rank in (Rank.RELATIVE, Rank.RECURRING))


class DayMention(NamedTuple):
    """A day that a sentence of an article names."""

    day: date
    words: str


def mentioned_days(sentence: str, published: datetime) -> list[DayMention]:
    """The single days that a sentence names, in its order: "on Tuesday", "last night", "March 21".

    Args:
        sentence: of an article, in one of the languages of `read_period`.
        published: when the article was: its own day is the one from which the words count.

    Returns:
        Weekdays are the latest before publication, unless "will" or "is due to" stands before them: then the next.
        Words for longer stretches ("last week", "in August 2023") name no day and are left out. A date without a year
        is the one nearest to publication.
    """
    today = min(published.date(), date.max - 9 * 366 * DAY)
    return [
        DayMention(day, mention.match[0])
        for mention in _mentions(sentence)
        if mention.form.rank is not Rank.VAGUE and (day := _single_day(mention, sentence, today))
    ]


def _single_day(mention: _Mention, sentence: str, today: date) -> date | None:
    days = _resolve(mention, today) if mention.stands_alone else None
    if days is None or days.after - days.first > 2 * DAY:
        return None
    if mention.form.rank is Rank.RECURRING and days.first < today and _foretold(mention, sentence):
        return days.first + 7 * DAY
    if mention.form.rank is Rank.CALENDAR and not has_year(mention.match):
        return min(days.first, next_anniversary(days.first), key=lambda day: abs(day - today))
    return days.first


def _mentions(question: str) -> Iterator[_Mention]:
    """Mentions that do not overlap: of those that would, the one that begins first, then the longer one."""
    candidates = [mention for form in FORMS for mention in _matches(form, question)]
    end = 0
    for mention in sorted(candidates, key=lambda mention: (mention.match.start(), -mention.match.end())):
        if mention.match.start() >= end:
            end = mention.match.end()
            yield mention


def _matches(form: Form, question: str) -> Iterator[_Mention]:
    for match in form.pattern.finditer(question):
        before = _before(question, match.start())
        lead = LEAD.search(before)
        link = (lead.lastgroup or "") if lead else ""
        context = Context(before, match, link)
        if link != "future" and form.stands(context):
            yield _Mention(form, context, match.start() - len(lead[0]) if lead else match.start())


def _before(question: str, position: int) -> str:
    return question[max(0, position - _SIGHT) : position]


def _ranges(mentions: list[_Mention], question: str, today: date) -> Iterator[_Found]:
    """Readings of "between X and Y", "from X to Y"."""
    for begin, end in pairwise(mentions):
        if _joined(begin, end, question) and (days := _from_to(begin, end, today)) and days.first <= today:
            after = min(days.after, today + DAY)
            yield _Found(begin.form.rank, days.first, after, question[begin.lead : end.match.end()])


def _joined(begin: _Mention, end: _Mention, question: str) -> bool:
    between = question[begin.match.end() : max(begin.match.end(), end.lead)]
    return begin.link in {"range", "since"} and end.link in {"join", "until"} and not between.strip()


def _from_to(begin: _Mention, end: _Mention, today: date) -> Days | None:
    """A date without a year, and a weekday, is the one nearest to the other end."""
    if has_year(begin.match) and not has_year(end.match) and end.form.rank is Rank.CALENDAR:
        first = _resolve(begin, today)
        last = _resolve(end, min(today, date(first.first.year + 1, first.first.month, 1))) if first else None
    else:
        last = _resolve(end, today)
        nearest = last.after - DAY if last and begin.form.rank is not Rank.RELATIVE else today
        first = _resolve(begin, nearest)
    if first is None or last is None:
        return None
    return Days(min(first.first, last.first), max(first.after, last.after))


def _singles(mentions: list[_Mention], question: str, today: date) -> Iterator[_Found]:
    for mention in mentions:
        days = _resolve(mention, today)
        if not mention.stands_alone or _foretold(mention, question):
            continue
        if days and days.first <= today:
            first, after = _limits(days, mention.link, today)
            if first is None or first <= today:
                yield _Found(mention.form.rank, first, min(after, today + DAY), _words(mention, question))


def _foretold(mention: _Mention, question: str) -> bool:
    """Whether "will" or "is due to" stands before an expression that would otherwise mean the latest such day."""
    if mention.form.rank not in {Rank.RECURRING, Rank.CALENDAR} or mention.link not in {"", "on", "inside"}:
        return False
    return FUTURE_TENSE.search(_before(question, mention.lead)) is not None


def _resolve(mention: _Mention, today: date) -> Days | None:
    try:
        return mention.form.resolve(mention.match, today)
    except (ValueError, OverflowError):
        return None  # the calendar has no such day: 31 February, the year 10000


def _limits(days: Days, link: str, today: date) -> tuple[date | None, date]:
    """What "since", "before", "after" or "until" makes of the days it stands before."""
    if link == "before":
        return None, days.first
    if link == "until":
        return None, days.after
    if link == "since":
        return days.first, today + DAY
    if link == "after":
        # A day or a week is named for an event in it, and news that follows the event may be of the same day.
        return days.first if days.after - days.first <= 7 * DAY else days.after, today + DAY
    return days.first, days.after


def _words(mention: _Mention, question: str) -> str:
    limited = mention.link in {"since", "before", "after", "until", "on", "inside"}
    return question[mention.lead if limited else mention.match.start() : mention.match.end()]
