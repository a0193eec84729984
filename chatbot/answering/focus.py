"""Says of a checked sentence only what the question did not say already.

"Which university did it? — The University of Pennsylvania did it." repeats the question around the answer. Where a
sentence adds one short run of words to its question, those words are the answer; where it adds anything more, a
condition, a doubt, a second fact, the sentence stays whole, so that nothing that was checked is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from chatbot.question.expected_answer import expected_answer

MOST_WORDS = 7
STEM = 5
"""Letters of a word that are compared: enough to match inflections without knowing the language."""

_ASKS_FOR_A_THING = re.compile(
    r"\b(?:who|whom|whose|which|what|when|where|how (?:many|much|long|old|far|often|high|large|big|tall|fast))\b", re.I
)
_ASKS_FOR_WORDS = re.compile(
    r"\b(?:what|how) (?:did|does|do|has|have|is|was|were) .+ (?:say|said|write|tell|claim)", re.I
)
_WORD = re.compile(r"[$€£¥]?\w(?:[\w'’:/°%&-]|[.,](?=\d))*")
_CARRYING = frozenset(
    (
        "a an the of in on at to for from by with as and or is are was were be been being do does did has have had its "
        "his her their this that these those it he she they there who which what name named called answer said"
    ).split()
)
"""Words that carry the sentence and say nothing by themselves. No negation and no doubt is among them."""
_JOINING = frozenset(("of", "the", "and", "&", "de", "la", "von", "van", "der", "du", "al"))
_SIGNS = frozenset("-−–<>≤≥±+~≈¥₹₽₩₺₿")
"""What belongs to a number and stands before it: "12 °C" is not what "−12 °C" says."""
_EDGES = frozenset(("a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as", "and", "or"))


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    known: bool
    """Whether the question says it, or it only carries the sentence."""


def focused(sentence: str, question: str) -> str | None:
    """The part of the sentence that answers, with a capital and a full stop; None when it must stay whole.

    Args:
        sentence: checked, without citation markers.
        question: self-contained.
    """
    if not _ASKS_FOR_A_THING.search(question) or _ASKS_FOR_WORDS.search(question):
        return None
    words = _words(sentence, question)
    runs = _new_runs(words)
    if len({_said(run) for run in runs}) != 1:
        return None
    # "The name of Moor's Tide Party is 'Tide Party'": of a name that is said twice, the form without what owns it.
    run = min((_trimmed(_whole_name(words, run)) for run in runs), key=len)
    if not run or len(run) > MOST_WORDS or len(run) == len(words):
        return None
    answer = re.sub(r"['’]s$", "", sentence[run[0].start : run[-1].end])
    before = sentence[: run[0].start]
    if before[-1:] in _SIGNS or re.search(r"[;:()\n]", answer) or not expected_answer(question).fits(answer):
        return None
    return f"{capitalised(answer)}."


def capitalised(text: str) -> str:
    """The text with a capital letter where one letter has one: of “ß” it would be two."""
    first = text[:1].upper()
    return first + text[1:] if len(first) == 1 else text


def _words(sentence: str, question: str) -> list[_Word]:
    asked = [_plain(match.group()) for match in _WORD.finditer(question)]
    found = []
    for match in _WORD.finditer(sentence):
        plain = _plain(match.group())
        known = plain in _CARRYING or any(_inflected(plain, word) for word in asked)
        found.append(_Word(*match.span(), match.group(), known))
    return found


def _plain(word: str) -> str:
    return re.sub(r"['’]s$", "", word.casefold())


def _inflected(one: str, other: str) -> bool:
    """Whether two words may be forms of one: alike in their first letters, or one the other with an ending."""
    if one[0].isdigit() or other[0].isdigit():
        return one == other
    shorter, longer = sorted((one, other), key=len)
    return one[:STEM] == other[:STEM] or (
        len(shorter) > 2 and longer.startswith(shorter) and len(longer) - len(shorter) < 4
    )


def _new_runs(words: Sequence[_Word]) -> list[list[_Word]]:
    """Runs of new words; a carrying word between two new ones belongs to their run."""
    places = [at for at, word in enumerate(words) if not word.known]
    runs: list[list[int]] = []
    for at in places:
        if runs and at - runs[-1][-1] <= 2 and all(_joins(word) for word in words[runs[-1][-1] + 1 : at]):
            runs[-1].append(at)
        else:
            runs.append([at])
    return [list(words[run[0] : run[-1] + 1]) for run in runs]


def _said(run: Sequence[_Word]) -> str:
    return " ".join(_plain(word.text) for word in run)


def _joins(word: _Word) -> bool:
    return word.text.casefold() in _CARRYING


def _whole_name(words: Sequence[_Word], run: list[_Word]) -> list[_Word]:
    """The run with the rest of a name that the question says in part: "University of" Pennsylvania."""
    first, last = words.index(run[0]), words.index(run[-1])
    while first and run[0].text[:1].isupper() and _belongs(words, first - 1, -1):
        first -= 1
    owns = re.search(r"['’]s$", run[-1].text)
    while not owns and last + 1 < len(words) and run[-1].text[:1].isupper() and _belongs(words, last + 1, 1):
        last += 1
    return list(words[first : last + 1])


def _belongs(words: Sequence[_Word], at: int, step: int) -> bool:
    """Whether a word is part of a name: capitalised, or joining towards a capitalised one."""
    word = words[at]
    if word.text[:1].isupper():
        return word.text.casefold() not in _CARRYING
    beyond = at + step
    return word.text in _JOINING and 0 <= beyond < len(words) and words[beyond].text[:1].isupper()


def _trimmed(run: list[_Word]) -> list[_Word]:
    while run and run[0].text.casefold() in _EDGES:
        run = run[1:]
    while run and run[-1].text.casefold() in _EDGES:
        run = run[:-1]
    return run
