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
