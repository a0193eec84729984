"""What stands at a time of day: entries of a live page, and sentences of any article that name it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from chatbot.question.expected_answer import Kind, expected_answer
from chatbot.question.phrases import noun_phrases
from chatbot.records import ClockReading, Evidence, ParsedQuestion, RankedPassage
from chatbot.retrieval.clock_notations import screen_for
from chatbot.retrieval.clock_zones import shift_between
from chatbot.retrieval.entries import Entry
from chatbot.retrieval.live_pages import LEAD, Candidate, is_of_day, names_a_day
from chatbot.retrieval.recency import fits_period
from chatbot.retrieval.sentences import sentences_of
from chatbot.retrieval.subjects import PLACES, Subject, terms_of
from chatbot.text.sentence_kinds import asks, tells
from chatbot.text.time_clock import DAY, HALF, ClockTime, clock_times

MOST_ENTRIES = 8
"""Of a stretch of time that are given."""
MOST_BESIDE = 3
"""Of "after 14:20": the next ones."""
MOST_SENTENCES = 3


class FoundSentence(NamedTuple):
    """A sentence that names the time, with its passage."""

    evidence: Evidence
    passage: RankedPassage


def at_clock(page: Candidate, question: ParsedQuestion, subject: Subject) -> list[Entry]:
    """The entries of a live page at the time that a question names, in the order in which they answer it."""
    clock = question.clock
    if clock is None:
        return []
    entries = [entry for entry in page.entries if is_of_day(entry.day, question.reading)]
    if clock.kind in {"since", "until"}:
        found = _beside(page, entries, clock)
    else:
        found = [entry for entry in entries if _stands_at(entry.clock, clock, page, entry.day)]
    if not found and clock.halves:
        other = clock.shifted(HALF)
        found = [entry for entry in entries if _stands_at(entry.clock, other, page, entry.day)]
    if clock.kind == "around":
        found = sorted(found, key=lambda entry: _distance(entry, clock))
    if not question.asks_what_happened:
        found = [entry for entry in found if answers(question, subject, page, entry.text)]
    return found[: MOST_BESIDE if clock.kind in {"since", "until"} else MOST_ENTRIES]


def sentences_at(articles: Sequence[Candidate], question: ParsedQuestion, subject: Subject) -> list[FoundSentence]:
    """The sentences of articles on the subject that name the time of the question, in whatever notation."""
    clock = question.clock
    if clock is None or clock.kind not in {"at", "around", "between"}:
        return []
    screen = screen_for(clock)
    found = (
        sentence
        for article in articles
        if not names_a_day(question) or fits_period(article.metadata.published, question.reading)
        for sentence in _naming_the_time(article, clock, screen)
        if _is_of_subject(article, sentence.evidence, question, subject)
    )
    return [sentence for _, sentence in zip(range(MOST_SENTENCES), found, strict=False)]


def nearest_to(page: Candidate, question: ParsedQuestion) -> tuple[Entry, ...]:
    """The entries of a live page next before and next after the time of a question."""
    clock = question.clock
    if clock is None:
        return ()
    entries = [entry for entry in page.entries if is_of_day(entry.day, question.reading)] or page.entries
    first, last = clock.first, clock.last
    if entries and (shift := shift_between(clock.zone, entries[0].clock.zone, page.metadata, entries[0].day)):
        first, last = clock.shifted(shift).first, clock.shifted(shift).last
    before = [entry for entry in entries if entry.clock.minute <= first]
    after = [entry for entry in entries if entry.clock.minute > first and entry.clock.minute >= last]
    beside = [*sorted(before, key=lambda entry: first - entry.clock.minute)[:1]]
    beside += sorted(after, key=lambda entry: entry.clock.minute - last)[:1]
    return tuple(beside)


def answers(question: ParsedQuestion, subject: Subject, article: Candidate, text: str) -> bool:
    """Whether a text that stands at the time tells what is asked: of whom or what it asks, and the kind of answer.

    Its time alone is no answer: at 14:20 the mayor may have said nothing.
    """
    here = terms_of(text, article.terms_in)
    known = article.headline_terms | _of_the_page(question, article)
    required = [terms_of(phrase.text, article.terms_in) & subject.terms for phrase in noun_phrases(question.text)]
    if any(not phrase - known <= here for phrase in required):
        return False
    asked = subject.terms - known
    if asked and len(asked & here) * 2 < len(asked):
        return False
    expected = expected_answer(question.text)
    return expected.kind in {None, Kind.TIME} or expected.stands_in(text)


def _of_the_page(question: ParsedQuestion, article: Candidate) -> frozenset[str]:
    """The words for where or at which event, where the article knows them: they need not stand in its every entry."""
    places = [phrase.text for phrase in noun_phrases(question.text) if phrase.preposition in PLACES]
    return terms_of(" ".join(places), article.terms_in) & article.terms


def _distance(entry: Entry, clock: ClockReading) -> int:
    """Minutes from the middle of a reading, by the clock of the page."""
    middle = clock.first + (clock.last - clock.first) % DAY // 2
    return abs((entry.clock.minute - middle + HALF) % DAY - HALF)


def _beside(page: Candidate, entries: list[Entry], clock: ClockReading) -> list[Entry]:
    """The entries behind a time, or before it, the next one first.

    A page may go over midnight: the time is the first such one between its first and its last entry.
    """
    if not entries:
        return []
    shift = shift_between(clock.zone, entries[0].clock.zone, page.metadata, entries[0].day)
    if shift is None:
        return []
    since = clock.kind == "since"
    minute = clock.shifted(shift).first if since else clock.shifted(shift).last + 1
    first, last = entries[0].minutes, entries[-1].minutes
    pivots = range(minute + first // DAY * DAY, last + DAY, DAY)
    pivot = next((pivot for pivot in pivots if first <= pivot <= last), pivots[0])
    if since:
        return [entry for entry in entries if entry.minutes >= pivot]
    return [entry for entry in reversed(entries) if entry.minutes < pivot]


def _stands_at(written: ClockTime, clock: ClockReading, article: Candidate, day: date | None) -> bool:
    shift = shift_between(clock.zone, written.zone, article.metadata, day)
    if shift is None:
        return False
    meant = clock.shifted(shift)
    return meant.contains(written.minute) or (written.halves and meant.contains(written.minute + HALF))


def _naming_the_time(article: Candidate, clock: ClockReading, screen: re.Pattern[str]) -> Iterator[FoundSentence]:
    published = article.metadata.published
    day = published.date() if published else None
    for item in article.passages:
        for sentence in sentences_of(item) if screen.search(item.stored.passage.text) else ():
            if sentence.heading or not screen.search(sentence.quote):
                continue
            if not tells(sentence.quote) or asks(sentence.quote):
                continue
            if any(_may_stand_at(written, clock, article, day) for written in clock_times(sentence.quote)):
                yield FoundSentence(sentence, item)


def _may_stand_at(written: ClockTime, clock: ClockReading, article: Candidate, day: date | None) -> bool:
    if _stands_at(written, clock, article, day):
        return True
    return clock.halves and _stands_at(written, clock.shifted(HALF), article, day)


def _is_of_subject(article: Candidate, sentence: Evidence, question: ParsedQuestion, subject: Subject) -> bool:
    lead = article.passages[0].stored.passage.text[:LEAD]
    around = terms_of(f"{lead} {sentence.before} {sentence.quote}", article.terms_in)
    if not subject.fits(article.title_terms | around, article.metadata):
        return False
    return question.asks_what_happened or answers(question, subject, article, f"{sentence.before} {sentence.quote}")
