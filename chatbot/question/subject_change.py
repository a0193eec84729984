"""Asks a question of another subject: "How many were hurt in the ferry accident?", "and in the rail strike?"."""

from __future__ import annotations

import re
from datetime import datetime

from chatbot.question.phrases import Phrase, content_words, noun_phrases, subject_of
from chatbot.question.times import read_time

MARKS = " ?!.…:"
"""Marks and blanks at the ends of a question."""
_PLACES = frozenset({"in", "on", "at"})
_OF_ITS_OWN = re.compile(r"(of|von|vom|de|du|des|del)\s", re.IGNORECASE)
_CONTRACTED = re.compile(r"\b(?:im|beim|zum|zur|vom|am|del|al|du|au)\s+$", re.IGNORECASE)
_DETERMINER = re.compile(r"^(?:der|die|das|dem|den|des|el|le)\s+", re.IGNORECASE)


def with_other_subject(question: str, named: str, asked_at: datetime) -> tuple[str, str]:
    """A question with another subject, time or place in the place of its own.

    Args:
        question: the one before, as it stands alone.
        named: what is named instead, without "and" or "what about".
        asked_at: when, for words of time.

    Returns:
        The new question, and the new subject alone.
    """
    new = named.strip(MARKS + "¿¡, ")
    if time := _time(new, asked_at):
        text = _with_time(question, time, asked_at)
        return text, text
    found = noun_phrases(f"and {new}")
    phrase = found[0] if found else None
    text = as_question(_replaced(question.strip(MARKS + "¿¡"), new, phrase), like=f"{named}{question}")
    return text, phrase.text if phrase else new


def as_question(text: str, like: str) -> str:
    """As a question, with a capital and question marks, also the one in front where a text like it has one."""
    line = " ".join(text.split()).strip(MARKS + "¿¡")
    return f"{'¿' if '¿' in like else ''}{line[:1].upper()}{line[1:]}?"


def _time(new: str, asked_at: datetime) -> str:
    """The words as an expression of time, where they are nothing else; a preposition makes "Tuesday" one."""
    for text in (new, f"on {new}", f"in {new}"):
        reading = read_time(text, asked_at)
        if reading and len(content_words(text)) <= len(content_words(reading.words)):
            return text
    return ""


def _with_time(question: str, time: str, asked_at: datetime) -> str:
    """The question at another time."""
    old = read_time(question, asked_at)
    plain = question.replace(old.words, "", 1) if old else question
    return as_question(f"{plain.strip(MARKS)} {time}", like=question)


def _replaced(question: str, new: str, phrase: Phrase | None) -> str:
    """The question with its old subject gone and the new one in its place."""
    if tail := _OF_ITS_OWN.match(new):
        owned = re.search(rf"\b{tail[1]}\b.*", question, re.IGNORECASE)
        return f"{question[: owned.start()] if owned else f'{question} '}{new}"
    old = _old_subject(question, phrase)
    if old is None and phrase and phrase.preposition:
        return f"{question} {new}"
    if old is None:
        return _last_words_replaced(question, new)
    begin = old.lead if phrase and phrase.preposition else old.start
    if begin == old.start and _CONTRACTED.search(question[:begin]):
        new = _DETERMINER.sub("", new)
    return f"{question[:begin]}{new}{question[old.end :]}"


def _old_subject(question: str, new: Phrase | None) -> Phrase | None:
    phrases = [phrase for phrase in noun_phrases(question) if content_words(phrase.text)]
    if new and new.preposition:
        alike = _PLACES if new.preposition in _PLACES else {new.preposition}
        return next((phrase for phrase in reversed(phrases) if phrase.preposition in alike), None)
    kindred = [phrase for phrase in phrases if new is None or phrase.is_name == new.is_name]
    if kindred:
        return max(kindred, key=lambda phrase: len(content_words(phrase.text)))
    return subject_of(question)


def _last_words_replaced(question: str, new: str) -> str:
    """For a question without any phrase that could be told: its last telling words give way."""
    words = question.split()
    kept = len(words)
    while kept and content_words(words[kept - 1]):
        kept -= 1
    return " ".join([*words[:kept], new])
