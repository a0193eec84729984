"""Scores of free answers against gold answers: exact match, token F1, containment. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chatbot.records import NoteKind

_TOKEN = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DAY_OF_SOURCE = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}: (?=“)")
_ANSWERING_NOTES = frozenset((NoteKind.DISAGREEMENT, NoteKind.CORRECTION, NoteKind.CHANGE, NoteKind.OTHER_STORIES))
"""Notes that tell more of what was asked; the others say why there is no answer, or no whole one."""


def tokens(text: str) -> list[str]:
    """Lower-cased words and numbers, without punctuation; "1,027" equals "1027", "1.5" stays one token."""
    return _TOKEN.findall(_THOUSANDS.sub("", text.casefold()))


def exact_match(answer: str, golds: Iterable[str]) -> float:
    """1 when the answer equals a gold answer but for case and punctuation, else 0."""
    return float(any(tokens(answer) == tokens(gold) for gold in golds))


def token_f1(answer: str, golds: Iterable[str]) -> float:
    """Best harmonic mean of token precision and recall over the gold answers, 0..1.

    Rajpurkar et al., "SQuAD: 100,000+ questions for machine comprehension of text" (2016), articles kept.
    """
    return max((_f1(tokens(answer), tokens(gold)) for gold in golds), default=0.0)


def _f1(found: Sequence[str], gold: Sequence[str]) -> float:
    shared = sum((Counter(found) & Counter(gold)).values())
    return 2 * shared / (len(found) + len(gold)) if shared else 0.0


def contains(text: str, gold: str) -> bool:
    """Whether the gold answer's tokens stand in the text, next to each other."""
    wanted = f" {' '.join(tokens(gold))} "
    return wanted.strip() != "" and wanted in f" {' '.join(tokens(text))} "


def contains_any(text: str, golds: Iterable[str]) -> bool:
    """Whether one of the gold answers stands in the text."""
    return any(contains(text, gold) for gold in golds)


def told(row: Mapping[str, Any]) -> str:
    """What a reader is told of the question: the answer and the notes beside it, nothing where it is refused.

    The days on which quotations were published are left out: "13 January 2023: “…”" names no thirteen.
    """
    notes = [note["text"] for note in row["notes"] if note["kind"] in _ANSWERING_NOTES]
    return "" if row["refused"] else "\n".join((row["answer"], *map(without_days, notes)))


def everything(row: Mapping[str, Any]) -> str:
    """All text that a reader sees of an answer, whatever it is for."""
    return "\n".join((row["answer"], *(note["text"] for note in row["notes"])))


def without_days(text: str) -> str:
    """A text without the days of its quotations."""
    return _DAY_OF_SOURCE.sub("", text)


def named_choice(answer: str, choices: Sequence[str]) -> int | None:
    """The choice that a free answer names: the longest that stands in it, the earlier of equally long ones."""
    named = [at for at, choice in enumerate(choices) if contains(answer, choice)]
    return min(named, key=lambda at: (-len(tokens(choices[at])), at), default=None)
