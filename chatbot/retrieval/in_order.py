"""The first and the last entries of a live page, and those next to an event, by their moments."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.question.phrases import content_words
from chatbot.records import OrderReading, ParsedQuestion, Place
from chatbot.retrieval.entries import Entry
from chatbot.retrieval.live_pages import Candidate, is_of_day
from chatbot.retrieval.subjects import LEAST_SHARE, Subject, terms_of

BESIDE = 2
"""Entries after or before an event that are given."""
LEAST_OF_EVENT = 0.5
"""Share of the words for an event that its entry must hold."""
_IN_HEADING = 0.5
"""What a word counts more for in the heading: the entry of an event is headed by it."""


def in_order(page: Candidate, question: ParsedQuestion, subject: Subject) -> list[Entry]:
    """The entries that a question asks for by their order, the one that answers first; empty where none can be told."""
    order = question.order
    if order is None:
        return []
    entries = [entry for entry in page.entries if is_of_day(entry.day, question.reading)]
    if order.place in {Place.AFTER, Place.BEFORE}:
        return _beside(page, page.entries, order)
    about = _about(page, entries, subject)
    return about[: order.count] if order.place is Place.FIRST else about[-order.count :][::-1]


def _about(page: Candidate, entries: list[Entry], subject: Subject) -> list[Entry]:
    """The entries on what a question names beside the subject of the whole page; all where it names nothing else."""
    rest = (subject.terms - page.headline_terms) & page.terms
    if not rest:
        return entries
    shares = [len(rest & terms_of(entry.text, page.terms_in)) / len(rest) for entry in entries]
    holding = [entry for entry, share in zip(entries, shares, strict=True) if share >= LEAST_SHARE]
    return holding or entries


def _beside(page: Candidate, entries: Sequence[Entry], order: OrderReading) -> list[Entry]:
    """The entries next to that of an event; none where no entry, or more than one, may be it."""
    named = terms_of(" ".join(content_words(order.event)), page.terms_in)
    event = named - page.headline_terms or named
    scores = [_score(page, entry, event) for entry in entries]
    best = max(scores, default=0.0)
    if best < LEAST_OF_EVENT or scores.count(best) > 1:
        return []
    at = scores.index(best)
    if order.place is Place.AFTER:
        return list(entries[at + 1 : at + 1 + BESIDE])
    return list(entries[max(at - BESIDE, 0) : at])[::-1]


def _score(page: Candidate, entry: Entry, event: frozenset[str]) -> float:
    """Share of the words for an event that an entry holds, more where its heading does; 0 for too few of them."""
    if not event:
        return 0.0
    share = len(event & terms_of(entry.text, page.terms_in)) / len(event)
    headed = len(event & terms_of(entry.head.quote, page.terms_in)) / len(event)
    return share + _IN_HEADING * headed if share >= LEAST_OF_EVENT else 0.0
