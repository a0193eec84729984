"""Whether two texts with much wording in common state different facts: bulletins made from one template, numbers of a
series with the same frame.

A fact is a number, a day or a name. Wire copies keep nearly all of a story's facts, whatever else they edit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from chatbot.text.time_vocabulary import COUNTS, MONTHS, WEEKDAYS

MAX_WORDS = 2_000
"""Of the shorter text: what two articles of one template differ in stands all over them."""
MAX_SLOT_WORDS = 8
"""Most words that stand in one place of a template; longer ones are written by people."""
ANCHOR_WORDS = 6
"""Equal words that end what may be a dateline at the beginning, and begin what may be a publisher's line at the end."""
LEAST_NUMBERS = 2
"""Numbers that must be others: a later edition of a story has one that is."""
COMMON_FACTS = 0.83
"""Least share of the shorter text's facts that stand anywhere in a text of which it is a copy. Of 148 pairs of news
articles over the limit of containment, copies and later editions have 0.84 and more, numbers of a series less."""
LEAST_FACTS = 5
"""Fewer tell nothing by their share."""

_ENDS = ".!?:\n—–-"
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|\w+|[.!?:\n—–]|(?<=\s)-(?=\s)")
_DAYS = {name: f"month {number}" for name, number in MONTHS.items()} | {
    name: f"weekday {number}" for name, number in WEEKDAYS.items()
}
_ARTICLES = frozenset({"a", "an", "eine", "einer", "einem", "un", "una"})
_NUMBERS = {name: str(number) for name, number in COUNTS.items() if name not in _ARTICLES}
_NUMBERS |= {
    name: str(number)
    for number, name in enumerate(
        "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty".split(), 13
    )
}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it is compared, and the fact that it states, if any."""

    text: str
    number: str = ""
    """In one form: "1,000" and "1000", "six" and "6"."""
    day: str = ""
    """A weekday or a month in one form."""
    is_name: bool = False
    starts: bool = False
    """Whether it is the first of a sentence, of a line, or behind a dash or a colon."""


def facts_differ(first: str, second: str) -> bool:
    """Whether two texts with much wording in common are about two things.

    They are when, between equal words, other numbers or days stand in the place of their numbers and days, or when the
    shorter text names much that the other does not. Sentences before the first and behind the last with words in
    common do not count: bylines, datelines, lines of a publisher. Names spelt alike are one name.
    """
    shorter, longer = sorted((_words(first), _words(second)), key=len)
    ours, theirs = _shared_sentences(shorter[:MAX_WORDS], longer[:MAX_WORDS])
    return _slots_differ(ours, theirs) or _names_others(ours, longer)


def _codes(ours: Sequence[_Word], theirs: Sequence[_Word]) -> Sequence[tuple[str, int, int, int, int]]:
    texts = [word.text for word in ours], [word.text for word in theirs]
    return SequenceMatcher(None, *texts, autojunk=False).get_opcodes()


def _shared_sentences(ours: Sequence[_Word], theirs: Sequence[_Word]) -> tuple[Sequence[_Word], Sequence[_Word]]:
    """Both texts from the sentence with the first run of equal words that is no accident to that with the last one."""
    anchors = [code for code in _codes(ours, theirs) if code[0] == "equal" and code[2] - code[1] >= ANCHOR_WORDS]
    if not anchors:
        return (), ()
    (_, first, _, there, _), (_, _, last, _, there_last) = anchors[0], anchors[-1]
    return _whole_sentences(ours, first, last), _whole_sentences(theirs, there, there_last)


def _whole_sentences(words: Sequence[_Word], start: int, end: int) -> Sequence[_Word]:
    while start and not words[start].starts:
        start -= 1
    while end < len(words) and not words[end].starts:
        end += 1
    return words[start:end]


def _slots_differ(ours: Sequence[_Word], theirs: Sequence[_Word]) -> bool:
    changed: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for tag, at, end, there, there_end in _codes(ours, theirs):
        if tag == "equal":
            kept["numbers"] += sum(1 for word in ours[at:end] if word.number)
            kept["days"] += sum(1 for word in ours[at:end] if word.day)
        elif tag == "replace" and max(end - at, there_end - there) <= MAX_SLOT_WORDS:
            mine, other = ours[at:end], theirs[there:there_end]
            changed["numbers"] += _replaced([word.number for word in mine], [word.number for word in other])
            changed["days"] += _replaced([word.day for word in mine], [word.day for word in other])
    return _outweighs(changed["days"], kept["days"]) or (
        changed["numbers"] >= LEAST_NUMBERS and _outweighs(changed["numbers"], kept["numbers"])
    )


def _outweighs(changed: int, kept: int) -> bool:
    return changed > 0 and changed >= kept


def _replaced(mine: Sequence[str], other: Sequence[str]) -> int:
    """How many facts of one place stand for as many others; empty ones are no facts."""
    ours, theirs = Counter(filter(None, mine)), Counter(filter(None, other))
    return min((ours - theirs).total(), (theirs - ours).total())


def _names_others(ours: Sequence[_Word], theirs: Sequence[_Word]) -> bool:
    """Whether much of what the first text names does not stand in the second at all."""
    facts = {_fact(word): word for word in ours if word.is_name or word.day or word.number}
    known = {_fact(word) for word in theirs} | {word.text for word in theirs}
    names = {word.text for word in theirs if word.is_name or word.day}
    missing = [word for fact, word in facts.items() if fact not in known and not _is_spelt(word, names)]
    return len(facts) >= LEAST_FACTS and 1 - len(missing) / len(facts) < COMMON_FACTS


def _fact(word: _Word) -> str:
    return word.day or (f"number {word.number}" if word.number else word.text)


def _is_spelt(word: _Word, names: Collection[str]) -> bool:
    """Whether a name or a day may be one of these in another spelling: Zelenskiy and Zelenskyy, Mon. and Monday."""
    return not word.number and any(_are_alike(*sorted((word.text, name), key=len)) for name in names)


def _are_alike(shorter: str, longer: str) -> bool:
    if shorter[0] != longer[0]:
        return False
    if len(shorter) >= 3 and longer.startswith(shorter):
        return True
    matcher = SequenceMatcher(None, shorter, longer, autojunk=False)
    return len(longer) - len(shorter) <= 2 and matcher.ratio() >= 0.75


def _words(text: str) -> list[_Word]:
    """Capital letters make a name only within a sentence."""
    words: list[_Word] = []
    starts = True
    for found in _TOKEN.finditer(text):
        if found[0] in _ENDS:
            starts = True
            continue
        word = found[0].casefold()
        number = re.sub("[,:.]", "", word) if word[0].isdigit() else _NUMBERS.get(word, "")
        day = _DAYS.get(word, "")
        is_name = found[0][0].isupper() and not (starts or number or day)
        words.append(_Word(word, number, day, is_name, starts))
        starts = False
    return words
