"""Sources that disagree are told from copies, later states and other days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.answering.conflicts import Conflict, ConflictFinder, comparable, sides_of
from chatbot.embedding.encoder import SentenceEncoder
from tests.answering.evidence import evidence


def test_copies_of_one_story_and_old_figures_are_no_conflict(encoder: SentenceEncoder) -> None:
    one = evidence("The ferry crash left 14 passengers injured.")
    same_story = evidence("The ferry crash left 23 passengers injured.")
    later = evidence("The ferry crash left 23 passengers injured.", "b", days=60)
    contrary = evidence("The ferry crash left 23 passengers injured, the ambulance service said.", "c")
    finder = ConflictFinder(encoder)
    assert not finder.find([one], [one, same_story, later], {14.0})
    assert finder.find([one], [one, same_story, later, contrary], {14.0}) == [(one, contrary)]
    assert not finder.find([one], [one, same_story, later, contrary], {187.0})


def test_what_happened_after_an_article_was_published_it_cannot_contradict(encoder: SentenceEncoder) -> None:
    one = evidence("On 21 March 2025 the ferry crash left 14 passengers injured.")
    before = evidence("The ferry crash left 23 passengers injured.", "b")
    after = evidence("The ferry crash left 23 passengers injured.", "c", days=4)
    finder = ConflictFinder(encoder)
    assert finder.find([one], [before, after], {14.0}) == [(one, after)]
    assert finder.find([before], [one], {23.0}) == []


def test_a_day_that_does_not_exist_is_none() -> None:
    assert comparable(evidence("On June 31, 2025 it sank."), evidence("It sank.", "b"))


def test_conflicts_that_share_a_side_are_one_disagreement_that_begins_with_it() -> None:
    courier, tribune, star, other, another = (evidence(f"{number} were hurt.", str(number)) for number in range(5))
    told = sides_of([Conflict(tribune, courier), Conflict(other, another), Conflict(courier, star)])
    assert told == [(other, another), (courier, tribune, star)]
    assert sides_of([]) == []


def test_values_of_days_apart_do_not_dispute_each_other() -> None:
    earlier = evidence("By March 14 the fire at Ostrel had grown to 120 acres.")
    later = evidence("The fire at Ostrel had reached 5,700 acres as of March 17.", "b")
    same = evidence("The fire at Ostrel had reached 4,100 acres on March 17.", "c")
    assert not comparable(earlier, later)
    assert comparable(later, same)
    assert comparable(earlier, evidence("The fire at Ostrel had reached 4,100 acres.", "d"))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("23.400 Menschen verließen am Montag die Stadt.", "23 400 Menschen verließen am Montag die Stadt.", False),
        ("1,25 Mio. Menschen verließen die Stadt.", "1.250.000 Menschen verließen die Stadt.", False),
        ("23.400 Menschen verließen am Montag die Stadt.", "24.300 Menschen verließen am Montag die Stadt.", True),
    ],
)
def test_notations_of_one_number_are_no_disagreement(
    encoder: SentenceEncoder, one: str, other: str, differ: bool
) -> None:
    first, second = (
        replace(item, metadata=replace(item.metadata, language="de")) for item in (evidence(one), evidence(other, "b"))
    )
    assert bool(ConflictFinder(encoder).find([first], [second], {23_400.0, 1_250_000.0})) is differ
