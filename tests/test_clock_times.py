"""Times of day in four languages, and the numbers that only look like one."""

from __future__ import annotations

import time

import pytest

from chatbot.text.time_clock import clock_times

TIMES = [
    ("What happened at 16:40?", ["16:40"]),
    ("The lights went out at 4.40pm.", ["16:40"]),
    ("The lights went out at 4:40 p.m. and came back at 6 p.m.", ["16:40", "18:00"]),
    ("He left at 12:30 a.m. and slept until noon.", ["00:30", "12:00"]),
    ("As of midnight the ban holds.", ["00:00"]),
    ("It began at half past eight and ended at ten to nine.", ["08:30", "08:50"]),
    ("It began at a quarter to midnight.", ["23:45"]),
    ("It began at half past midnight.", ["00:30"]),
    ("He called at 5 o'clock in the afternoon.", ["17:00"]),
    ("He called at 9 in the morning.", ["09:00"]),
    ("What happened between 4 and 5 pm?", ["16:00", "17:00"]),
    ("What happened between 11 and 1 pm?", ["11:00", "13:00"]),
    ("The shop is open 2-3 pm.", ["14:00", "15:00"]),
    ("What happened from 16:40 to 17:05?", ["16:40", "17:05"]),
    ("At 1640 hours the siren was heard.", ["16:40"]),
    ("16:40 Bridge open again", ["16:40"]),
    ("What did the 16:40 update say?", ["16:40"]),
    ("Was geschah um 16.40 Uhr?", ["16:40"]),
    ("Was geschah um 16 Uhr 40?", ["16:40"]),
    ("Was geschah um halb fünf und um Viertel vor sechs?", ["04:30", "05:45"]),
    ("Was geschah um neun Uhr abends?", ["21:00"]),
    ("Von 14 bis 15 Uhr war die Brücke zu.", ["14:00", "15:00"]),
    ("Que s'est-il passé à 16h40 ?", ["16:40"]),
    ("Que s'est-il passé entre 16 h et 17 h ?", ["16:00", "17:00"]),
    ("Que s'est-il passé à quatre heures et demie ?", ["04:30"]),
    ("¿Qué pasó a las 16:40?", ["16:40"]),
    ("¿Qué pasó a las cuatro y media de la tarde?", ["16:30"]),
    ("¿Qué pasó a las tres menos cuarto?", ["02:45"]),
]
NO_TIMES = [
    "The motion passed with a 2:1 vote.",
    "What is known about the 9/11 attacks?",
    "The score was 3:2 at the end.",
    "The handball team won 31:28 on Sunday.",
    "They lost by 21:15 to the guests.",
    "What does the 6:30 Bible verse say?",
    "What does Matthew 6:30 say?",
    "The ratio was 10:15.",
    "Shares rose by 2.20 percent.",
    "It costs about 2.20 dollars.",
    "He ran the distance in 14:20.",
    "He served from 2 to 3 years.",
    "The concert was called High Noon.",
    "The prime minister lives at 10 Downing Street.",
    "Il dure 2 h sans pause.",
    "Deux heures plus tard, la ligne était rouverte.",
    "The clock showed 25:30.",
    "It happened on 9.11.2001.",
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_times_of_day(text: str, expected: list[str]) -> None:
    assert [f"{found.minute // 60:02}:{found.minute % 60:02}" for found in clock_times(text)] == expected


@pytest.mark.parametrize("text", NO_TIMES)
def test_numbers_that_are_no_time_of_day(text: str) -> None:
    assert clock_times(text) == []


def test_either_half_of_the_day_may_be_meant_where_nothing_says_which() -> None:
    texts = ("at 4:40", "at half past four", "at 04:40", "at 4:40 a.m.", "um 4.40 Uhr", "at 16:40", "at 12:40")
    assert [clock_times(text)[0].halves for text in texts] == [True, True, False, False, False, False, False]


def test_time_zones_are_kept_as_they_are_written() -> None:
    texts = (
        "at 4:40 p.m. ET",
        "at 16:40 BST",
        "at 16:40 GMT+1",
        "um 16:40 Uhr MESZ",
        "at 16:40 (UTC)",
        "at 16:40 at best",
    )
    assert [clock_times(text)[0].zone for text in texts] == ["ET", "BST", "GMT+1", "MESZ", "UTC", ""]


@pytest.mark.parametrize("piece", ["12:", "at ", "1 ", "a quarter ", "between 2 and ", "won 3 ", "2-", "las "])
def test_a_long_text_takes_time_that_grows_with_its_length(piece: str) -> None:
    began = time.process_time()
    clock_times(piece * (40_000 // len(piece)))
    assert time.process_time() - began < 2
