"""Whether a sentence that holds a short answer may be read together with the one before it.

What "he" or "the lodge" means stands in the sentence before. But two sentences also hold two answers: after "Two of the
injured were taken to hospital. The other 12 were treated at the quay." nobody may be told that 12 were taken there.
"""

from __future__ import annotations

import re

from chatbot.answering.short_answer import stands_in, without_article
from chatbot.answering.stated_values import values_of
from chatbot.question.asked import read_asked
from chatbot.question.expected_answer import ExpectedAnswer, Kind, expected_answer
from chatbot.records import Evidence

_REFERS = re.compile(
    r"\W*(?:the|this|that|these|those|such)\b|.*\b(?:he|she|it|they|him|them|his|hers?|its|theirs?)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_told_by_the_sentence_before(answer: str, item: Evidence, question: str) -> bool:
    """Whether a sentence refers back, and the one before it holds the same answer or none.

    Args:
        answer: of a few words, which stand in the sentence.
        item: the sentence, with what stands before it.
        question: self-contained.
    """
    if not item.before or not _REFERS.match(item.quote):
        return False
    return stands_in(answer, item.before) or not _others(answer, item, question)


def _others(answer: str, item: Evidence, question: str) -> bool:
    """Whether the sentence before holds another thing of the kind asked for: a number, a time, or a name for a name."""
    expected = expected_answer(question)
    if expected.kind not in (None, Kind.NAME):
        return bool(values_of(item.before, expected, read_asked(question)))
    plain = without_article(answer.rstrip("."), ()).casefold()
    if plain in item.quote:  # "A bear" is no name where the sentence writes "bear".
        return False
    names = ExpectedAnswer(question, Kind.NAME).found_in(item.before)
    return any(name.group().strip('“"(').casefold() not in plain for name in names)
