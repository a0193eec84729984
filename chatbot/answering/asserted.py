"""Whether a sentence says outright what a short answer takes from it.

"It will not cost $84 million" holds the words of an answer and denies it; "gusts of up to 125 km/h are expected" holds
a figure that nobody has measured. A sentence of its own would keep "not" and "expected"; a few words lose them.
"""

from __future__ import annotations

import re

from chatbot.answering.short_answer import stands_in
from chatbot.models.claim_analysis import Analysed, analyse
from chatbot.models.claim_words import clauses_of, sentences_of

_AHEAD = re.compile(r"\b(?:will|shall|going to|forecasts?|predict(?:s|ed)?|estimated?|next|tomorrow)\b", re.IGNORECASE)
"""A question about what is to come is answered by what is expected."""
_ASIDE = re.compile(r"\([^()]*\)|[“‘\"][^”’\"]*[”’\"]")
"""A title, a quotation, a remark: "not" in ‘The River Does Not Sleep’ denies nothing of who translated it."""


def is_asserted(answer: str, quote: str, question: str) -> bool:
    """Whether a quote says an answer plainly: some clause that holds its words neither negates nor hedges.

    What the question itself negates or hedges may be answered so.

    Args:
        answer: of a few words. Where no clause holds them all, they are taken to be said.
        quote: one or more sentences.
        question: self-contained.
    """
    holding = [_without_asides(clause, answer) for clause in _clauses(quote) if stands_in(answer, clause)]
    return not holding or any(_is_plain(analyse(clause), analyse(question)) for clause in holding)


def _is_plain(clause: Analysed, asked: Analysed) -> bool:
    if clause.negations and not asked.negations:
        return False
    return not clause.hedges or bool(asked.hedges or _AHEAD.search(asked.text))


def _clauses(text: str) -> list[str]:
    return [clause for sentence in sentences_of(text) for clause in clauses_of(sentence)]


def _without_asides(clause: str, answer: str) -> str:
    return plain if stands_in(answer, plain := _ASIDE.sub(" ", clause)) else clause
