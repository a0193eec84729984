"""Running heads and feet of PDF pages: titles, dates and page numbers that stand on every page and belong to none.

They are recognised by repetition with the count of pages taken out. What is repeated on most pages goes wherever it
stands at an edge; what is repeated on fewer goes only where it also stands apart from the text, in letters that are
no larger, so that no headline and no line of a table is lost.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from statistics import median

from chatbot.library.readers.pdf_layout import Row, usual_drop

_EDGE = 3
"""Baselines from the top and from the bottom of a page that may be a head or a foot."""
_MOST_EDGE_ROWS = 30
_LONGEST = 200
_SAME_PLACE = 3.0
_APART = 1.5
"""Distance of a head from the text, at least, as a multiple of the usual distance between lines."""
_LARGER, _MUCH_LARGER = 1.15, 1.3
_SHORT = 0.7
"""Length of a head that does not stand apart, at most, as a share of the usual line."""
_NEAR = 20
"""Pages before and after with which one is compared."""
_LEAST_COLUMNS = 3
_LEAST_LETTERS = 4
"""A line of fewer letters may be a row of a table, so that nothing in it may differ but the count of pages."""
_NUMBER = re.compile(r"\d{1,9}|\b[ivxlc]{1,7}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PAGE_WORD = re.compile(
    r"\b(?:p|page|seite|pagina|página|pág|side|sida|strana|strona|oldal|sivu|sayfa|стр|страница|σελίδα|σελ)\b",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    rf"[-–—\[(|]?\s*(?:{_PAGE_WORD.pattern}\.?\s*)?\d{{1,4}}(?:\s*(?:/|of|de|von|di|van|из)\s*\d{{1,4}})?\s*[-–—\])|]?",
    re.IGNORECASE,
)
_LARGEST_PAGE = 1_000
_PART = re.compile(rf"(?!{_PAGE_WORD.pattern})[^\W\d_]+\s+(?:\d{{1,4}}|[ivxlc]{{1,7}})", re.IGNORECASE)
"""`Chapter 3`, `Day 2`: one word and its number, which head a part of the text."""

Pages = Sequence[Sequence[Row]]


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row at the top or the bottom of a page."""

    page: int
    row: Row
    words: tuple[str, ...]
    numbers: tuple[int, ...]
    on_top: bool
    is_outside: bool
    """It is the first or last row, and shorter than a line of text."""
    is_apart: bool


