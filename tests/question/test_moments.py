"""The time of day and the place in an order that a question names."""

from __future__ import annotations

import pytest

from chatbot.records import AnswerKind, Place
from tests.question.asking import by_rules

CLOCKS = [
    ("What happened at 16:40?", "at", "16:40", "16:40"),
    ("What happened around 9:20?", "around", "09:05", "09:35"),
    ("What happened around 9 a.m.?", "around", "08:30", "09:30"),
    ("What happened between 4 and 5 pm?", "between", "16:00", "17:00"),
    ("What happened from 11 pm to 1 am?", "between", "23:00", "01:00"),
    ("What happened after 4 pm in the trial?", "since", "16:01", "23:59"),
    ("What happened before 16:40?", "until", "00:00", "16:39"),
    ("What happened after 2:20?", "since", "14:21", "23:59"),
    ("Was geschah nach 16 Uhr?", "since", "16:01", "23:59"),
    ("Was geschah zwischen 16 und 17 Uhr?", "between", "16:00", "17:00"),
    ("¿Qué pasó entre las 16:00 y las 17:00?", "between", "16:00", "17:00"),
    ("Que s'est-il passé vers 16h40 ?", "around", "16:25", "16:55"),
    ("What happened in the storm this morning?", "part", "05:00", "12:00"),
    ("Was geschah gestern Abend beim Sturm?", "part", "18:00", "23:59"),
    ("Could you tell me what happened at noon?", "at", "12:00", "12:00"),
]
ORDERS = [
    ("What was the first thing that happened?", Place.FIRST, "", 1),
    ("What is the latest update?", Place.LAST, "", 1),
    ("What was the last post about?", Place.LAST, "", 1),
    ("What were the last three updates on the storm?", Place.LAST, "", 3),
    ("What is the latest on the bridge?", Place.LAST, "", 1),
    ("What happened after the vote?", Place.AFTER, "the vote", 1),
    ("What happened right after the crane fell?", Place.AFTER, "the crane fell", 1),
    ("What happened in court before the verdict?", Place.BEFORE, "the verdict", 1),
    ("After the goal, what happened?", Place.AFTER, "the goal", 1),
    ("Was war der letzte Eintrag?", Place.LAST, "", 1),
    ("Was geschah nach der Abstimmung?", Place.AFTER, "der Abstimmung", 1),
    ("¿Cuál fue la última actualización?", Place.LAST, "", 1),
    ("¿Qué pasó antes de la votación?", Place.BEFORE, "la votación", 1),
    ("Quelle a été la première mise à jour ?", Place.FIRST, "", 1),
    ("Que s'est-il passé après le vote ?", Place.AFTER, "le vote", 1),
]
NEITHER = [
    "Who was killed in the 9/11 attacks?",
    "What was the score, 3:2?",
    "What does the 6:30 Bible verse say?",
    "Who won this morning?",
    "What was the last thing she said?",
    "Who was the first witness?",
    "What happened after that?",
    "What is the latest iOS version?",
    "How many people were injured in the ferry accident?",
]


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@pytest.mark.parametrize(("text", "kind", "first", "last"), CLOCKS)
def test_the_time_of_day_that_a_question_names(text: str, kind: str, first: str, last: str) -> None:
    reading = by_rules(text).clock
    assert reading
    assert (reading.kind, clock(reading.first), clock(reading.last)) == (kind, first, last)
    assert reading.words in text


@pytest.mark.parametrize(("text", "place", "event", "count"), ORDERS)
def test_the_place_in_an_order_that_a_question_names(text: str, place: Place, event: str, count: int) -> None:
    parsed = by_rules(text)
    assert parsed.clock is None
    assert parsed.order
    assert (parsed.order.place, parsed.order.event, parsed.order.count) == (place, event, count)


@pytest.mark.parametrize("text", NEITHER)
def test_questions_that_name_neither(text: str) -> None:
    parsed = by_rules(text)
    assert parsed.clock is None
    assert parsed.order is None


def test_a_stretch_may_go_over_midnight() -> None:
    reading = by_rules("What happened between 11 pm and 1 am?").clock
    assert reading
    assert [reading.contains(minute) for minute in (22 * 60, 23 * 60, 0, 60, 61)] == [False, True, True, True, False]


def test_only_a_time_leaves_a_digest_a_digest() -> None:
    parsed = by_rules("What happened this morning?")
    assert parsed.kind is AnswerKind.DIGEST
    assert parsed.clock is None
