"""Entries of live pages, newest first, whichever way a page lists them."""

from __future__ import annotations

import pytest

from chatbot.briefing.live_entries import live_entries


def page(*clocks: str, before: str = "Follow the storm here.") -> str:
    return "\n\n".join([before, *(f"{clock} News of {clock}\n\nThe wind blew at {clock}." for clock in clocks)])


def clocks_of(text: str) -> list[str]:
    return [entry.span.of(text).strip().split(" News", maxsplit=1)[0] for entry in live_entries(text)]


@pytest.mark.parametrize(
    ("clocks", "newest_first"),
    [
        (("18:40", "16:20", "09:05"), ("18:40", "16:20", "09:05")),
        (("09:05", "16:20", "18:40"), ("18:40", "16:20", "09:05")),
        (("1:10", "0:20", "23:50", "22:00"), ("1:10", "0:20", "23:50", "22:00")),
        (("9:05 a.m.", "1:20 p.m.", "2:40 PM"), ("2:40 PM", "1:20 p.m.", "9:05 a.m.")),
        (("2 May 2025, 16:40", "1 May 2025, 18:05", "1 May 2025, 13:20"),) * 2,
        (("## 09:05", "## 16:20", "## 18:40"), ("## 18:40", "## 16:20", "## 09:05")),
    ],
)
def test_entries_come_newest_first(clocks: tuple[str, ...], newest_first: tuple[str, ...]) -> None:
    assert clocks_of(page(*clocks)) == list(newest_first)


@pytest.mark.parametrize(
    "text",
    [
        "At 10:52 the ferry hit the pier.\n\nAt 11:10 help came.\n\nAt 12:30 all were ashore.",
        page("18:40", "16:20"),
        page("18:40", "16:20", "09:05", before="The council decided on the new timetable. " * 30),
        "Trains:\n\n08:10 to Orlo\n08:40 to Vardby\n09:10 to Orlo",
        "",
    ],
)
def test_other_texts_have_no_entries(text: str) -> None:
    assert not live_entries(text)
