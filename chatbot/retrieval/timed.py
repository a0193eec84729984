"""What stands at a moment that a question names: entries of live pages, and sentences that name the time.

"What happened at 14:20?" shares no word with the entry of 14:20: its time finds it. Which live page is meant, the
subject of the question says; where it names none there must be one that fits, or the reader is asked to say which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from chatbot.library.library import Library
from chatbot.records import Evidence, ParsedQuestion, Place, RankedPassage, Span
from chatbot.retrieval.at_the_clock import at_clock, nearest_to, sentences_at
from chatbot.retrieval.entries import Entry
from chatbot.retrieval.in_order import in_order
from chatbot.retrieval.live_pages import Candidate, candidates_for, meant, names_a_day, of_the_day
from chatbot.retrieval.subjects import LEAST_SHARE, Subject, subject_of

RAISED = 1.0
"""By how much passages of the moment rank above all others: a model reads them first."""
STEP = 0.01
MOST_PAGES = 3
"""Live pages of which the nearest entries are named."""
MOST_SENTENCES = 3
"""Of an entry that are quoted."""
LEADING = 3
"""Articles among the best of which a page must be, where the question does not ask for posts or updates."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the moment in one place."""

    evidence: tuple[Evidence, ...]
    """Sentences, the first one with its time."""
    passages: tuple[RankedPassage, ...]
    """Those that they stand in."""
    day: date | None
    """Of the entry, or of the article."""

    @property
    def story(self) -> str:
        """Equal for copies of one article."""
        return self.evidence[0].story


class Nearest(NamedTuple):
    """A live page that tells nothing of a moment, and its entries next to it."""

    page: Candidate
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """What the library holds of the moment that a question names."""

    told: tuple[Told, ...] = ()
    several: tuple[Candidate, ...] = ()
    """Articles of which any may be meant, where the question does not say which."""
    articles: tuple[Candidate, ...] = ()
    """Those in which it is told."""
    nearest: tuple[Nearest, ...] = ()
    """Of live pages that may be meant, where nothing stands at the time."""
    settles: bool = False
    """Whether nothing else may answer: what stands at another time is no answer."""


