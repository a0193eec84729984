"""What was asked, and what was understood of it. A question is understood once; every later stage reads the record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both ends timezone-aware; `since` counts, `until` does not. None means unbounded.

    An end at midnight parts two days and not two moments. The day of an article is the one that its publisher wrote on
    it, in whichever time zone, so that it is found under the day under which it is shown. Any other end is a moment.
    """

    since: datetime | None = None
    until: datetime | None = None

    def contains(self, moment: datetime | None) -> bool:
        """Whether the moment lies in the period; an unknown moment lies only in the unbounded period."""
        if moment is None:
            return self.since is None and self.until is None
        return (self.since is None or _is_reached(self.since, moment)) and (
            self.until is None or not _is_reached(self.until, moment)
        )


def parts_days(end: datetime) -> bool:
    """Whether an end of a period is a border between two days."""
    return end.time() == time.min


def _is_reached(end: datetime, moment: datetime) -> bool:
    if parts_days(end):
        return end.replace(tzinfo=None) <= moment.replace(tzinfo=None)
    return end <= moment


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader restricts the search to. Empty means no restriction."""

    period: Period = Period()
    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    article_ids: tuple[str, ...] = ()
    without_opinion: bool = False
    """Whether pieces of opinion are left out; what is not known to be one stays."""

    @property
    def restrict(self) -> bool:
        """Whether anything is restricted."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class TimeReading:
    """What a question says about the time of its news."""

    period: Period
    """Whole days in the asker's time zone, never later than the end of the day of asking."""
    words: str
    """The words of the question that say so."""
    kind: Literal["recent", "explicit"]
    """`recent` for "lately" or "currently", which mean no certain stretch; `explicit` for all others."""
    counted: bool = False
    """Whether it counts from the day of asking ("this week", "on Tuesday"), so that no other year can be meant."""


_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a question says about the time of day: "at 14:20", "between 2 and 3 pm", "this morning"."""

    first: int
    """Minute of the day, 0 to 1439; it counts."""
    last: int
    """The last minute that counts; before `first` where midnight lies between."""
    words: str
    """The words of the question that say so."""
    kind: Literal["at", "around", "between", "since", "until", "part"]
    """`part` for a part of the day, which no certain hours bound: "this morning"."""
    zone: str = ""
    """The time zone as the question writes it; empty where it names none."""
    halves: bool = False
    """Whether either half of the day may be meant: "at half past two"."""

    def contains(self, minute: int) -> bool:
        """Whether a minute of the day lies in it."""
        return (minute - self.first) % _DAY <= (self.last - self.first) % _DAY

    def shifted(self, minutes: int) -> ClockReading:
        """The same by a clock that is so many minutes ahead."""
        return replace(self, first=(self.first + minutes) % _DAY, last=(self.last + minutes) % _DAY)


class Place(StrEnum):
    """A place in the order of what happened."""

    FIRST = "first"
    LAST = "last"
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class OrderReading:
    """What a question says about the order of what happened: "the first update", "after the vote"."""

    place: Place
    words: str
    """The words of the question that say so, the event among them."""
    event: str = ""
    """What it is counted from, where `place` is `AFTER` or `BEFORE`."""
    count: int = 1
    is_implied: bool = False
    """Whether the words may mean the newest article as well: "the latest on the storm"."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, when, and within which limits."""

    text: str
    asked_at: datetime
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with the answer that was shown."""

    question: str
    answer: str
    article_ids: tuple[str, ...] = ()
    """The articles that the answer cites, most cited first; empty where that is not known."""


class AnswerKind(StrEnum):
    """What a reader wants by a question."""

    FACT = "fact"
    EXPLANATION = "explanation"
    COMPARISON = "comparison"
    TIMELINE = "timeline"
    DIGEST = "digest"
    """Everything on a topic, in short."""
    ARTICLES = "articles"
    """A list of articles: "which articles mention Artemis?"."""
    LIBRARY = "library"
    """About the library itself: "how many articles do you have?", "what's new?"."""
    COURTESY = "courtesy"
    """A greeting or thanks."""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question as it was understood."""

    asked: Question
    """As it was asked, with the reader's own limits."""
    text: str
    """The question on its own: a follow-up with what it refers to."""
    queries: tuple[str, ...]
    """What is searched for, at most four texts, the most important one first; none where nothing is searched for."""
    kind: AnswerKind = AnswerKind.FACT
    filters: Filters = Filters()
    """The reader's limits, and those that the question itself sets, such as "articles from April"."""
    reading: TimeReading | None = None
    """The time that the question names, which is preferred and excludes nothing."""
    language: str = "en"
    """ISO 639-1 code of the language in which the reader asks."""
    newest_first: bool = False
    """Whether the question asks for the state of things, so that the newest article counts most."""
    history: tuple[Turn, ...] = ()
    """The last turns of the conversation, oldest first; empty where the question does not depend on them."""
    article_ids: tuple[str, ...] = ()
    """Articles that a follow-up refers to: those that the last answer cited."""
    clock: ClockReading | None = None
    """The time of day that the question names."""
    order: OrderReading | None = None
    """The place in the order of what happened that the question names."""
    asks_what_happened: bool = False
    """Whether nothing more is asked than what happened then."""

    @property
    def asked_at(self) -> datetime:
        """When it was asked, timezone-aware."""
        return self.asked.asked_at
