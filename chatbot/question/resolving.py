"""Makes a follow-up a question of its own, out of the question before it and the first sentence of its answer.

What comes out is read by people and models as well as searched, so it names what is meant instead of repeating the
conversation. Where it is not certain what "it" means, the last answer stands behind the question as it was asked:
"When was that decided: The council adopted the plan?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chatbot.library.sentences import split_sentences
from chatbot.question.courtesy import is_courtesy
from chatbot.question.follow_ups import FollowUp, Reference, points_back, read_follow_up, telling_words
from chatbot.question.kinds import read_kind
from chatbot.question.phrases import DETERMINERS, Phrase, content_words, noun_phrases, stems
from chatbot.question.phrasing import phrased
from chatbot.question.subject_change import MARKS, as_question, with_other_subject
from chatbot.records import AnswerKind, Turn
from chatbot.text.time_vocabulary import MONTHS, WEEKDAYS

REMEMBERED_TURNS = 4
_TRACED_TURNS = 12
"""How far back a chain of follow-ups is traced."""
_QUESTION = 300
"""Characters of an earlier question that are repeated."""
_STATEMENT = 200
"""Longest sentence of an answer that is repeated; it is cut at a word."""
_LONGEST_NAME = 4
"""Telling words of a phrase that is put in the place of "it"; a longer one may have swallowed a verb."""
_PLACES = frozenset({"in", "at", "during"})
"""Prepositions of where and when something happened."""
_LEAST = 3
"""Telling words that a sentence must have to say what it is about."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The last question that was answered, and what was said."""

    question: str
    """As it stands alone."""
    statement: str
    """The first sentence of the answer that says what it is about; empty where none does."""
    answer: str
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A follow-up as a question of its own."""

    text: str
    queries: tuple[str, ...]
    article_ids: tuple[str, ...] = ()
    stands: bool = True
    """Whether the text is a question by itself, from which the next follow-up can go on."""
    changed: bool = False
    """Whether it asks the last question of another subject."""


def resolved(text: str, history: Sequence[Turn], asked_at: datetime, language: str = "en") -> Resolved | None:
    """A follow-up on its own; None for a question that needs nothing from the conversation.

    Args:
        text: the question without its form.
        history: earlier turns, oldest first.
        asked_at: when it was asked, for words of time.
        language: of the question.
    """
    last = last_exchange(history, asked_at, language)
    return _resolved(text, last, asked_at, language) if last else None


def last_exchange(history: Sequence[Turn], asked_at: datetime, language: str = "en") -> Exchange | None:
    """The last turn that is about something, its question made independent of those before; None for no such turn."""
    last: Exchange | None = None
    for turn in history[-_TRACED_TURNS:]:
        if is_courtesy(turn.question) or read_kind(phrased(turn.question).search).kind is AnswerKind.LIBRARY:
            continue
        text = phrased(turn.question).search[:_QUESTION]
        alone = _resolved(text, last, asked_at, language) if last else None
        question = text if alone is None else alone.text if alone.stands or last is None else last.question
        last = Exchange(question, _statement(turn, question), turn.answer, turn.article_ids)
    return last


def _statement(turn: Turn, question: str) -> str:
    """Of an answer that cites nothing it must share a word with the question: it may be a refusal."""
    for span in split_sentences(turn.answer[: 4 * _STATEMENT])[:2]:
        sentence = " ".join(span.of(turn.answer).split()).strip(MARKS + "-•*|#>")
        if len(content_words(sentence)) >= _LEAST and (turn.article_ids or stems(sentence) & stems(question)):
            return sentence if len(sentence) <= _STATEMENT else sentence[:_STATEMENT].rsplit(" ", 1)[0] + " …"
    return ""


def _resolved(text: str, last: Exchange, asked_at: datetime, language: str) -> Resolved | None:
    follow_up = read_follow_up(text, last.question, last.answer, language)
    if follow_up.reference is Reference.NOTHING:
        return None
    if follow_up.reference is Reference.SUBJECT_CHANGED:
        text, subject = with_other_subject(last.question, follow_up.rest, asked_at)
        return Resolved(text, (text, subject), changed=True)
    return _referring(follow_up, last)


def _referring(follow_up: FollowUp, last: Exchange) -> Resolved:
    asked = follow_up.rest.strip(MARKS + "¿¡")
    named = _named(asked, last) if follow_up.reference is Reference.POINTS_BACK else _placed(asked, last)
    text = as_question(named or f"{asked}: {_about(last)}", like=f"{follow_up.rest}{last.question}")
    queries = (text, f"{last.question} {asked}", *([last.statement] if last.statement and _quotes(asked) else ()))
    return Resolved(text, queries, last.article_ids, stands=bool(named))


def _about(last: Exchange) -> str:
    """What the last exchange was about: what was answered, or the phrases of the question."""
    phrases = [phrase.text for phrase in noun_phrases(last.question) if content_words(phrase.text)]
    return last.statement or ", ".join(phrases) or last.question.strip(MARKS + "¿¡")


def _quotes(asked: str) -> bool:
    """Whether somebody wants to know who says so, or where."""
    return bool(
        re.search(
            r"\b(?:sa(?:y|ys|id)|claim\w*|wrote|report\w*|source\w*|quelle\w*|gesagt|sagt|dice|dijo|fuentes?|dit"
            r"|sources)\b",
            asked,
            re.IGNORECASE,
        )
    )


_IT = re.compile(r"\b(?:it|they|them)\b|\b(?P<own>its|their)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|him|she)\b|\b(?P<own>his)\b|\b(?P<her>her)\b(?P<own_her>(?=\s+\w))?", re.IGNORECASE)


def _named(asked: str, last: Exchange) -> str:
    """The question with names for its pronouns; empty where it is not certain whom or what they mean."""
    person, thing = _person(last), _thing(last)
    text = asked
    for pattern, meant in ((_PERSON, person), (_IT, thing)):
        found = pattern.search(text)
        if found and meant:
            own = any(found.groupdict().get(group) is not None for group in ("own", "own_her"))
            text = text[: found.start()] + meant + ("’s" if own else "") + text[found.end() :]
    return "" if text == asked or points_back(text) else text


def _thing(last: Exchange) -> str:
    """The only phrase of the last question, where that is no person's name."""
    phrases = [phrase for phrase in noun_phrases(last.question) if content_words(phrase.text)]
    certain = len(phrases) == 1 and len(content_words(phrases[0].text)) <= _LONGEST_NAME
    return phrases[0].text if certain else ""


