"""What a question about a moment is about, and whether an article or an entry of a live page is about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chatbot.question.phrases import content_words, noun_phrases
from chatbot.records import Metadata, ParsedQuestion, Place

Terms = Callable[[str], Sequence[str]]
"""The stemmed terms of a text."""
LEAST_SHARE = 0.6
"""Of the words for the subject: those that an article about it must hold."""
PLACES = frozenset({"in", "at", "during", "on", "from", "about"})
"""Prepositions before what a whole page is about."""
_SAID = frozenset(
    "say said says tell told tells report reported announce announced do did done sagte sagen dijo dice dit".split()
)
_UNTELLING = _SAID | frozenset(
    (
        "happen happened happens happening occur occurred go going went on thing things start started begin began first"
        " last latest day page live blog liveblog ticker liveticker updates update post posts entry entries event"
        " events time clock moment next right minute minutes hour hours o'clock local today yesterday morning afternoon"
        " evening night geschah passierte passiert geschehen uhr pasó ocurrió sucedió passé"
    ).split()
)
"""Words of a question that name no subject."""
_SEGMENT = re.compile(r"\s*(?::|\s[–—|-]\s|\blive\b(?: updates?)?)\s*", re.IGNORECASE)
_WORD = re.compile(r"\w[\w’'-]*")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, beside the time that it names."""

    terms: frozenset[str]
    names: frozenset[str]
    """Those of the terms that an article about it must hold: names."""
    language: str
    """Of the question."""
    places: frozenset[str] = frozenset()
    """Those of the terms that say where or at which event: "in the trial"."""
    is_told_in_part: bool = False
    """Whether some of the terms are of what is asked for or of an event within: one entry of a page may hold them."""

    def __bool__(self) -> bool:
        return bool(self.terms)

    def share_in(self, terms: frozenset[str]) -> float:
        """Share, 0..1, of the subject that a text with these terms holds; 1 where the question names none."""
        return len(self.terms & terms) / len(self.terms) if self.terms else 1.0

    def fits(self, terms: frozenset[str], about: Metadata) -> bool:
        """Whether an article with these terms may be about it.

        Words of another language stand in no article: there a name must do.
        """
        if not self.names <= terms:
            return False
        if about.language and about.language != self.language and self.terms:
            return bool(self.terms & terms)
        return self.share_in(terms) >= LEAST_SHARE


def subject_of(question: ParsedQuestion, terms: Terms) -> Subject:
    """The subject of a question without its words for time and order; the event that it counts from is a part of it.

    Args:
        question: with a time of day or an order.
        terms: of the library's lexical index.
    """
    # A follow-up is about the articles that were cited: what stands in its text was taken from the last answer.
    text = question.asked.text if question.article_ids else question.text
    for words in _words_for_time(question):
        text = text.replace(words, " ", 1)
    if question.order and question.order.place in {Place.AFTER, Place.BEFORE}:
        text = f"{text} {question.order.event}"
    telling = [word for word in content_words(text) if word not in _UNTELLING]
    capitals = {word.casefold() for word in _WORD.findall(text)[1:] if word[0].isupper()}
    # In German every noun has a capital.
    names = [word for word in telling if word in capitals] if question.language != "de" else []
    places = " ".join(phrase.text for phrase in noun_phrases(text) if phrase.preposition in PLACES)
    counted = question.order is not None and question.order.place in {Place.AFTER, Place.BEFORE}
    known = _terms(telling, terms)
    return Subject(
        terms=known,
        names=_terms(names, terms),
        language=question.language,
        places=terms_of(places, terms) & known,
        is_told_in_part=counted or not (question.asks_what_happened or question.order),
    )


def terms_of(text: str, terms: Terms) -> frozenset[str]:
    """The terms of an article or an entry."""
    return frozenset(terms(text))


def titled(title: str, terms: Terms) -> frozenset[str]:
    """The terms of that part of a title which names what the whole page is about: the "Storm Petra" of "Storm Petra
    live: ferries halted".
    """
    segments = (frozenset(terms(segment)) for segment in _SEGMENT.split(title))
    return next((segment for segment in segments if segment), frozenset())


def _words_for_time(question: ParsedQuestion) -> list[str]:
    known = (question.clock, question.order, question.reading)
    return [reading.words for reading in known if reading is not None and reading.words]


def _terms(words: Sequence[str], terms: Terms) -> frozenset[str]:
    return frozenset(term for word in words for term in terms(word))
