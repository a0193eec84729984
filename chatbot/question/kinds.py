"""What kind of answer a question wants, and for lists, digests and timelines what they shall be about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatbot.question import kind_words as words
from chatbot.question.courtesy import is_courtesy
from chatbot.question.phrasing import READ
from chatbot.records import AnswerKind

TOPICAL = frozenset({AnswerKind.ARTICLES, AnswerKind.DIGEST, AnswerKind.TIMELINE})
"""Kinds that have a topic, a period or a publisher instead of a question."""
_HEADED = (
    (AnswerKind.ARTICLES, words.ARTICLE_LIST),
    (AnswerKind.DIGEST, words.DIGEST),
    (AnswerKind.DIGEST, words.HAPPENED),
)
_OPENING_MARKS = "¿¡ \t-–—*"
_CLOSING_MARKS = " ?!.…:"


@dataclass(frozen=True, slots=True)
class KindReading:
    """What the words of a question say about its answer."""

    kind: AnswerKind
    about: str = ""
    """What follows the words that ask for a list, a digest, a timeline or the state of something."""
    of_state: bool = False
    """Whether the state of something is asked for: "what's new on the strike?"."""
    only_in_time: bool = False
    """Whether the kind holds only where nothing but a time follows: "what happened this week?"."""


def read_kind(search: str) -> KindReading:
    """The kind of a question without its polite words; a fact where nothing says otherwise."""
    text = search[:READ].strip(_OPENING_MARKS)
    if is_courtesy(search):
        return KindReading(AnswerKind.COURTESY)
    if words.LIBRARY.fullmatch(text.rstrip(_CLOSING_MARKS)):
        return KindReading(AnswerKind.LIBRARY)
    if found := words.STATE_OF.match(text):
        return KindReading(AnswerKind.FACT, text[found.end() :], of_state=True)
    return _topical(text) or KindReading(_of_question(text))


def _topical(text: str) -> KindReading | None:
    if found := words.TIMELINE.search(text):
        return KindReading(AnswerKind.TIMELINE, _timeline_of(text, found))
    for kind, head in _HEADED:
        found = head.match(text)
        if found and (kind is AnswerKind.ARTICLES or not words.COMPARISON.search(text)):
            return KindReading(kind, text[found.end() :], only_in_time=head is words.HAPPENED)
    return None


def _of_question(text: str) -> AnswerKind:
    if words.COMPARISON.search(text):
        return AnswerKind.COMPARISON
    return AnswerKind.EXPLANATION if words.EXPLANATION.search(text) else AnswerKind.FACT


def _timeline_of(text: str, found: re.Match[str]) -> str:
    """What follows the word; what stands before it where nothing does: "the rail strike in chronological order"."""
    after = text[found.end() :]
    return after if any(map(str.isalnum, after)) else text[: found.start()]
