"""Finds the corrections that a publisher has printed of what an answer cites: as articles, and in the same article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.answering.retracted import (
    ANNOUNCED,
    calls_wrong,
    follows,
    retracts,
    says_what_is_right,
    says_what_was_written,
    speaks_of_itself,
    states_another,
)
from chatbot.records import Evidence
from chatbot.verification.claim_words import words_of

SHARED_WORDS = 2
"""Words that the correction's title must share with the corrected article's title and sentence."""
STEM = 5
"""Letters of a word that are compared."""

SENTENCES = 2
"""One sentence of a correction tends to say what was wrong, the next what is right."""

_WORD = re.compile(r"[^\W\d_]{4,}")


def is_correction(title: str) -> bool:
    """Whether a title announces the correction of an earlier article."""
    return bool(ANNOUNCED.match(title))


def is_notice(item: Evidence) -> bool:
    """Whether a sentence stands in a correction: an article that is one, or a paragraph that corrects its own."""
    return is_correction(item.metadata.title) or speaks_of_itself(item)


def find_corrections(cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[tuple[Evidence, ...]]:
    """What corrects the cited sentences and is not cited yet: of each article one or two pieces, in their order.

    Args:
        cited: the evidence that the answer cites so far.
        evidence: everything that was found, best first.
    """
    known = {item.article_id for item in cited}
    found: dict[str, list[Evidence]] = {}
    for notice in evidence:
        corrected = [item.article_id for item in cited if corrects(notice, item)]
        told = notice in cited if notice.article_id in corrected else notice.article_id in known
        if corrected and not told:
            found.setdefault(notice.article_id, []).append(notice)
    return [_telling(notices, cited, evidence) for notices in found.values()]


def _telling(
    notices: Sequence[Evidence], cited: Sequence[Evidence], evidence: Sequence[Evidence]
) -> tuple[Evidence, ...]:
    """What calls the cited words wrong, with the sentence beside it that says what is right; else the best sentences.

    Args:
        notices: sentences of one article that correct another, best first.
        cited: what they may correct.
        evidence: everything that was found.
    """
    wrong = next((notice for notice in notices if any(calls_wrong(notice.quote, item.quote) for item in cited)), None)
    if wrong is None:
        return tuple(sorted(notices[:SENTENCES], key=lambda item: item.span))
    if says_what_is_right(wrong.quote):
        return (wrong,)
    return (_with_what_is_right(wrong, next((item for item in evidence if follows(item, wrong)), None)),)


def _with_what_is_right(wrong: Evidence, after: Evidence | None) -> Evidence:
    """A sentence of a notice together with the one beside it that holds another number.

    "We wrote that it was 63" is followed by what is right, "It was not 84" comes behind it.
    """
    before = (wrong.before, wrong.with_sentence_before())
    behind = (after.quote, after.with_sentence_before()) if after else ("", wrong)
    beside = (behind, before) if says_what_was_written(wrong.quote) else (before, behind)
    return next((pair for sentence, pair in beside if states_another(sentence, wrong.quote)), behind[1])


def corrects(notice: Evidence, item: Evidence) -> bool:
    """Whether one piece of evidence takes back what the other says, or stands in a correction of its article."""
    if notice.article_id == item.article_id:
        return retracts(notice, item)
    if not is_correction(notice.metadata.title):
        return False
    if notice.metadata.publisher != item.metadata.publisher:
        return False
    before, after = item.metadata.published, notice.metadata.published
    if before and after and after < before:
        return False
    return len(_stems(notice.metadata.title) & _stems(f"{item.metadata.title} {item.quote}")) >= SHARED_WORDS


def _stems(text: str) -> set[str]:
    """Of the words that carry meaning: "after", "with" and "from" stand in any two titles."""
    return {word.stem[:STEM] for word in words_of(text) if word.is_content and _WORD.fullmatch(word.text)}