class TimedSearch:
    """Finds what stands at a moment.

    Args:
        library: open.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def find(self, question: ParsedQuestion, ranked: Sequence[RankedPassage]) -> Timed | None:
        """What stands at the moment that the question names; None where it names none.

        Args:
            question: as it was understood.
            ranked: what was found for it, best first.

        Raises:
            LibraryError: the library cannot be read.
        """
        if question.clock is None and question.order is None:
            return None
        subject = subject_of(question, self._library.lexical.terms)
        articles = candidates_for(self._library, question, ranked, widely=not subject)
        followed = [article for article in articles if article.key.partition("@")[0] in question.article_ids]
        articles = followed or articles
        pages = [article for article in articles if article.entries]
        fitting = pages if followed else meant(pages, subject)
        if not subject:
            fitting = of_the_day(fitting, question)
        if question.clock:
            return self._by_clock(question, subject, fitting, articles)
        return self._by_order(question, subject, fitting, articles)

    def _by_clock(
        self, question: ParsedQuestion, subject: Subject, pages: list[Candidate], articles: list[Candidate]
    ) -> Timed:
        clock = question.clock
        assert clock is not None  # noqa: S101 -- find calls it only so
        told = [entry for page in pages for entry in _entries_told(page, at_clock(page, question, subject))]
        told += [
            Told((sentence,), (passage,), _published(sentence))
            for sentence, passage in sentences_at(articles, question, subject)
        ]
        told = _once(told)
        if not subject:
            told = _of_today(told, question, pages)
        exact = clock.kind != "part"
        if not told:
            beside = (Nearest(page, nearest_to(page, question)) for page in pages[:MOST_PAGES])
            nearest = tuple(found for found in beside if found.entries) if exact else ()
            return Timed(nearest=nearest, settles=exact and bool(pages or question.asks_what_happened))
        found = _of(articles, told)
        if len(found) > 1 and not subject:
            return Timed(several=found, settles=True) if exact else Timed()
        return Timed(tuple(told), articles=found, settles=True)

    def _by_order(
        self, question: ParsedQuestion, subject: Subject, pages: list[Candidate], articles: list[Candidate]
    ) -> Timed:
        order = question.order
        assert order is not None  # noqa: S101 -- find calls it only so
        if order.place in {Place.AFTER, Place.BEFORE}:
            pages = [page for page in pages if page.rank < LEADING and subject]
        elif order.is_implied:
            pages = [page for page in pages if _is_the_latest_on(page, subject, articles)]
        chosen = {page.story: _entries_told(page, in_order(page, question, subject)) for page in reversed(pages)}
        told = [one for entries in chosen.values() for one in entries]
        found = _of(pages, told)
        if len(found) > 1:
            return Timed(several=found, settles=True)
        return Timed(tuple(told), articles=found, settles=bool(told))


def with_moment(ranked: Sequence[RankedPassage], timed: Timed) -> list[RankedPassage]:
    """The passages with those of the moment first: what a model reads.

    Those of the nearest entries too: the state of things at a time is what was told before it.
    """
    wanted = [passage for one in timed.told for passage in one.passages]
    wanted += [item for page, entries in timed.nearest for entry in entries for item in passages_of(page, entry)]
    wanted += [page.passages[0] for page in timed.several]
    best = max((item.score for item in ranked), default=0.0) + RAISED
    first: dict[str, RankedPassage] = {}
    for item in wanted:
        first.setdefault(item.stored.passage.id, item)
    raised = [replace(item, score=best - STEP * place) for place, item in enumerate(first.values())]
    return [*raised, *(item for item in ranked if item.stored.passage.id not in first)]


def passages_of(page: Candidate, entry: Entry) -> tuple[RankedPassage, ...]:
    """The passages that an entry stands in."""
    return tuple(item for item in page.passages if item.stored.passage.id in entry.passages)


def _is_the_latest_on(page: Candidate, subject: Subject, articles: Iterable[Candidate]) -> bool:
    """Whether a whole page is about a subject, and no other leading article is newer."""
    if not subject or page.rank >= LEADING or subject.share_in(page.headline_terms) < LEAST_SHARE:
        return False
    last = page.metadata.updated or page.metadata.published
    others = [article.metadata.published for article in articles if article.rank < LEADING and article is not page]
    return last is None or not any(published > last for published in others if published)


def _entries_told(page: Candidate, entries: Iterable[Entry]) -> list[Told]:
    return [Told(_with_time(page, entry), passages_of(page, entry), entry.day) for entry in entries]


def _with_time(page: Candidate, entry: Entry) -> tuple[Evidence, ...]:
    """The sentences of an entry; the first one together with the line above it, in which the time stands."""
    told = entry.sentences[:MOST_SENTENCES]
    head = replace(entry.head, heading=False)
    if not told or told[0].span.start < head.span.end:
        return told or (head,)
    span = Span(head.span.start, told[0].span.end)
    joined = next((quote for item in page.passages if (quote := _whole(item, span, head.span.end))), "")
    return (replace(told[0], span=span, quote=joined, before=""), *told[1:]) if joined else (head, *told)


def _whole(item: RankedPassage, span: Span, head_end: int) -> str:
    """The characters of a span in a passage; empty where it does not lie in it, or where something stands behind the
    head that was left out of the sentences: furniture, or words for a language model.
    """
    passage = item.stored.passage
    if span.start < passage.start or passage.end < span.end:
        return ""
    text = Span(head_end, span.end).shifted(-passage.start).of(passage.text)
    for sentence in item.stored.sentences:
        begin, end = max(sentence.start - head_end, 0), max(sentence.end - head_end, 0)
        text = text[:begin] + " " * (min(end, len(text)) - begin) + text[end:]
    return "" if text.strip() else span.shifted(-passage.start).of(passage.text)


def _once(told: Iterable[Told]) -> list[Told]:
    """Without what stands in what is told already."""
    kept: list[Told] = []
    for one in told:
        inside = (
            other for known in kept for other in known.evidence if other.article_key == one.evidence[0].article_key
        )
        if not any(other.span.overlaps(one.evidence[0].span) for other in inside):
            kept.append(one)
    return kept


def _of(articles: Iterable[Candidate], told: Iterable[Told]) -> tuple[Candidate, ...]:
    """One article of each story that is told."""
    first: dict[str, Candidate] = {}
    for article in articles:
        first.setdefault(article.story, article)
    return tuple(first[story] for story in dict.fromkeys(one.story for one in told))


def _of_today(told: list[Told], question: ParsedQuestion, pages: Sequence[Candidate]) -> list[Told]:
    """What is of the day of asking, where anything is, or a live page is of it, and the question names no other day."""
    today = question.asked_at.date()
    if names_a_day(question):
        return told
    of_today = [one for one in told if one.day == today]
    known = any(entry.day == today for page in pages for entry in page.entries)
    return of_today if of_today or known else told


def _published(sentence: Evidence) -> date | None:
    return sentence.metadata.published.date() if sentence.metadata.published else None
