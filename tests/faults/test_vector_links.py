"""The links of a vector index above its lowest level: whole ones pass, and every kind of damage is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from chatbot.errors import LibraryDamaged
from chatbot.library.vector_layout import LINKS_FILE, Layout
from chatbot.library.vector_links import check_upper_links

ELEMENTS, LINKS, WIDTH = 400, 4, 5
LEVELS = {7: 2, 30: 1, 31: 1, 399: 1}
"""Elements that reach above the lowest level, neighbours and the last one among them."""
LAYOUT = Layout(
    capacity=512, count=ELEMENTS, size=1676, vector_at=132, highest=2, first=7, most_links_above=LINKS, most_links=8
)
Damage = Callable[[list[int]], list[int]]


def index() -> list[int]:
    """The words of a whole file: every element of a level is linked to the others of it."""
    words: list[int] = []
    for element in range(ELEMENTS):
        words.append(LEVELS.get(element, 0) * WIDTH * 4)
        for level in range(LEVELS.get(element, 0)):
            others = [other for other, height in LEVELS.items() if height > level and other != element]
            words += [len(others), *others, *[0] * (LINKS - len(others))]
    return words


def place(element: int, word: int) -> int:
    """Where a word of an element's first list stands in the file."""
    before = sum(1 + LEVELS.get(earlier, 0) * WIDTH for earlier in range(element))
    return before + 1 + word


def altered(element: int, word: int, value: int) -> Damage:
    def alter(words: list[int]) -> list[int]:
        at = place(element, word)
        return [*words[:at], value, *words[at + 1 :]]

    return alter


def check(folder: Path, words: list[int], layout: Layout = LAYOUT, ragged: bytes = b"") -> None:
    path = folder / LINKS_FILE
    path.write_bytes(np.array(words, "<u4").tobytes() + ragged)
    check_upper_links(path, layout)


def test_a_whole_index_passes(tmp_path: Path) -> None:
    check(tmp_path, index())


def test_an_index_without_elements_or_upper_levels_passes(tmp_path: Path) -> None:
    flat = Layout(
        capacity=8, count=3, size=1676, vector_at=132, highest=0, first=0, most_links_above=LINKS, most_links=8
    )
    check(tmp_path, [0, 0, 0], flat)
    none = Layout(
        capacity=8, count=0, size=1676, vector_at=132, highest=-1, first=0, most_links_above=LINKS, most_links=8
    )
    check(tmp_path, [], none)


def test_what_an_unused_place_holds_does_not_matter(tmp_path: Path) -> None:
    check(tmp_path, altered(7, 4, 4_000_000_000)(index()))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(altered(7, 1, ELEMENTS), id="a link to an element that does not exist"),
        pytest.param(altered(7, 1, 8), id="a link to an element that is not on the level"),
        pytest.param(altered(399, 0, LINKS + 1), id="more links than there is room for"),
        pytest.param(altered(7, WIDTH + 0, 1), id="a link above the level of its target"),
        pytest.param(altered(7, -1, WIDTH * 4), id="an element that reaches less high than the header says"),
        pytest.param(altered(30, -1, 6), id="a length that is no number of lists"),
        pytest.param(altered(30, -1, 2**31), id="a length beyond the file"),
        pytest.param(lambda words: words[:-1], id="the last word is missing"),
        pytest.param(lambda words: words[:20], id="nearly everything is missing"),
        pytest.param(lambda words: words[: place(398, 0)], id="the last element is missing"),
        pytest.param(lambda words: [], id="everything is missing"),
    ],
)
def test_damage_is_named(tmp_path: Path, damage: Damage) -> None:
    with pytest.raises(LibraryDamaged, match=LINKS_FILE):
        check(tmp_path, damage(index()))


def test_a_file_that_is_cut_within_a_word_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(LibraryDamaged, match="cut off"):
        check(tmp_path, index()[:-1], ragged=b"\1\2\3")
