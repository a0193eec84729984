"""Where the words of a PDF page stand: the extracted text alone tells neither columns nor paragraphs."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pypdf import PageObject

_MOVES = frozenset({b"Td", b"TD", b"Tm", b"T*", b"'", b'"'})
_NARROW, _WIDE = frozenset("iljtfrI.,:;'’‘|!()[]-\" "), frozenset("mwMW@%—…")

_RAISED = 0.45
"""How far raised and lowered signs stand off their line, at most, as a share of the letters' size."""
_FIXED, _FIXED_WIDTH = re.compile(r"courier|mono", re.IGNORECASE), 0.6
"""Names of fonts whose characters are all of one width, and that width."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text that was shown at one place. Measures are in points, along and across the direction of the text."""

    text: str
    start: float
    width: float
    """Estimated: what letters usually measure, or what the font states."""
    height: float
    size: float
    font: str
    """Names the font in this file."""


class Span(NamedTuple):
    """A fragment with text, and where it stands on its row."""

    fragment: Fragment
    start: float
    end: float


@dataclass(frozen=True)
class Row:
    """What stands on one baseline, in the order of the file."""

    fragments: tuple[Fragment, ...]

    @cached_property
    def text(self) -> str:
        return "".join(each.text for each in self.fragments).strip()

    @cached_property
    def first(self) -> Fragment:
        """The first fragment with text."""
        return next((each for each in self.fragments if each.text.strip()), self.fragments[0])

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Where each text begins and ends, at the beginning of the next one at the latest."""
        shown = [each for each in self.fragments if each.text.strip()]
        ends = [each.start + each.width for each in shown]
        for number, (each, following) in enumerate(pairwise(shown)):
            if following.start > each.start:
                ends[number] = min(ends[number], following.start)
        return tuple(Span(each, each.start, end) for each, end in zip(shown, ends, strict=True))

    def without(self, fonts: frozenset[str]) -> Row:
        """The row without what these fonts show."""
        return Row(tuple(each for each in self.fragments if each.font not in fonts))

    @property
    def height(self) -> float:
        return self.first.height

    @property
    def size(self) -> float:
        return self.first.size


def page_rows(page: PageObject) -> list[Row]:
    """The rows of a page in the order of the file, without blank ones and NUL characters."""
    from pypdf import mult

    rows: list[list[Fragment]] = [[]]
    widths: dict[str, Mapping[int, float]] = {}

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: object, size: float) -> None:
        if not text:
            return
        known = font if isinstance(font, dict) else {}
        name = _font_name(known)
        if name not in widths:
            widths[name] = _stated_widths(known)
        for number, part in enumerate(text.replace("\0", "").split("\n")):
            if number:
                rows.append([])
            if not part:
                continue
            placed = _placed(part, mult(list(tm), list(cm)), size, name, widths[name])
            if _is_below_or_above(rows[-1], placed):
                rows.append([])
            rows[-1].append(placed)

    with _shown_place_by_place(page):
        page.extract_text(visitor_text=visit)
    return [row for fragments in rows if fragments and (row := Row(tuple(fragments))).text]


def _is_below_or_above(row: Sequence[Fragment], fragment: Fragment) -> bool:
    """Whether text stands on another baseline than the row, also where pypdf goes on with its line; raised and lowered
    signs stay in theirs."""
    first = next((each for each in row if each.text.strip()), None)
    if first is None or not fragment.text.strip():
        return False
    return abs(fragment.height - first.height) > _RAISED * max(first.size, fragment.size)


def usual_drop(rows: Iterable[Sequence[Row]]) -> float:
    """The usual distance from a row to the next one below it; 0 where no row has one below it."""
    drops = (before.height - row.height for each in rows for before, row in pairwise(each))
    falling = [drop for drop in drops if drop > 0]
    return median_low(falling) if falling else 0.0


@contextmanager
def _shown_place_by_place(page: PageObject) -> Iterator[None]:
    """Let pypdf report what is shown at each place by itself.

    It reports what was shown so far whenever the coordinates change, also when they change to the same ones.
    """
    from pypdf.generic import ArrayObject, ContentStream, NameObject, StreamObject

    stated = page.raw_get("/Contents") if "/Contents" in page else None
    if stated is None or not isinstance(stated.get_object(), ArrayObject | StreamObject):
        yield
        return
    contents = ContentStream(stated, page.pdf, "bytes")  # Bytes, because fonts say which characters they are.
    contents.operations = list(_parted(contents.operations))
    page[NameObject("/Contents")] = contents
    try:
        yield
    finally:
        page[NameObject("/Contents")] = stated  # The parsed one would stay in memory with its page.


def _parted(operations: Iterable[tuple[Any, bytes]]) -> Iterator[tuple[Any, bytes]]:
    for operands, operator in operations:
        if operator in _MOVES:
            yield [1, 0, 0, 1, 0, 0], b"cm"
        yield operands, operator


def _placed(text: str, matrix: Sequence[float], size: float, font: str, widths: Mapping[int, float]) -> Fragment:
    across, along, _, _, x, y = matrix
    scale = math.hypot(across, along)
    if abs(along) > abs(across):  # Text that is turned: its lines go up or down the page.
        x, y = (y, -x) if along > 0 else (-y, x)
    elif across < 0:
        x, y = -x, -y
    points = abs(size) * scale
    return Fragment(text, x, points * sum(_advance(character, widths) for character in text), y, points, font)


def _advance(character: str, widths: Mapping[int, float]) -> float:
    """The width of a character as a share of the size: what its font states, else what it is in usual ones."""
    stated = widths.get(ord(character), 0.0)
    if stated > 0:
        return stated
    if character in _NARROW:
        return 0.3
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in _WIDE:
        return 0.85
    return 0.66 if character.isupper() else 0.52


def _font_name(font: Mapping[object, object]) -> str:
    reference = getattr(font, "indirect_reference", None)
    return f"{font.get('/BaseFont', '')} {getattr(reference, 'idnum', '')}"


def _stated_widths(font: Mapping[object, object]) -> Mapping[int, float]:
    """What a font with one byte for a character states, by that byte. A font with a character map and no encoding of a
    known name numbers its characters anew, so that nothing is known of them."""
    first, listed, encoding = (_resolved(font.get(name)) for name in ("/FirstChar", "/Widths", "/Encoding"))
    if isinstance(first, int) and isinstance(listed, list) and ("/ToUnicode" not in font or isinstance(encoding, str)):
        widths = (_resolved(width) for width in listed[:256])
        known = (float(width) / 1000 if isinstance(width, int | float) else 0.0 for width in widths)
        return dict(enumerate(known, first))
    if _FIXED.search(str(font.get("/BaseFont", ""))):
        return dict.fromkeys(range(256), _FIXED_WIDTH)
    return {}


def _resolved(value: object) -> object:
    """What stands elsewhere in the file, for a reference to it."""
    from pypdf.generic import IndirectObject

    return value.get_object() if isinstance(value, IndirectObject) else value
