"""Written dates: each is read where it can mean one day, left open where it can mean two, refused where it is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chatbot.library.readers.dates import read_date

MORNING = datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
DAY = datetime(2025, 3, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1742290200", MORNING),
        ("1742290200.0", MORNING),
        ("1742290200000", MORNING),
        ("1742290200000000", MORNING),
        ("915148800", datetime(1999, 1, 1, tzinfo=UTC)),
        ("20250318", DAY),
        ("20250318093000", MORNING),
        ("202503180930", MORNING),
        ("20250318T093000Z", MORNING),
        ("2025/03/18 09:30", MORNING),
        ("2025.03.18 09:30:00", MORNING),
        ("2025-3-18, 9:30", MORNING),
        ("2025_03_18", DAY),
        ("2025/03/18T10:30:00+01:00", MORNING),
        ("2025-03-18T10:30:00+01:00[Europe/Paris]", MORNING),
        ("2025-03-18 10:30 Europe/Paris", MORNING),
        ("2025-03-18 24:00", DAY + timedelta(days=1)),
        ("18/03/2025 10:30 (UTC+1)", MORNING),
        ("03/18/2025 09:30 AM", MORNING),
        ("04.03.2025", datetime(2025, 3, 4, tzinfo=UTC)),
        ("03/03/2025", datetime(2025, 3, 3, tzinfo=UTC)),
        ("31/12/99", datetime(1999, 12, 31, tzinfo=UTC)),
    ],
)
def test_numbers(text: str, moment: datetime) -> None:
    assert (read_date(text).moment, read_date(text).doubt) == (moment, "")


@pytest.mark.parametrize(
    "text",
    [
        "March 18, 2025, 9:30 a.m.",
        "Tue Mar 18 09:30:00 2025",
        "Tue Mar 18 10:30:00 CET 2025",
        "Tue Mar 18 2025 10:30:00 GMT+0100 (Central European Standard Time)",
        "18th of March 2025 | 9.30am",
        "18-MAR-25 09:30",
        "Published: 18 March 2025 at 09:30",
        "Le mardi 18 mars 2025 à 9h30",
        "mar. 18 mars 2025 09:30",
        "Dienstag, 18. März 2025, 9.30 Uhr",
        "martes, 18 de marzo de 2025 a las 9:30 a. m.",
        "18 marzo 2025 ore 9.30",
        "18 de março de 2025 às 9h30",
        "dinsdag 18 maart 2025 09:30",
        "18 marca 2025, godz. 9:30",
        "18 марта 2025 г. в 12:30 MSK",
        "18 березня 2025 р. 09:30",
        "18 Mart 2025 Salı 09:30",
        "18 Μαρτίου 2025 09:30",
        "18. maaliskuuta 2025 klo 9.30",
        "2025. március 18. 9:30",
        "18 Maret 2025 09:30",
        "18 مارس 2025 09:30",
        "18 มีนาคม 2568 09:30",
        "2025年3月18日 9時30分",
        "2025年03月18日(火) 09:30",
        "2025年3月18日 上午9:30",
        "2025년 3월 18일 오전 9시 30분",
        "2025. 3. 18. 오전 9:30",
        "２０２５年３月１８日　９：３０",
        "令和7年3月18日 9時30分",
        "民國114年3月18日 9:30",
    ],
)
def test_words_of_many_languages(text: str) -> None:
    assert (read_date(text).moment, read_date(text).doubt) == (MORNING, "")


@pytest.mark.parametrize(
    ("clock", "hour"),
    [("9:30 pm", 21), ("9.30pm", 21), ("12:30 a.m.", 0), ("12:30 PM", 12), ("21h30", 21), ("下午9:30", 21)],
)
def test_halves_of_the_day(clock: str, hour: int) -> None:
    assert read_date(f"March 18, 2025 {clock}").moment == DAY.replace(hour=hour, minute=30)


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        *(("EST", -5), ("EDT", -4), ("PST", -8), ("BST", 1), ("CET", 1), ("CEST", 2), ("MSK", 3), ("SAST", 2)),
        *(("BRT", -3), ("JST", 9), ("KST", 9), ("AEST", 10), ("AEDT", 11), ("NZDT", 13), ("ET", -4), ("PT", -7)),
    ],
)
@pytest.mark.parametrize("form", ["Tue, 18 Mar 2025 09:30:00 {}", "2025-03-18 09:30 {}", "18 March 2025 9:30 am ({})"])
def test_names_of_time_zones(zone: str, hours: int, form: str) -> None:
    assert read_date(form.format(zone)).moment == MORNING - timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["CST", "IST", "AST", "XYZ"])
def test_a_name_of_several_zones_leaves_the_time_as_it_is_written(zone: str) -> None:
    reading = read_date(f"Tue, 18 Mar 2025 09:30:00 {zone}")
    assert reading.moment == MORNING
    assert "zone" in reading.doubt


@pytest.mark.parametrize(
    "text",
    [
        *(
            "03/04/2025",
            "3-4-2025 10:00",
            "18/03/25",
            "18.03.25",
            "March 2025",
            "18 March",
            "2025",
            "2025-03",
            "2025年3月",
            "25年3月18日",
        ),
        *("18 listopada 2025", "1403/12/28", "1446-09-18"),
    ],
)
def test_what_can_be_read_in_several_ways_or_names_no_day_is_left_open(text: str) -> None:
    reading = read_date(text)
    assert reading.moment is None
    assert reading.doubt


@pytest.mark.parametrize(
    ("language", "month"), [("en-GB", 4), ("de", 4), ("fr-FR", 4), ("es_MX", 4), ("en-US", 3), ("fil", 3)]
)
def test_the_language_of_the_source_says_what_comes_first(language: str, month: int) -> None:
    moment = read_date("03/04/2025", language).moment
    assert moment is not None
    assert moment.month == month


@pytest.mark.parametrize("language", ["en", "ja", "sv", "klingon", "x" * 300])
def test_a_language_that_does_not_say_so_leaves_it_open(language: str) -> None:
    assert read_date("03/04/2025", language).moment is None


def test_a_month_that_two_languages_have_is_that_of_the_sources_language() -> None:
    assert read_date("18 listopada 2025", "pl").moment == datetime(2025, 11, 18, tzinfo=UTC)
    assert read_date("18 listopada 2025", "hr").moment == datetime(2025, 10, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "yesterday",
            "May",
            "Tuesday",
            "12",
            "0",
            "10:30",
            "2025-18-03",
            "31 February 2025",
            "18/13/2025",
            "32.01.2025",
        ),
        *(
            "March 18, 2025 or June 19",
            "Expires March 18, 2025",
            "18 March 2025 25:00",
            "1701020312000000000000",
            "x" * 500,
        ),
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert (read_date(text).moment, read_date(text).doubt) == (None, "")


def test_the_first_year_of_an_era_has_a_sign_of_its_own() -> None:
    assert read_date("令和元年5月1日").moment == datetime(2019, 5, 1, tzinfo=UTC)
