"""The day of which a sentence tells: named, alone, and not one that only bounds what happened."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chatbot.briefing.timeline import day_told

TUESDAY = datetime(2025, 3, 4, 19, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The commission voted 5 to 2 on Tuesday.", date(2025, 3, 4)),
        ("The bill passed Thursday night.", date(2025, 2, 27)),
        ("The meeting will be held on Thursday, March 20, at 6:30 p.m.", date(2025, 3, 20)),
        ("He spoke on Tuesday, Feb. 25, in Riyadh.", date(2025, 2, 25)),
        ("Am Dienstag, dem 25. Februar, stürzte die Brücke ein.", date(2025, 2, 25)),
        ("The minister resigned on Monday, two days after the quarrel.", date(2025, 3, 3)),
        ("He said on Monday: “Today is the day.”", date(2025, 3, 3)),
    ],
)
def test_a_day_that_is_told(sentence: str, day: date) -> None:
    assert day_told(sentence, TUESDAY) == day


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbor authority closed it until an inspection on Monday.",
        "The road is to reopen at 06:00 on Thursday.",
        "Since the outage on March 1 there have been delays.",
        "It was their first talk since the quarrel in the office on 28 February.",
        "She refused the halt that Kyiv had endorsed in Jeddah on 1 March.",
        "The storm grew over the weekend.",
        "“Today, the party is formed,” he wrote.",
        "Asked if there would be a cut at the meeting on April 24, he said nothing.",
        "They met on Monday and again on Tuesday.",
        "Nothing is known of the day.",
    ],
)
def test_no_day_is_told(sentence: str) -> None:
    assert day_told(sentence, TUESDAY) is None
