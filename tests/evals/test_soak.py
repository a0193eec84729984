"""The soak tells growth from noise."""

from __future__ import annotations

from dataclasses import replace

from evals.load import ask
from evals.soak import GROWTH, QUESTIONS, WINDOWS, Readers, Window, grown, observe, server
from evals.streaming import article

SECONDS, READERS, EVERY, PARTS = 10.0, 3, 2.0, 3
"""Of the short soak: seconds of a part, readers, seconds between two articles, and parts."""
STEADY = [Window([1.0, 1.2], wrong=0, memory=4e8, handles=40, threads=20, articles=26) for _ in range(WINDOWS)]


def test_only_what_grows_to_the_end_counts_as_growing() -> None:
    assert grown(STEADY) == []
    warming = [replace(window, memory=2e8, handles=10) for window in STEADY[:4]] + STEADY[4:]
    assert grown(warming) == [], "caches fill in the first third"
    spike = [*STEADY[:9], replace(STEADY[9], handles=400, seconds=[30.0]), *STEADY[10:]]
    assert grown(spike) == [], "one window is noise"
    leaking = [replace(window, handles=40 + 5 * number) for number, window in enumerate(STEADY)]
    assert grown(leaking) == ["handles from 67.5 to 87.5"]
    slower = STEADY[:8] + [replace(window, seconds=[9.0]) for window in STEADY[8:]]
    assert grown(slower) == ["p50 from 1.1 to 9"]


def test_a_short_soak_answers_right_and_holds_on_to_nothing() -> None:
    """`make soak` in small. Memory is left to the hour: allocators fill for the first twenty minutes."""
    with server(EVERY, endpoint=True) as (address, process):
        assert ask(address, QUESTIONS[0])[1]
        with Readers(address, READERS) as readers:
            windows = [observe(address, process, readers, SECONDS) for _ in range(PARTS)]
        first, last = windows[0], windows[-1]
        assert sum(len(window.seconds) for window in windows) >= READERS
        assert sum(window.wrong for window in windows) == 0
        assert last.articles > first.articles, "articles stream in meanwhile"
        assert last.handles <= first.handles * GROWTH["handles"]
        assert last.threads <= first.threads * GROWTH["threads"]


def test_no_two_articles_of_the_stream_are_the_same() -> None:
    assert len({article(number).text for number in range(200)}) == 200
