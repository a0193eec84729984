"""Which numbers count the same thing, and where two sentences differ about it."""

from __future__ import annotations

import pytest

from chatbot.answering.counted import counts_differ, disputed_numbers, stated_numbers


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("The crash left 14 passengers injured.", "Officials said 23 passengers were injured.", True),
        ("The crash left 14 passengers injured.", "All 14 injured passengers went home.", False),
        ("The crash left 14 passengers injured.", "The boat is 23 meters long.", False),
        ("The program costs $84 million.", "The program costs $48 million.", True),
        ("Nobody was hurt.", "The boat sank.", False),
        ("Fourteen people were injured in the crash.", "Twenty-three people were injured, medics said.", True),
        ("Walking 7,000 steps a day helps.", "Walk more than 40 steps per minute.", False),
        ("Walking 7,000 steps a day helps.", "At least 10,000 steps a day help.", True),
        (
            "The crash left 14 passengers injured.",
            "A day earlier, 23 injured passengers a day earlier was feared.",
            True,
        ),
        ("In 2011 a magnitude 8.9 quake struck.", "In 2011 a magnitude 9.0 quake struck.", True),
        ("The population is 10,929.", "The median age of the population is 36 years.", False),
        ("The truce lasts 30 days.", "Nobody knew that the truce lasts 60 days.", True),
        ("The mill was founded in 1921.", "Founded in 1911, the mill burned down.", True),
    ],
)
def test_counts_that_differ(one: str, other: str, *, differ: bool) -> None:
    assert counts_differ(one, other) is differ
    assert counts_differ(other, one) is differ


def test_numbers_of_two_years_are_not_at_issue() -> None:
    assert not disputed_numbers("In July 2025 a magnitude 8.8 quake struck.", "A magnitude 9.0 quake, in 2011.") & {8.8}


def test_only_what_an_answer_counts_can_be_at_issue() -> None:
    text = "On 8 March 2025 the 77th ferry had one captain, 187 passengers and fourteen injured."
    assert stated_numbers([text], "How many were hurt?") == {187.0, 14.0}
    assert {8.0, 2025.0} <= stated_numbers([text], "When did it happen?")


BILL = "The harbor bill passed by 96 votes to 41."
RESULTS = [
    (BILL, "The harbor bill passed by 88 votes to 41.", {96, 88}),
    (BILL, "The bill passed 96-44 after a long debate.", {41, 44}),
    (BILL, "The bill passed by 41 votes to 96, a clerk wrote.", set()),
    (BILL, "The bill passed 96-41.", set()),
    (BILL, "The bill was carried with 96 votes in favor and 39 against.", {41, 39}),
    (BILL, "The amendment failed by 88 votes to 41.", set()),
    (BILL, "The bill passed by 88 votes.", {88, 96, 41}),
    (BILL, "Forty-one members voted against the bill.", set()),
    (
        "The court sided with the farmers in a 5-4 ruling.",
        "The court sided with the farmers six to three.",
        {5, 4, 6, 3},
    ),
    ("The court sided with the farmers in a 5-4 ruling.", "The court sided with the farmers five to four.", set()),
    ("The committee approved the bill 12 to 7.", "The senate approved the bill 51 to 49.", set()),
    ("On first reading the bill passed 80 to 60.", "On second reading the bill passed 85 to 60.", set()),
    ("Arden won 3-2 against Tolm.", "Arden won 3-1 against Tolm.", {2, 1}),
    ("Arden won 3-2 against Tolm.", "Tolm lost 2-3 to Arden.", set()),
    ("Arden led 1-0 against Tolm at the break.", "Arden won 3-0 against Tolm.", set()),
    ("The game of Arden ended in a 2-2 draw.", "The game of Arden ended in a 1-1 draw.", {2, 1}),
    ("Das Gesetz ist mit 320 zu 280 Stimmen angenommen.", "Das Gesetz ist mit 312 zu 280 angenommen.", {320, 312}),
    ("The study asked 1,000 people aged 18-34.", "The study asked 1,000 people aged 18-29.", set()),
    ("The strike lasted 5 to 10 days and the union won.", "The strike lasted 5 to 8 days and the union won.", set()),
    ("The union won at 14:20 on Monday.", "The union won at 14:25 on Monday.", set()),
    ("Pages 3-5 of the ruling were blacked out.", "Pages 3-7 of the ruling were blacked out.", set()),
]


@pytest.mark.parametrize(("one", "other", "disputed"), RESULTS)
def test_results_of_two_sides_are_compared_as_wholes(one: str, other: str, disputed: set[float]) -> None:
    assert disputed_numbers(one, other) == disputed
    assert disputed_numbers(other, one) == disputed
