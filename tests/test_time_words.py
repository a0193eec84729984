"""The question's time words, read against a Thursday evening unless a row says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.records import Period
from chatbot.text.time_vocabulary import COUNTS, MONTHS, UNIT_DAYS, WEEKDAYS
from chatbot.text.time_words import mentioned_days, read_period

THURSDAY = datetime(2026, 11, 19, 20, 30, tzinfo=UTC)
TODAY = "2026-11-19"
TOMORROW = "2026-11-20"

DAYS = [
    # Relative to the day of asking.
    ("What happened today?", TODAY, TOMORROW),
    ("Who speaks tonight?", TODAY, TOMORROW),
    ("What did the bank say this morning?", TODAY, TOMORROW),
    ("Yesterday the senate voted. On what?", "2026-11-18", TODAY),
    ("What was decided yesterday's meeting notwithstanding?", "2026-11-18", TODAY),
    ("Who resigned the day before yesterday?", "2026-11-17", "2026-11-18"),
    ("Who won the debate last night?", "2026-11-18", TOMORROW),
    ("Which team was sold this week?", "2026-11-12", TOMORROW),
    ("Who won this week’s election?", "2026-11-12", TOMORROW),
    ("What happened over the past week?", "2026-11-12", TOMORROW),
    ("What happened in the last week?", "2026-11-12", TOMORROW),
    ("What happened last week?", "2026-11-09", "2026-11-16"),
    ("What happened last month?", "2026-10-01", "2026-11-01"),
    ("Who was elected this month?", "2026-11-01", TOMORROW),
    ("How many trees stand there this year?", "2026-01-01", TOMORROW),
    ("Which law passed earlier this year?", "2026-01-01", TOMORROW),
    ("Who won last year?", "2025-01-01", "2026-01-01"),
    ("How many books were banned over the last year?", "2025-11-19", TOMORROW),
    ("What changed in the past 3 days?", "2026-11-16", TOMORROW),
    ("What changed in the last two weeks?", "2026-11-05", TOMORROW),
    ("How did prices move over the past couple of months?", "2026-09-19", TOMORROW),
    ("What has he said in the past few days?", "2026-11-14", TOMORROW),
    ("What was said in the last 24 hours?", "2026-11-18", TOMORROW),
    ("Who was arrested three days ago?", "2026-11-16", "2026-11-17"),
    ("What opened two weeks ago?", "2026-11-02", "2026-11-09"),
    ("Who resigned two hours ago?", TODAY, TOMORROW),
    # The latest such day.
    ("What did Apple release on Monday?", "2026-11-16", "2026-11-17"),
    ("On Thursday he resigned. Why?", TODAY, TOMORROW),
    ("Apple on Monday released which phone?", "2026-11-16", "2026-11-17"),
    ("How many were without power Wednesday due to the storm?", "2026-11-18", TODAY),
    ("Who spoke last Tuesday?", "2026-11-17", "2026-11-18"),
    ("Who spoke last Thursday?", "2026-11-12", "2026-11-13"),
    ("Who spoke this Monday?", "2026-11-16", "2026-11-17"),
    ("Who won Sunday's race?", "2026-11-15", "2026-11-16"),
    ("Who won in Sunday’s race?", "2026-11-15", "2026-11-16"),
    ("What happened over the weekend?", "2026-11-14", "2026-11-16"),
    # Calendar dates.
    ("What happened in March?", "2026-03-01", "2026-04-01"),
    ("What happened in November?", "2026-11-01", TOMORROW),
    ("What happened in December?", "2025-12-01", "2026-01-01"),
    ("What happened in early May?", "2026-05-01", "2026-06-01"),
    ("What happened in March 2025?", "2025-03-01", "2025-04-01"),
    ("What happened in March last year?", "2025-03-01", "2025-04-01"),
    ("Which storm of Sept. 2024 was worst?", "2024-09-01", "2024-10-01"),
    ("What happened in 2024?", "2024-01-01", "2025-01-01"),
    ("What was the best film of the year 2025?", "2025-01-01", "2026-01-01"),
    ("How did it go in 2026 so far?", "2026-01-01", TOMORROW),
    ("Who spoke on 18 March?", "2026-03-18", "2026-03-19"),
    ("Who spoke on December 24th?", "2025-12-24", "2025-12-25"),
    ("Who spoke on the 18th of March 2025?", "2025-03-18", "2025-03-19"),
    ("Who spoke on March 18, 2025?", "2025-03-18", "2025-03-19"),
    ("Who spoke on 18.03.2025?", "2025-03-18", "2025-03-19"),
    ("Who spoke on 2025-03-18?", "2025-03-18", "2025-03-19"),
    ("Who spoke on 18/3/2025?", "2025-03-18", "2025-03-19"),
    ("Who spoke on 3/18/2025?", "2025-03-18", "2025-03-19"),
    ("What was born on 29 February?", "2024-02-29", "2024-03-01"),
    ("What was shown on 3-10 March 2025?", "2025-03-03", "2025-03-11"),
    ("What was shown on March 3–10, 2025?", "2025-03-03", "2025-03-11"),
    # Between two of them.
    ("What was said between March and May 2025?", "2025-03-01", "2025-06-01"),
    ("What was said between November 2024 and February?", "2024-11-01", "2025-03-01"),
    ("What was said between November and February 2025?", "2024-11-01", "2025-03-01"),
    ("What was said between 2023 and 2024?", "2023-01-01", "2025-01-01"),
    ("What was said between 3 and 10 March?", "2026-03-03", "2026-03-11"),
    ("What was said from Friday to Monday?", "2026-11-13", "2026-11-17"),
    ("What was said from March 3, 2025 until June 1, 2025?", "2025-03-03", "2025-06-02"),
    ("What was said between last week and today?", "2026-11-09", TOMORROW),
    # Bounded on one side.
    ("What has changed since March?", "2026-03-01", TOMORROW),
    ("What has changed since last Tuesday?", "2026-11-17", TOMORROW),
    ("What changed after 2024?", "2025-01-01", TOMORROW),
    ("What changed after Tuesday's vote?", "2026-11-17", TOMORROW),
    ("What was known before March 18, 2025?", None, "2025-03-18"),
    ("What was known until yesterday?", None, TODAY),
    ("What was known until May 2025?", None, "2025-06-01"),
    # German and Spanish.
    ("Was geschah gestern?", "2026-11-18", TODAY),
    ("Was wurde diese Woche beschlossen?", "2026-11-12", TOMORROW),
    ("Was geschah letzte Woche?", "2026-11-09", "2026-11-16"),
    ("Wer sprach am Montag?", "2026-11-16", "2026-11-17"),
    ("Wer sprach vor drei Tagen?", "2026-11-16", "2026-11-17"),
    ("Was geschah im März 2025?", "2025-03-01", "2025-04-01"),
    ("Wer sprach am 18. März 2025?", "2025-03-18", "2025-03-19"),
    ("Was geschah in den letzten zwei Wochen?", "2026-11-05", TOMORROW),
    ("¿Qué pasó ayer?", "2026-11-18", TODAY),
    ("¿Qué pasó la semana pasada?", "2026-11-09", "2026-11-16"),
    ("¿Quién habló el lunes?", "2026-11-16", "2026-11-17"),
    ("¿Qué pasó en marzo de 2025?", "2025-03-01", "2025-04-01"),
    ("¿Quién habló el 18 de marzo de 2025?", "2025-03-18", "2025-03-19"),
    ("¿Qué pasó entre marzo y mayo?", "2026-03-01", "2026-06-01"),
    # Of several, the one that counts from the day of asking.
    ("Which official testified this week about January 6, 2021?", "2026-11-12", TOMORROW),
    ("Who recently announced what happened on 18 March?", "2026-03-18", "2026-03-19"),
    ("Which bill, passed this week, bans it for today’s teens?", "2026-11-12", TOMORROW),
]

RECENT = [
    "Who recently resigned?",
    "What is the latest on the strike?",
    "What has he said lately?",
    "How many cases are currently pending?",
    "Who is the prime minister now?",
    "What are the most recent figures?",
    "What is in today's headlines?",
    "Wer ist zuletzt zurückgetreten?",
    "¿Quién renunció recientemente?",
]

NOTHING = [
    "",
    "Who is the Kremlin spokesman?",
    "May I ask who won?",
    "It may be true, but who said so?",
    "May 2 million people vote?",
    "Who will march for peace?",
    "Did ten thousand march on Washington?",
    "Who came second in the race?",
    "How many of the 2 million voters stayed at home?",
    "Who announced a 2024 presidential bid?",
    "Who announced a 24 presidential bid?",
    "Which teams faced off in the 2022 World Cup final?",
    "Who won in 2024 Olympics swimming?",
    "Did it cost $2024 or of 2,024 euros?",
    "Who sold most on Black Friday?",
    "Who won Super Tuesday?",
    "Why is it called Good Friday?",
    "Who plays Monday Night Football?",
    "What did the Sunday Times write?",
    "What is the plot of Wednesday?",
    "Who put a jar of mayo on the table?",
    "Do they meet on Mondays?",
    "Is there a vote every Monday?",
    "What did Theresa May say?",
    "What happened after May resigned?",
    "What did the FBI find in Mar-a-Lago?",
    "Who won March Madness?",
    "What did USA Today report?",
    "What does NOW, the women's group, demand?",
    "What did the January 6 committee find?",
    "Who led the January 6, 2021 attack?",
    "How did prices change in recent years?",
    "Who will perform at next year’s final?",
    "How high are prices expected to climb in 2030?",
    "What opens in March 2031?",
    "What happens before 2030?",
    "What is planned for next Monday?",
    "Who will play on Saturday?",
    "What will the court decide in March?",
    "What opens tomorrow?",
    "What is due by Friday?",
    "What comes later this week?",
    "Who signed a two-year contract?",
    "Who held the seat for more than a decade?",
    "What happened on 31 February?",
    "What happened on 99 March 2025?",
    "What lived 9999 years ago?",
]


def _midnight(day: str | None) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), time.min, UTC) if day else None


@pytest.mark.parametrize(("question", "since", "until"), DAYS)
def test_explicit_words_name_their_days(question: str, since: str | None, until: str) -> None:
    reading = read_period(question, THURSDAY)
    assert reading is not None
    assert reading.period == Period(_midnight(since), _midnight(until))
    assert reading.kind == "explicit"
    assert reading.words in question


@pytest.mark.parametrize("question", RECENT)
def test_vague_words_mean_about_two_weeks(question: str) -> None:
    reading = read_period(question, THURSDAY)
    assert reading is not None
    assert reading.kind == "recent"
    assert reading.period == Period(_midnight("2026-11-05"), _midnight(TOMORROW))


@pytest.mark.parametrize("question", NOTHING)
def test_what_is_no_time_of_publication_is_not_read(question: str) -> None:
    assert read_period(question, THURSDAY) is None


@pytest.mark.parametrize(
    ("asked", "question", "since"),
    [
        ("2026-02-10", "in March", "2025-03-01"),
        ("2026-03-01", "in March", "2026-03-01"),
        ("2026-03-18", "on 18 March", "2026-03-18"),
        ("2026-03-17", "on 18 March", "2025-03-18"),
        ("2026-01-05", "last month", "2025-12-01"),
        ("2026-11-16", "on Monday", "2026-11-16"),
        ("2026-11-15", "over the weekend", "2026-11-14"),
        ("2026-11-15", "last weekend", "2026-11-07"),
    ],
)
def test_the_latest_occurrence_depends_on_the_day_of_asking(asked: str, question: str, since: str) -> None:
    reading = read_period(f"What happened {question}?", datetime.fromisoformat(asked).replace(tzinfo=UTC))
    assert reading is not None
    assert reading.period.since == _midnight(since)


def test_words_are_quoted_with_what_limits_them() -> None:
    reading = read_period("What has changed since last Tuesday in Paris?", THURSDAY)
    assert reading is not None
    assert reading.words == "since last Tuesday"


@pytest.mark.parametrize(
    ("published", "sentence", "day"),
    [
        ("2025-03-18", "The court ruled on Monday.", "2025-03-17"),
        ("2025-03-18", "The court will rule on Monday.", "2025-03-24"),
        ("2025-03-18", "The court is due to rule on Monday.", "2025-03-24"),
        ("2025-03-18", "Both sides are expected to meet on Friday.", "2025-03-21"),
        ("2027-12-30", "The bridge opens on March 3.", "2028-03-03"),
        ("2028-02-28", "The vote on February 29 was close.", "2028-02-29"),
        ("2025-03-18", "An hour ago the ferry left.", "2025-03-18"),
    ],
)
def test_days_that_a_sentence_of_an_article_names(published: str, sentence: str, day: str) -> None:
    noon = datetime.fromisoformat(f"{published}T12:00:00+00:00")
    assert [mention.day.isoformat() for mention in mentioned_days(sentence, noon)] == [day]


def test_days_are_those_of_the_asker() -> None:
    zone = ZoneInfo("Asia/Tokyo")
    reading = read_period("What happened today?", THURSDAY.astimezone(zone))
    assert reading is not None
    assert reading.period.since == datetime(2026, 11, 20, tzinfo=zone)
    assert reading.period.since.utcoffset() == timedelta(hours=9)


_WORDS = st.sampled_from([
    *MONTHS, *WEEKDAYS, *COUNTS, *UNIT_DAYS,
    "between", "and", "from", "to", "since", "before", "after", "until", "in", "on", "of", "the", "last", "past",
    "this", "next", "ago", "late", "May", "March", "today", "yesterday", "tonight", "recently", "now", "will",
    "weekend", "-", "2024", "2025,", "9999", "0000", "0001-01-01", "hours", "31", "29",
    "18.03.2025", "2025-03-18", "31/12/1999",
])  # fmt: skip
_QUESTIONS = st.one_of(st.text(), st.lists(_WORDS, max_size=12).map(" ".join))


@given(_QUESTIONS, st.datetimes(timezones=st.just(UTC)))
def test_any_text_yields_a_period_in_order_and_not_in_the_future(question: str, asked_at: datetime) -> None:
    reading = read_period(question, asked_at)
    if reading is None:
        return
    period = reading.period
    assert period.until is not None
    assert period.until - timedelta(days=1) <= asked_at
    assert period.since is None or period.since <= period.until
    assert period.since is None or period.since <= asked_at
    assert reading.words
    assert reading.words in question
