"""Whether a question can be understood without the conversation before it, and if not, what it takes from there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from chatbot.question import reference_words as words
from chatbot.question.phrases import STEM, content_words, noun_phrases, stems, subject_of

_READ = 300
"""Characters of a question in which a reference is looked for; who writes more says what is meant."""
_FEW = 3
"""Telling words up to which a question may lean on the one before it."""


class Reference(Enum):
    """What a question takes from the conversation."""

    NOTHING = "nothing"
    SUBJECT_CHANGED = "subject changed"
    """It keeps the last question and names another subject: "and in the rail strike?"."""
    POINTS_BACK = "points back"
    """It holds a word that means something said before: "who said that?"."""
    LEANS = "leans"
    """It says too little to stand alone: "when?"."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question as a part of its conversation."""

    reference: Reference
    rest: str
    """The question without "and" or "what about"."""


def read_follow_up(text: str, last_question: str, last_answer: str, language: str = "en") -> FollowUp:
    """How a question depends on the exchange before it.

    Args:
        text: the question without its form.
        last_question: the one before it, as it stands alone.
        last_answer: what was answered.
        language: of the question; in German, capitals tell no names.
    """
    opener = words.OPENER.match(text)
    rest = text[opener.end() :] if opener else text
    if len(text) > _READ:
        return FollowUp(Reference.NOTHING, text)
    if points_back(rest):
        return FollowUp(Reference.POINTS_BACK, rest)
    if _names_another_subject(rest, opener):
        return FollowUp(Reference.SUBJECT_CHANGED, rest)
    leans = _leans(rest, last_question, f"{last_question} {last_answer}", language, continues=opener is not None)
    return FollowUp(Reference.LEANS if leans else Reference.NOTHING, rest)


def points_back(text: str) -> bool:
    """Whether a word of the text means something that the text itself does not say."""
    pointing = (found for found in words.POINTING.finditer(text) if not _said_before(text[: found.start()]))
    return any(pointing) or any(not _is_within(text, found) for found in words.PERSONAL.finditer(text))


def _said_before(before: str) -> bool:
    """Whether the clause before says something that "that" may mean."""
    told = content_words(before)
    return len(told) > 1 and bool(words.BOUNDARY.search(before, before.casefold().find(told[0])))


def _is_within(text: str, pronoun: re.Match[str]) -> bool:
    """Whether what a pronoun means stands before it. In the same clause only a possessive can mean it."""
    before = text[: pronoun.start()]
    phrases = [phrase for phrase in noun_phrases(before) if content_words(phrase.text)]
    if not phrases:
        return len(telling_words(before)) > 1 and bool(pronoun["possessive"] or _said_before(before))
    inverted = before.endswith("-")  # French: "la grève a-t-elle duré"
    return bool(pronoun["possessive"] or inverted or words.BOUNDARY.search(before, phrases[0].end))


def telling_words(text: str) -> list[str]:
    """The words of a question that say something of its subject, in small letters."""
    return [word for word in content_words(text) if word not in words.UNTELLING]


def _names_another_subject(rest: str, opener: re.Match[str] | None) -> bool:
    if words.ASKS_FIRST.match(rest) or words.ASKS_WITHIN.search(rest) or not content_words(rest):
        return False
    if opener:
        return bool(opener["topic"] or (opener["adds"] and len(content_words(rest)) <= 2 * _FEW))
    first = noun_phrases(f"and {rest}")[:1]
    return bool(first and first[0].preposition and rest.rstrip().endswith("?") and first[0].lead == len("and "))


def _leans(rest: str, last_question: str, said: str, language: str, *, continues: bool) -> bool:
    telling = telling_words(rest)
    if not telling:
        return True
    known = stems(said)
    new = [word for word in telling if word[:STEM] not in known]
    if words.DEFINES.match(rest) or not (continues or words.ASKS_FIRST.match(rest)):
        return False
    if len(telling) == 1:
        return not (new and (words.WHAT_IS.match(rest) or _has_name(rest, language)))
    if len(telling) > _FEW or len(new) > 1 or len(new) == len(telling):
        return False
    return continues or not _is_anchored(rest, last_question, language)


def _is_anchored(rest: str, last_question: str, language: str) -> bool:
    """Whether a question names its subject: by a name, by more than one word, or by that of the last question."""
    subject = subject_of(last_question)
    repeats = subject is not None and stems(subject.text) <= stems(rest)
    described = any(len(content_words(phrase.text)) > 1 for phrase in noun_phrases(rest))
    return repeats or described or _has_name(rest, language)


def _has_name(rest: str, language: str) -> bool:
    return language != "de" and any(word[0].isupper() or word[0].isdecimal() for word in re.findall(r"\w+", rest)[1:])
