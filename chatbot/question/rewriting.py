"""Whether a model's rewriting of a follow-up asks what was asked, in words of the conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chatbot.question.follow_ups import telling_words
from chatbot.question.phrases import STEM, content_words, stems
from chatbot.records import ParsedQuestion, Turn
from chatbot.text.function_words import ANY_FUNCTION_WORD

_SHOWN_ANSWER = 600
_SHOWN_QUESTION = 300
_MOST_TURNS = 4
"""What the model has seen of the conversation."""
_FEW = 4
"""Telling words of a question that may need the conversation although the rules see no sign of it."""
_MOST_NEW = 1 / 3
"""Share of the telling words that may be new: other forms, "held" for "holding"."""
_WORD = re.compile(r"\d[\d.,]*\d|\w+")
_HIRAGANA = re.compile(r"[぀-ゟ]")


def is_faithful(text: str, parsed: ParsedQuestion, history: Sequence[Turn]) -> bool:
    """Whether a rewriting may stand for the question.

    It must add something, keep what was asked, repeat no earlier question, and hold no name and no number that neither
    the question nor the conversation holds.

    Args:
        text: the rewriting.
        parsed: the question by the rules.
        history: earlier turns, oldest first; without any there is nothing to add.
    """
    turns = history[-_MOST_TURNS:]
    if not turns or alike(text) in {alike(other) for other in (parsed.asked.text, *(turn.question for turn in turns))}:
        return False
    said = " ".join([parsed.asked.text, parsed.text, *_shown(turns)])
    if not _keeps(text, parsed.asked.text) or _invents(text, said):
        return False
    added = stems(text) - stems(parsed.asked.text)
    return bool(added & stems(said)) and bool(parsed.history or len(telling_words(parsed.asked.text)) <= _FEW)


def _shown(turns: Sequence[Turn]) -> Iterator[str]:
    for turn in turns:
        yield turn.question[:_SHOWN_QUESTION]
        yield turn.answer[:_SHOWN_ANSWER]


def alike(text: str) -> str:
    """The words of a text alone, so that two texts of the same words are equal."""
    return " ".join(_WORD.findall(text.casefold()))


def _keeps(text: str, asked: str) -> bool:
    """Whether at least half of what was asked is still asked; of a bare "when?", its word."""
    telling = {word[:STEM] for word in telling_words(asked)}
    if telling:
        return 2 * len(telling & stems(text)) >= len(telling)
    plain = {word for word in _WORD.findall(asked.casefold()) if len(word) > 2}
    return not plain or bool(plain & set(_WORD.findall(text.casefold())))


def _invents(text: str, said: str) -> bool:
    known = set(_WORD.findall(said.casefold()))
    words = _WORD.findall(text)
    if any(_is_name(word) and not _is_known(word.casefold(), known, said) for word in words):
        return True
    new = stems(text) - stems(said)
    named = any(word[0].isupper() for word in words[1:])
    return len(new) > _MOST_NEW * len(content_words(text)) if named else bool(new)


def _is_name(word: str) -> bool:
    """Whether a word may be a name or is a number: it begins with a capital or a digit, or knows no capitals."""
    return word.casefold() not in ANY_FUNCTION_WORD and not word[0].islower()


def _is_known(word: str, known: set[str], said: str) -> bool:
    if word[0].isalpha() and word[0].upper() == word[0].lower():  # no words are told in Chinese, so characters count
        return all(char in said or _HIRAGANA.match(char) for char in word)
    return word in known or word.removesuffix("s") in known or f"{word}s" in known
