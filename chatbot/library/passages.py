"""Packs whole sentences into passages of about equal size, ending where the article itself makes a pause.

Borders are chosen for the whole article at once, by dynamic programming over the sum of border costs, as Knuth and
Plass choose line breaks ("Breaking Paragraphs into Lines", 1981). So no tiny passage is left over at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from chatbot.library.letter_borders import border_near
from chatbot.records import Span

TokenCounter = Callable[[Sequence[str]], list[int]]

FULL = 1.28
"""How far a passage may exceed its target: 256 tokens, the window of MiniLM, for a target of 200."""
INSIDE_LINE = 0.15
"""Cost of a border between two sentences of one line: as much as a passage that is filled to 61 %."""
INSIDE_PARAGRAPH = 0.05
"""Cost of a border at a single line break."""
BEHIND_HEADING = 1.0
"""Cost of parting a heading from its text: as much as a passage without content."""
LEAST_TOKENS = 3
"""What a sentence counts at least; it bounds the work for texts of very many tiny sentences."""

_HEADING = re.compile(r"#{1,6}\s|(?![-–—+*•|>]).{1,100}(?<![.!?…,;|\"”’])$", re.DOTALL)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r[^\S\n]*\r|[\f\u2029]")
_LINE_BREAK = re.compile(r"[\n\r\v\x85\u2028]")
_SPACE = re.compile(r"\s+")
_UNSPACED_PAUSE = re.compile(r"(?<=[。！？；：，、។။])(?!\s)")
"""Where a sentence may be cut in scripts that put no space behind a pause."""


class _Unit(NamedTuple):
    """A sentence, or a part of one that is too long for a passage."""

    span: Span
    tokens: int


def pack_passages(
    text: str, sentences: Sequence[Span], count_tokens: TokenCounter, target_tokens: int = 200
) -> list[Span]:
    """Spans of consecutive whole sentences, each about `target_tokens` long and at most 28 % longer.

    Every sentence lies in exactly one passage, and a passage reaches from the start of its first sentence to the end of
    its last. Only a sentence that exceeds the limit on its own is cut, at white space where there is some. Borders
    prefer blank lines, then line breaks; a heading stays with the text after it.

    Args:
        text: of the article.
        sentences: in order, without overlap, none empty.
        count_tokens: the number of model tokens of each of several texts.
        target_tokens: at least 1.
    """
    limit = max(1, int(target_tokens * FULL))
    units = _units(text, sentences, count_tokens, limit)
    costs = _border_costs(text, [unit.span for unit in units])
    borders = _cheapest_borders([max(LEAST_TOKENS, unit.tokens) for unit in units], costs, target_tokens, limit)
    return [Span(units[first].span.start, units[end - 1].span.end) for first, end in pairwise(borders)]


def _units(text: str, sentences: Sequence[Span], count_tokens: TokenCounter, limit: int) -> list[_Unit]:
    """The sentences, with those that exceed the limit halved until no part does.

    A second half counts at least what the first leaves of the whole: the white space between them counts for some
    counters, and a sentence that exceeds the limit must not fit again as the sum of its halves.
    """
    done: list[_Unit] = []
    pending = [(span, 0) for span in sentences]
    while pending:
        counts = count_tokens([span.of(text) for span, _ in pending])
        rests = [whole - counts[at - 1] if whole else 0 for at, (_, whole) in enumerate(pending)]
        tokens = map(max, counts, rests)
        counted = [_Unit(span, most) for (span, _), most in zip(pending, tokens, strict=True)]
        fits = [unit.tokens <= limit or len(unit.span.of(text)) < 2 for unit in counted]
        done += (unit for unit, fit in zip(counted, fits, strict=True) if fit)
        cut = [unit for unit, fit in zip(counted, fits, strict=True) if not fit]
        halves = [(_halves(text, unit.span), unit.tokens) for unit in cut]
        pending = [half for (first, second), whole in halves for half in ((first, 0), (second, whole))]
    return sorted(done)


def _halves(text: str, span: Span) -> tuple[Span, Span]:
    """Both sides of the white space, or of the pause without one, nearest to the middle.

    Where there is none, of the middle, but not within a number or between a letter and its marks.
    """
    middle = (span.start + span.end) // 2
    places = (_SPACE, _UNSPACED_PAUSE)
    gaps = [match.span() for place in places for match in place.finditer(text, span.start + 1, span.end - 1)]
    if not gaps:
        middle = border_near(text, middle, span.start + 1)
    end, start = min(gaps, key=lambda gap: abs(gap[0] - middle), default=(middle, middle))
    return Span(span.start, end), Span(start, span.end)


def _border_costs(text: str, spans: Sequence[Span]) -> list[float]:
    """What it costs to end a passage behind each span, beside its size."""
    inner = (_border_cost(text, span, following) for span, following in pairwise(spans))
    return [*inner, 0.0] if spans else []


def _border_cost(text: str, span: Span, following: Span) -> float:
    between = Span(span.end, following.start).of(text).replace("\r\n", "\n")
    if not _LINE_BREAK.search(between) and not _BLANK_LINE.search(between):
        return INSIDE_LINE
    if _HEADING.match(span.of(text)):
        return BEHIND_HEADING
    return 0.0 if _BLANK_LINE.search(between) else INSIDE_PARAGRAPH


def _cheapest_borders(tokens: Sequence[int], costs: Sequence[float], target: int, limit: int) -> list[int]:
    """Indices of the units with which passages begin, and the number of units, so that the total cost is least.

    A passage costs the square of its relative distance from the target, plus its border.
    """
    sums = [0, *accumulate(tokens)]
    best = [0.0]
    came_from = [0]
    for end in range(1, len(sums)):
        cost, first = min(
            (best[first] + ((sums[end] - sums[first] - target) / target) ** 2, first)
            for first in _possible_starts(sums, end, limit)
        )
        best.append(cost + costs[end - 1])
        came_from.append(first)
    return _trace(came_from)


def _possible_starts(sums: Sequence[int], end: int, limit: int) -> Iterator[int]:
    """Where a passage that ends before `end` may begin: always with the unit before it."""
    yield end - 1
    for first in range(end - 2, -1, -1):
        if sums[end] - sums[first] > limit:
            return
        yield first


def _trace(came_from: Sequence[int]) -> list[int]:
    borders = [len(came_from) - 1]
    while borders[-1] > 0:
        borders.append(came_from[borders[-1]])
    return borders[::-1]
