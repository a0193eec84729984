"""Where the lines of a page may end, in scripts with spaces and without.

fpdf2 breaks lines at spaces alone, which Chinese and Japanese do not have. The rules are those of Unicode Standard
Annex 14 as far as news need them: between East Asian letters, never before what closes nor behind what opens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

Style = TypeVar("Style")

_EAST_ASIAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_ATOM = re.compile(f"[{_EAST_ASIAN}] *|[^ {_EAST_ASIAN}]+ *| +")
_IS_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN}]")
_SMALL_KANA = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
_CLOSING = frozenset(f"、。，．：；！？）］｝〕〉》」』】〙〗”’…‥・ー々,.!?:;)]}}%\u00a0{_SMALL_KANA}")
_OPENING = frozenset("（［｛〔〈《「『【〘〖“‘([{")
_PART = re.compile(r"[^/.?&=_-]*[/.?&=_-]|[^/.?&=_-]+")
"""Of an address."""
_JOINERS = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Run(Generic[Style]):
    """Text of one look."""

    text: str
    style: Style


Word = list[Run[Style]]
"""What no line end divides."""


def broken(
    runs: Iterable[Run[Style]], width: float, width_of: Callable[[Run[Style]], float]
) -> Iterator[list[Run[Style]]]:
    """Lines of a paragraph, at least one.

    Args:
        runs: its text, each on one line.
        width: of a line.
        width_of: how wide a run is.
    """
    line: list[Run[Style]] = []
    used = 0.0
    for word in chain.from_iterable(_fitting(word, width, width_of) for word in _words(runs)):
        if line and used + sum(map(width_of, _trimmed(word))) > width:
            yield _trimmed(line)
            line, used = [], 0.0
        line, used = _joined([*line, *word]), used + sum(map(width_of, word))
    yield _trimmed(line)


def _words(runs: Iterable[Run[Style]]) -> Iterator[Word[Style]]:
    word: Word[Style] = []
    for run in runs:
        for atom in _ATOM.findall(run.text):
            if word and _may_end(word[-1].text, atom):
                yield word
                word = []
            word = [*word, Run(atom, run.style)]
    if word:
        yield word


def _may_end(before: str, behind: str) -> bool:
    """Whether a line may end between two pieces of text."""
    if before.endswith(" "):
        return True
    east_asian = _IS_EAST_ASIAN.match(before[-1]) or _IS_EAST_ASIAN.match(behind[0])
    return bool(east_asian) and behind[0] not in _CLOSING and before[-1] not in _OPENING


def _fitting(word: Word[Style], width: float, width_of: Callable[[Run[Style]], float]) -> Iterator[Word[Style]]:
    """The word, or its parts where no line would hold it: addresses, and Thai, which has few spaces."""
    if sum(map(width_of, _trimmed(word))) <= width:
        yield word
        return
    for run in word:
        for part in _PART.findall(run.text):
            if width_of(Run(part, run.style)) <= width:
                yield [Run(part, run.style)]
            else:
                yield from ([Run(letter, run.style)] for letter in _letters(part))


def _letters(text: str) -> Iterator[str]:
    """Letters with the marks that stand on them."""
    letter = ""
    for char in text:
        is_part = unicodedata.category(char)[0] == "M" or char in _JOINERS or letter[-1:] in _JOINERS
        if letter and not is_part:
            yield letter
            letter = ""
        letter += char
    yield letter


def _joined(runs: Iterable[Run[Style]]) -> list[Run[Style]]:
    """Neighbours of one look as one run: scripts are shaped across them."""
    found: list[Run[Style]] = []
    for run in runs:
        goes_on = bool(found) and found[-1].style is run.style
        found.append(Run(found.pop().text + run.text, run.style) if goes_on else run)
    return found


def _trimmed(runs: list[Run[Style]]) -> list[Run[Style]]:
    """Without the spaces at the end."""
    if not runs:
        return runs
    *others, last = runs
    return [*others, Run(last.text.rstrip(" "), last.style)]
