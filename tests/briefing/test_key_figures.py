"""What of a sentence's numbers counts something, and what it counts."""

from __future__ import annotations

import pytest

from chatbot.briefing.key_figures import figures_in


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Twenty-three people were injured when the ferry hit the pier.", [("Twenty-three", "people were injured")]),
        (
            "Tessel agreed to a $95 million settlement in a suit that accused it of fraud.",
            [("$95 million", "settlement in a suit")],
        ),
        ("The fire has burned more than 5,716 acres since Monday.", [("more than 5,716 acres", "fire has burned")]),
        ("Between 5,000 and 8,000 people died.", [("5,000 and 8,000", "people died")]),
        ("The storm brought 50-80 millimeters of rain.", [("50-80", "millimeters of rain")]),
        ("An 8.8-magnitude earthquake struck.", [("8.8-magnitude", "earthquake struck")]),
        ("Prices rose by 3.2 percent in Caldria.", [("3.2 percent", "Prices rose")]),
        ("河水上涨，23人受伤。", [("23", "人受伤")]),
        ("He paid 12 euros for 3 tickets.", [("12 euros", "paid"), ("3", "tickets")]),
        ("The bill was 40 dollars, not 84 dollars.", [("40 dollars", "bill")]),
    ],
)
def test_figures_have_their_unit_and_what_they_count(sentence: str, figures: list[tuple[str, str]]) -> None:
    assert [(found.figure, found.counts) for found in figures_in(sentence)] == figures


@pytest.mark.parametrize(
    "sentence",
    [
        "The vote was on 14 March 2025.",
        "It began at 10:52 a.m. and ended at 5 p.m.",
        "Marta Hollin, 54, lives in Orlo.",
        "A 54-year-old man was first, and his friend was third.",
        "Two of the hurt, a woman of 61 and a man of 34, live there.",
        "Erin is a Category 5 storm and took Flight 270 off its route.",
        "It happened in the 1970s and 1980s, on Route 9.",
        "She was aged 29 and nobody knew.",
        "It was not 84 dollars.",
    ],
)
def test_dates_times_ages_ranks_and_names_are_no_figures(sentence: str) -> None:
    assert not [found for found in figures_in(sentence) if found.figure != "Two"]


def test_small_counts_and_durations_matter_less() -> None:
    assert [found.strong for found in figures_in("It took 3 hours and killed 140 cows and 4 dogs.")] == [
        False, True, False,
    ]  # fmt: skip


def test_a_long_line_of_numbers_is_read_at_once() -> None:
    assert 10 < len(figures_in("1,234 cows and " * 40_000)) < 100
