"""Bars that are chosen by a rule on cross-validated probabilities."""

from __future__ import annotations

import pytest

from evals.training.bars import balanced_bar, sparing_bar
from evals.training.furniture import Judged, choose_bars
from evals.training.headings import JudgedLine, Line, heading_bar, heading_report


def test_the_balanced_bar_parts_what_can_be_parted() -> None:
    assert 0.3 < balanced_bar([0.7, 0.8, 0.9], [0.1, 0.2, 0.3]) < 0.7


def test_the_balanced_bar_rises_with_what_it_would_take_wrongly() -> None:
    wanted = [0.35] + [0.9] * 9

    assert balanced_bar(wanted, [0.1] * 20) < 0.35
    assert balanced_bar(wanted, [0.4] * 20) >= 0.4


@pytest.mark.parametrize(("most", "bar"), [(0, 0.8), (1, 0.6), (2, 0.3), (3, 0.05)])
def test_the_sparing_bar_is_the_lowest_that_takes_no_more(most: int, bar: float) -> None:
    assert sparing_bar([0.3, 0.6, 0.8], most) == bar


def _line(label: str, probability: float, *, spared: bool = False) -> JudgedLine:
    return JudgedLine(Line("The pier", label, {}, spared), probability)


def test_the_bar_of_headings_is_set_by_the_news_that_it_takes() -> None:
    judged = [_line("heading", 0.9)] * 5 + [_line("content", 0.7), _line("content", 0.4)]
    judged += [_line("content", 0.9, spared=True)] * 9

    strict, free = heading_bar(judged, 100), heading_bar(judged, 200)

    assert [each.taken(strict) for each in judged] == [True] * 5 + [False] * 11
    assert [each.taken(free) for each in judged] == [True] * 6 + [False] * 10
    assert "news: 1 of 200 judged sentences" in list(heading_report(judged, free, 200))[-1]


def _judged(label: str, probability: float, heading: float = 0.0, *, ends: bool = False) -> Judged:
    return Judged(label, ends, probability, None if ends else _line(label, heading))


def test_every_bar_comes_from_the_judged_sentences_that_it_parts() -> None:
    judged = [_judged("content", 0.1, ends=True)] * 200 + [_judged("byline", 0.4, ends=True)] * 9
    judged += [_judged("content", 0.5)] * 200 + [_judged("promo", 0.7)] * 9
    judged += [_judged("heading", 0.8, 0.9)] * 9 + [_judged("related_link", 0.94, 0.9)] * 9
    judged += [_judged("caption", 0.99, ends=True), _judged("heading", 0.99, ends=True)]

    bars = choose_bars(judged)

    assert 0.1 <= bars["bar"] < 0.4
    assert 0.5 <= bars["bar_without_end"] < 0.7
    assert 0.0 < bars["heading_bar"] < 0.9
    assert 0.8 <= bars["bar_of_headings"] < 0.94
