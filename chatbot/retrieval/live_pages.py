"""The articles among which a moment is looked for, and which of the live pages a question means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from chatbot.library.library import Library
from chatbot.records import ClockReading, Metadata, ParsedQuestion, RankedPassage, TimeReading
from chatbot.retrieval.clock_notations import notations, screen_for
from chatbot.retrieval.entries import Entry, entries_of
from chatbot.retrieval.newest import newest_passages
from chatbot.retrieval.retriever import article_id_of
from chatbot.retrieval.subjects import Subject, Terms, terms_of, titled

MOST_ARTICLES = 12
"""Of those that a search found: as many are read whole."""
LEAD = 400
"""Characters at an article's beginning that tell what it is about."""
LEAST_HOLDING = 2
"""Entries of a live page that hold what the whole page is about; of long pages a fifth."""
_NAMING_A_TIME = 80
"""Passages that are looked for by the time itself."""


@dataclass(frozen=True)
class Candidate:
    """An article with all its passages, in its order."""

    passages: tuple[RankedPassage, ...]
    rank: int
    """Its place among the articles that were found for the question."""
    terms_in: Terms

    @property
    def metadata(self) -> Metadata:
        return self.passages[0].stored.metadata

    @property
    def key(self) -> str:
        """`id@version` of the article."""
        return self.passages[0].stored.passage.article_key

    @property
    def story(self) -> str:
        return self.passages[0].stored.story

    @cached_property
    def entries(self) -> list[Entry]:
        """Those of a live page, the earliest first; empty for other articles."""
        return entries_of(self.passages)

    @cached_property
    def title_terms(self) -> frozenset[str]:
        return terms_of(self.metadata.title, self.terms_in)

    @cached_property
    def headline_terms(self) -> frozenset[str]:
        """Those of the part of the title that names what the whole page is about."""
        return titled(self.metadata.title, self.terms_in)

    @cached_property
    def core_terms(self) -> frozenset[str]:
        """Those that tell what the whole article is about: of the title and the lead, and of a live page those that
        several of its entries hold.
        """
        lead = self.passages[0].stored.passage.text[:LEAD]
        entries = [terms_of(entry.text, self.terms_in) for entry in self.entries]
        held = Counter(term for terms in entries for term in terms)
        least = max(LEAST_HOLDING, len(entries) // 5)
        often = {term for term, count in held.items() if count >= least}
        return self.title_terms | terms_of(lead, self.terms_in) | often

    @cached_property
    def terms(self) -> frozenset[str]:
        """Those of the title and the text."""
        texts = (item.stored.passage.text for item in self.passages)
        return self.title_terms.union(*(terms_of(text, self.terms_in) for text in texts))


def candidates_for(
    library: Library, question: ParsedQuestion, ranked: Sequence[RankedPassage], *, widely: bool
) -> list[Candidate]:
    """The articles that may tell what stands at the moment of a question, best first.

    Args:
        library: open.
        question: with a time of day or an order.
        ranked: what was found for it, best first.
        widely: whether the newest articles take part too, because the question names no subject by which to search.
    """
    any_age = question if names_a_day(question) else replace(question, reading=None)
    newest = newest_passages(library, any_age) if widely else []
    read = set(map(article_id_of, newest))
    found = list(dict.fromkeys(map(article_id_of, ranked)))[:MOST_ARTICLES]
    found += _naming(library, question.clock, question) if question.clock else []
    with library.reading():
        stored = library.passages_of([article for article in dict.fromkeys(found) if article not in read])
    known = {item.stored.passage.id: item for item in ranked}
    articles: dict[str, list[RankedPassage]] = {article: [] for article in (*found, *map(article_id_of, newest))}
    for item in (*newest, *(RankedPassage(each, 0.0, 0.0) for each in stored)):
        articles[article_id_of(item)].append(known.get(item.stored.passage.id) or item)
    in_order = (sorted(items, key=lambda item: item.stored.passage.start) for items in articles.values())
    return [Candidate(tuple(items), rank, library.lexical.terms) for rank, items in enumerate(in_order) if items]


def _naming(library: Library, clock: ClockReading, question: ParsedQuestion) -> list[str]:
    """The ids of articles with passages in which a time stands, however it is written."""
    hits = library.lexical.search(" ".join(notations(clock)), _NAMING_A_TIME, question.filters)
    passages = library.passages_by_id([hit.passage_id for hit in hits])
    screen = screen_for(clock)
    naming = (hit for hit in hits if (item := passages.get(hit.passage_id)) and screen.search(item.passage.text))
    return list(dict.fromkeys(hit.passage_id.partition("@")[0] for hit in naming))[:MOST_ARTICLES]


def meant(pages: Iterable[Candidate], subject: Subject) -> list[Candidate]:
    """The live pages that a question may mean: those that hold most of its subject, in the title before all."""
    fitting = [page for page in pages if _is_about(page, subject)]
    scores = {page.key: subject.share_in(page.core_terms) + subject.share_in(page.title_terms) for page in fitting}
    best = max(scores.values(), default=0.0)
    return [page for page in fitting if scores[page.key] == best]


def _is_about(page: Candidate, subject: Subject) -> bool:
    """Whether a whole page is about a subject: about where something happened, if the question says so."""
    if subject.is_told_in_part and subject.places:
        placed = replace(subject, terms=subject.places, names=subject.names & subject.places)
        return placed.fits(page.core_terms, page.metadata)
    return subject.fits(page.terms if subject.is_told_in_part else page.core_terms, page.metadata)


def of_the_day(pages: Sequence[Candidate], question: ParsedQuestion) -> list[Candidate]:
    """Those with entries of the days that a question names; where it names none, of the day of asking, if any are."""
    if names_a_day(question):
        return [page for page in pages if any(is_of_day(entry.day, question.reading) for entry in page.entries)]
    today = question.asked_at.date()
    return [page for page in pages if any(entry.day == today for entry in page.entries)] or list(pages)


def names_a_day(question: ParsedQuestion) -> bool:
    """Whether a question limits the days: "yesterday", not "latest"."""
    return question.reading is not None and question.reading.kind != "recent"


def is_of_day(day: date | None, reading: TimeReading | None) -> bool:
    """Whether an entry is of the days that a question names; one whose day nobody knows is of any."""
    if day is None or reading is None or reading.kind == "recent":
        return True
    since, until = reading.period.since, reading.period.until
    return (since is None or since.date() <= day) and (until is None or day < until.date())
