"""Dates, languages, addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.library.readers.fields import language_code, parse_moment, split_authors, web_address

ZONES = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-03-18", datetime(2025, 3, 18, tzinfo=UTC)),
        ("2025-03-18T09:30:00Z", datetime(2025, 3, 18, 9, 30, tzinfo=UTC)),
        ("2025-03-18 09:30", datetime(2025, 3, 18, 9, 30, tzinfo=UTC)),
        ("2025-03-18T23:30:00-04:00", datetime(2025, 3, 19, 3, 30, tzinfo=UTC)),
        ("Tue, 18 Mar 2025 09:30:00 +0100", datetime(2025, 3, 18, 8, 30, tzinfo=UTC)),
        ("18 Mar 2025 09:30:00 -0000", datetime(2025, 3, 18, 9, 30, tzinfo=UTC)),
        ("Tue, 18 Mar 2025 09:30:00 EST", datetime(2025, 3, 18, 14, 30, tzinfo=UTC)),
        ("yesterday", None),
        ("2025-02-30", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
    ],
)
def test_dates(text: str, moment: datetime | None) -> None:
    assert parse_moment(text) == moment


@given(st.text())
def test_no_text_breaks_the_date_parser(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or moment.utcoffset() == timedelta(0)


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=ZONES))  # noqa: DTZ001
def test_iso_dates_survive(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en", "en"), ("en-US", "en"), ("PT_br", "pt"), ("zh-Hant-TW", "zh"), ("eng", ""), ("e", ""), ("", "")],
)
def test_language_codes(tag: str, code: str) -> None:
    assert language_code(tag) == code


@pytest.mark.parametrize(
    "text", ["ftp://a.example", "javascript:alert(1)", "//a.example/x", "https://", "data:text/html,x"]
)
def test_only_web_addresses_pass(text: str) -> None:
    assert web_address(text) == ""


def test_authors_are_split_at_semicolons_once_each() -> None:
    assert split_authors(" Lee, Ann;  Kim Ode ;; Kim Ode") == ("Lee, Ann", "Kim Ode")
