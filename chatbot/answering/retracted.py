"""What an article takes back of its own words: "An earlier version of this article said that 63 schools would close."

Most corrections stand in the article that they correct, below its text or as a later entry of a live page. Such a
notice concerns what is cited only where it calls the very number or name wrong that the cited sentence holds: of an
article that was mended, it tells what no reader sees any more.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from chatbot.records import Evidence
from chatbot.verification.claim_numbers import numbers_of
from chatbot.verification.claim_words import words_of
from chatbot.verification.plain_text import plain_claim

ANNOUNCED = re.compile(
    r"\W*(?:corrections?|clarifications?|erratum|editor['’]?s['’]? note|berichtigung|korrektur|richtigstellung|"
    r"rectificatif|correcti[fe]|rectificación|corrección|rettifica|correctie|rättelse)"
    r"(?=\s*(?:\Z|[:(\[|—–-])|\s+(?:and|to|of|regarding|zu[mr]?|à|sur|de|del|di|van|av)\b)",
    re.IGNORECASE,
)
"""Begins the title or the paragraph of a correction; a strike of corrections officers does not."""
_EDITOR = re.compile(r"\W*editor", re.IGNORECASE)
"""A note of the editor's in an article may as well introduce a series: it is a correction where it admits an error."""
_PIECE = (
    "article|story|report|post|piece|column|review|obituary|page|entry|item|blog|headline|caption|chart|map|graphic"
)
_EARLIER_VERSION = re.compile(
    rf"\b(?:earlier|previous|original|first) (?:version|edition)s? of (?:this|our|the) (?:\w+ )?(?:{_PIECE})\b|"
    rf"\b(?:this|our) (?:{_PIECE})\b.{{0,40}}?\b(?:incorrectly|wrongly|mistakenly|"
    r"(?:originally|previously|initially) (?!appeared|published|posted|ran|aired)\w+)\b",
    re.IGNORECASE,
)
_WE_WROTE = re.compile(r"\bwe (?:\w+ly )?(?:wrote|reported|said|stated|gave|misstated|misreported)\b", re.IGNORECASE)
_ADMITS = re.compile(
    r"\b(?:correct(?:ion|ed)|apologi[sz]e|regret|error|mistaken?|wrong(?:ly)?|misst\w+)\b", re.IGNORECASE
)
"""Beside "we wrote" the same passage must say that it was wrong, and an editor's note itself."""
_ASIDE = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"")
"""What somebody is quoted as saying is no notice of the publisher's."""

_WRITTEN = re.compile(
    r"\b(?:wrote|reported|said|stated|gave|put|listed|described|mis\w+ed\b[^;]*?\bas)\b", re.IGNORECASE
)
_RIGHT = re.compile(
    r";|,? (?:but|not|rather than|instead of|in fact|actually)\b|\b(?:it|they|he|she|there) (?:is|was|are|were)\b"
)
"""From here on a notice no longer tells what was written."""
_DENIED = re.compile(
    r"\b(?:not|rather than|instead of) (?:\w+ ){0,2}?([$€£]?\d[\d.,:]*(?: \w+)?|(?:[A-ZÀ-ÞĀ-Ž][\w’'-]+ ?){1,4})"
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")


def speaks_of_itself(item: Evidence) -> bool:
    """Whether a sentence, or those before it in its paragraph, speak of what its article said, to correct it."""
    plain = _ASIDE.sub(" ", _paragraph_to(item))
    if _EARLIER_VERSION.search(plain) or (_WE_WROTE.search(plain) and _ADMITS.search(item.context)):
        return True
    return bool(ANNOUNCED.match(plain)) and (not _EDITOR.match(plain) or bool(_ADMITS.search(paragraph_of(item))))


def retracts(notice: Evidence, item: Evidence) -> bool:
    """Whether a sentence takes back a number or a name that another sentence of its article holds.

    What follows on "we wrote that 63 …" takes that back too: who has read only this sentence holds 63 for right.

    Args:
        notice: with the sentence before it and the passage that it stands in.
        item: what may be corrected.
    """
    if notice.span == item.span or not speaks_of_itself(notice):
        return False
    if follows(notice, item) and says_what_was_written(item.quote):
        return states_another(notice.quote, item.quote) and not says_what_is_right(item.quote)
    return calls_wrong(notice.quote, item.quote) and bool(_topic(_paragraph_to(notice)) & _topic(item.quote))


def follows(item: Evidence, other: Evidence) -> bool:
    """Whether a sentence is the next one of its article behind another."""
    same = item.article_key == other.article_key and bool(item.before)
    return same and item.span.start - len(item.before) == other.span.start


def calls_wrong(notice: str, said: str) -> bool:
    """Whether a sentence of a notice calls a number or a name wrong that another sentence holds."""
    read = _read(notice)
    if _values(read.written) & _values(said):
        return True
    return any(_values(phrase) & _values(said) if _values(phrase) else phrase in said for phrase in read.denied)


def says_what_is_right(notice: str) -> bool:
    """Whether a sentence of a notice that calls something wrong also says what is right."""
    read = _read(notice)
    if read.written:
        return bool(_values(read.rest))
    return any(not _values(phrase) or _values(notice) - _values(phrase) for phrase in read.denied)


def says_what_was_written(notice: str) -> bool:
    """Whether a sentence of a notice repeats what was written, instead of denying it."""
    return bool(_read(notice).written)


def states_another(sentence: str, notice: str) -> bool:
    """Whether a sentence beside a notice holds a number that the notice does not: what is right, most likely."""
    return bool(_values(sentence) - _values(notice))


class _Notice(NamedTuple):
    """A sentence of a notice, taken apart."""

    denied: list[str]
    """What it says is not so."""
    written: str
    """What it says was written; empty when it does not say."""
    rest: str
    """What follows on that."""


def _read(notice: str) -> _Notice:
    verb = _WRITTEN.search(notice)
    before, after = (notice[: verb.start()], notice[verb.end() :]) if verb else (notice, "")
    written, *_ = _RIGHT.split(after, maxsplit=1)
    return _Notice(
        [match[1].strip(" .,") for match in _DENIED.finditer(before)], written.strip(" ."), after[len(written) :]
    )


def paragraph_of(item: Evidence) -> str:
    """The paragraph that a sentence stands in; headings are paragraphs."""
    return _paragraph_to(item) + item.context.partition(item.quote)[2].partition("\n\n")[0]


def _paragraph_to(item: Evidence) -> str:
    """The paragraph of a sentence up to the sentence's end."""
    return item.context.partition(item.quote)[0].rpartition("\n\n")[2] + item.quote


def _values(text: str) -> set[float]:
    """Numbers, but for times of day."""
    return {number.value for number in numbers_of(_CLOCK.sub(" ", plain_claim(text, ()).text))}


def _topic(text: str) -> set[str]:
    return {word.stem for word in words_of(text) if word.is_content and word.text.isalpha()}