def _person(last: Exchange) -> str:
    """The only name in the last question, or else in the sentence that answered it."""
    for text in (last.question, last.statement):
        names = {phrase.text for phrase in noun_phrases(f"so {text}") if phrase.is_name and _may_be_person(phrase.text)}
        if names:
            return names.pop() if len(names) == 1 else ""
    return ""


def _may_be_person(name: str) -> bool:
    words = name.split()
    return words[0][0].isupper() and not any(word.casefold() in MONTHS or word.casefold() in WEEKDAYS for word in words)


def _placed(asked: str, last: Exchange) -> str:
    """ "How many died" with the place or event that the last question ends with; empty where there is none."""
    placed = [
        phrase
        for phrase in noun_phrases(last.question)
        if phrase.preposition in _PLACES and phrase.lead < phrase.start and _is_definite(phrase)
    ]
    if not placed or not telling_words(asked) or noun_phrases(asked):
        return ""
    return f"{asked} {last.question[placed[-1].lead : placed[-1].end]}"


def _is_definite(phrase: Phrase) -> bool:
    """Whether it names one thing: "in the ferry accident", "beim Fährunfall", not "in touch"."""
    contracted = phrase.text[0].isupper()
    return contracted or phrase.text.split()[0].casefold() in DETERMINERS
