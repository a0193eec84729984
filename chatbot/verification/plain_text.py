"""Claims and quotes as they are compared: letters in one writing, numbers as English writes them.

What is shown and cited stays as it stands in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from chatbot.letters import Rewritten, plain_letters
from chatbot.records import Evidence, Metadata
from chatbot.text.function_words import function_word_evidence
from chatbot.text.languages import language_of
from chatbot.text.number_notation import AMBIGUOUS, english_numbers

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000"), " ")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_AMBIGUOUS = re.compile(rf"(?<!\w){AMBIGUOUS}\d[\d.,]*")


def plain_quote(item: Evidence) -> str:
    """The words of a piece of evidence, its numbers read as its article writes numbers."""
    return _plain(item.quote, _language_for(item.quote, item.metadata, item.context)).text


def plain_title(item: Evidence) -> str:
    """The title of its article."""
    title = item.metadata.title
    return _plain(title, _language_for(title, item.metadata, item.context)).text


def plain_claim(claim: str, evidence: Sequence[Evidence]) -> Rewritten:
    """What a claim says; its numbers are read in its own language, or where its words do not tell it in the evidence's.

    Args:
        claim: one sentence or a few.
        evidence: what it is compared with, the likeliest first.
    """
    if not _DIGIT.search(claim):
        return _plain(claim, "")
    known = [_language_for("1", item.metadata, item.context) for item in evidence[:1]]
    return _plain(claim, _language_of_claim(claim, tuple(known)) or next(iter(known), "en"))


def as_written(reason: str, plain: Rewritten, claim: str) -> str:
    """A reason in which the numbers of a plain claim are as the claim writes them."""
    for begin, end, *_ in plain.edits:
        words = plain.text[begin:end].strip()
        if any(map(str.isdigit, words)):
            start, stop = plain.original(begin, end)
            reason = reason.replace(words, claim[start:stop].strip())
    return reason


def lacks_ambiguous(claim: str, evidence: Iterable[str]) -> bool:
    """Whether a plain claim holds a number that may be two, and the plain evidence does not hold the very same."""
    wanted = set(_AMBIGUOUS.findall(claim))
    return bool(wanted) and not wanted <= {found for text in evidence for found in _AMBIGUOUS.findall(text)}


@lru_cache(maxsize=16384)
def _plain(text: str, language: str) -> Rewritten:
    letters = plain_letters(text)
    if not _DIGIT.search(letters.text):
        return replace(letters, text=letters.text.translate(_SPACES))
    numbers = english_numbers(letters.text, language)
    return replace(numbers, text=numbers.text.translate(_SPACES), of=letters)


def _language_for(text: str, metadata: Metadata, context: str) -> str:
    """The language that a text of an article is in, where the text holds a digit and it can matter."""
    if not _DIGIT.search(text):
        return ""
    return metadata.language.partition("-")[0].casefold() or _detected(
        f"{metadata.title}. {context}" if context else ""
    )


@lru_cache(maxsize=4096)
def _detected(text: str) -> str:
    return language_of(text) if text else ""


@lru_cache(maxsize=4096)
def _language_of_claim(claim: str, among: tuple[str, ...]) -> str:
    """The language of a short text: its function words tell it, and where there are none what it looks like."""
    evidence = function_word_evidence(_WORD.findall(claim.casefold()))
    best, second = sorted(evidence.values(), reverse=True)[:2]
    if best > second:
        return max(evidence, key=lambda language: evidence[language])
    return language_of(claim, among)