def without_running_heads(pages: Pages) -> list[list[Row]]:
    """The rows of each page without its running heads and feet, and without page numbers."""
    usual, body = usual_drop(_down(rows) for rows in pages), _usual_size(pages)
    lengths = sorted(len(row.text) for rows in pages for row in rows)
    short = _SHORT * median(lengths[len(lengths) // 2 :]) if lengths else 0.0
    edges = [edge for number, rows in enumerate(pages) for edge in _edges(number, rows, usual, short)]
    alike: dict[tuple[bool, tuple[str, ...]], list[_Edge]] = defaultdict(list)
    for edge in edges:
        alike[edge.on_top, edge.words].append(edge)
    heads = [edge for edge in edges if _is_head(edge, alike[edge.on_top, edge.words], len(pages), body)]
    heads += _continuing(edges, heads, body)
    dropped = {(edge.page, id(edge.row)) for edge in heads}
    return [[row for row in rows if (number, id(row)) not in dropped] for number, rows in enumerate(pages)]


def _down(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: -row.height)


def _edges(page: int, rows: Sequence[Row], usual: float, short: float) -> Iterator[_Edge]:
    down = _down(rows)
    for on_top, inward in ((True, down), (False, down[::-1])):
        heights = list(dict.fromkeys(row.height for row in inward))[: _EDGE + 1]
        gaps = [abs(one - two) > _APART * usual for one, two in pairwise(heights)]
        apart = max((number for number, gap in enumerate(gaps) if gap), default=-1)
        for row, following in islice(pairwise([*inward, None]), _MOST_EDGE_ROWS):
            if row is None or row.height not in heights[:_EDGE]:
                break
            if len(row.text) <= _LONGEST and not (on_top and following and _heads_a_table(row, following)):
                numbers = tuple(sorted(_value(found) for found in _NUMBER.findall(row.text)))
                words = tuple(sorted(_WORD.findall(_NUMBER.sub(" ", row.text).casefold())))
                level = heights.index(row.height)
                is_outside = level == 0 and len(row.text) <= short
                yield _Edge(page, row, words, numbers, on_top, is_outside, level <= apart)


def _heads_a_table(row: Row, below: Row) -> bool:
    """Whether the row below has its texts where this one has: what heads a table on every page is no running head."""
    starts = _cell_starts(below)
    return sum(any(abs(one - other) <= _SAME_PLACE for other in starts) for one in _cell_starts(row)) >= _LEAST_COLUMNS


def _cell_starts(row: Row) -> list[float]:
    """Where texts begin that stand wide apart."""
    starts = [span.start for span in row.spans[:1]]
    return starts + [two.start for one, two in pairwise(row.spans) if two.start - one.end > row.size]


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    letters = [_ROMAN[letter] for letter in number.lower()]
    return sum(
        -value if value < following else value for value, following in zip(letters, [*letters[1:], 0], strict=True)
    )


def _usual_size(pages: Pages) -> float:
    """The size of most letters."""
    sizes = Counter[float]()
    for rows in pages:
        for row in rows:
            sizes[round(row.size, 1)] += len(row.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _is_head(edge: _Edge, alike: Sequence[_Edge], pages: int, body: float) -> bool:
    near = [other for other in alike if 0 < abs(other.page - edge.page) <= _NEAR]
    others = [other for other in near if _agree(edge, other)]
    count = 1 + len({other.page for other in others})
    if _PAGE_NUMBER.fullmatch(edge.row.text):
        return _is_page_number(edge, is_counted=count > 1)
    if count < 2 or (edge.on_top and edge.row.size >= body and _PART.fullmatch(edge.row.text)):
        return False
    if edge.row.size > _MUCH_LARGER * median(other.row.size for other in others):
        return False
    if edge.is_outside and count >= 3 and count > min(pages, 2 * _NEAR + 1) / 2:
        return True
    in_place = any(abs(edge.row.height - other.row.height) <= _SAME_PLACE for other in others)
    return edge.is_apart and in_place and edge.row.size <= _LARGER * body


def _is_page_number(edge: _Edge, *, is_counted: bool) -> bool:
    """Whether a line that may be a page number is one: a number alone may also be a year, or the end of a sentence."""
    if is_counted:
        return True
    if _PAGE_WORD.search(edge.row.text):
        return edge.is_outside or edge.is_apart
    return edge.is_apart and max(edge.numbers) < _LARGEST_PAGE


def _agree(one: _Edge, other: _Edge) -> bool:
    """Whether two rows with the same words also have the same numbers, or some that count the pages between them."""
    mine, its = Counter(one.numbers), Counter(other.numbers)
    only_mine, only_its = mine - its, its - mine
    if not only_mine and not only_its:
        return bool(one.words) or one.row.text == other.row.text
    if sum(map(len, one.words)) < _LEAST_LETTERS and (only_mine.total(), only_its.total()) != (1, 1):
        return False
    return any(its - mine == other.page - one.page for mine in only_mine for its in only_its)


def _continuing(edges: Sequence[_Edge], heads: Sequence[_Edge], body: float) -> list[_Edge]:
    """Rows that stand where other pages have their heads, and go on with their count: left pages may have another
    text than right ones."""
    counts = {(each.on_top, number - each.page) for each in heads for number in each.numbers}
    places = {(each.on_top, round(each.row.height)) for each in heads}
    return [
        edge
        for edge in edges
        if edge.is_apart
        and edge.row.size <= _LARGER * body
        and any((edge.on_top, number - edge.page) in counts for number in edge.numbers)
        and any((edge.on_top, round(edge.row.height) + off) in places for off in (-2, -1, 0, 1, 2))
    ]
