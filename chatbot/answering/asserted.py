"""Whether a sentence says outright what a short answer takes from it.

"It will not cost $84 million" holds the words of an answer and denies it; "gusts of up to 125 km/h are expected" holds
a figure that nobody has measured. A sentence of its own would keep "not" and "expected"; a few words lose them.
"""

from __future__ import annotations

import re
from itertools import combinations_with_replacement

from chatbot.answering.short_answer import stands_in, telling_words
from chatbot.verification.claim_analysis import Analysed, analyse
from chatbot.verification.claim_words import clauses_of, sentences_of

_DENIED = re.compile(
    r"\b(?:not(?! only\b| just\b)|never|cannot|nor|neither|nobody|no one|none|no longer|denie[sd]|deny)\b|n['’]t\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:may|might|could|would|should|if|whether|likely|possibly|perhaps|probably|potentially|reportedly|allegedly|"
    r"alleged|apparently|rumou?red|suspected|considering|proposed|planned|forecast|"
    r"(?:is|are|was|were|be|been) (?:\w+ly )?(?:expected|believed|thought|said)|"
    r"(?:expect|plan|hope|intend|seem|appear|believe|claim)(?:s|ed)? to)\b"
)
"""Words by which a clause takes its certainty back. "May" with a capital is a month."""
_AHEAD = re.compile(r"\b(?:will|shall|going to|predict(?:s|ed)?|estimated?|next|tomorrow)\b", re.IGNORECASE)
"""A question about what is to come is answered by what is expected."""
_ASIDE = re.compile(r"\([^()]*\)|[“‘\"][^”’\"]*[”’\"]")
"""A title, a quotation, a remark: "not" in ‘The River Does Not Sleep’ denies nothing of who translated it."""
REACH = 5
"""Words on either side of an answer that can deny it: "not" far away is about something else."""


def is_asserted(answer: str, quote: str, question: str) -> bool:
    """Whether a quote says an answer plainly: some clause that holds its words neither negates nor hedges.

    What the question itself negates or hedges may be answered so.

    Args:
        answer: of a few words. Where no clause holds them all, they are taken to be said.
        quote: one or more sentences.
        question: self-contained.
    """
    holding = [_around(answer, clause) for clause in _clauses(quote) if stands_in(answer, clause)]
    return not holding or any(_is_plain(words, analyse(question)) for words in holding)


def _is_plain(said: str, asked: Analysed) -> bool:
    denied = _DENIED.search(said) and not asked.negations
    unsure = _UNSURE.search(said) and not asked.hedges and not _AHEAD.search(asked.text)
    return not denied and not unsure


def _around(answer: str, clause: str) -> str:
    """What stands in a clause around the shortest run of words that holds an answer."""
    words, sought = _without_asides(clause, answer).split(), telling_words(answer)
    places = [at for at, word in enumerate(words) if sought & telling_words(word)]
    runs = [
        (last - first, first, last)
        for first, last in combinations_with_replacement(places, 2)
        if stands_in(answer, " ".join(words[first : last + 1]))
    ]
    _, first, last = min(runs, default=(0, 0, len(words)))
    return " ".join(words[max(0, first - REACH) : last + 1 + REACH])


def _clauses(text: str) -> list[str]:
    return [clause for sentence in sentences_of(text) for clause in clauses_of(sentence)]


def _without_asides(clause: str, answer: str) -> str:
    return plain if stands_in(answer, plain := _ASIDE.sub(" ", clause)) else clause
