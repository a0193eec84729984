"""Sources that disagree, in whole answers: each side is quoted once, and only where a number is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chatbot.answering.wording import DISAGREEMENT
from chatbot.app import SEEDS, Chatbot, build_chatbot
from tests.loopback import running_loopback, speaks

COURIER, TRIBUNE = "Fourteen people were injured on", "Twenty-three people were injured when"


@contextmanager
def reporting(library: Path, written: str) -> Iterator[Chatbot]:
    """A library in which two papers count the injured differently, and a model that always writes the same."""
    with (
        running_loopback(speaks(written)) as server,
        build_chatbot(library=library, llm_base_url=server.base_url) as built,
    ):
        for _ in built.ingest([str(path) for path in sorted(SEEDS.glob("*ferry*.md"))]):
            pass
        yield built


@pytest.fixture
def chatbot(tmp_path: Path) -> Iterator[Chatbot]:
    """Its model writes nothing that stands."""
    with reporting(tmp_path, "Nobody knows the 4,711 zebras. [1]") as built:
        yield built


def test_the_best_evidence_is_quoted_as_a_side_and_not_twice(chatbot: Chatbot) -> None:
    answer = chatbot.ask("How many people were injured in the ferry accident at Kilbrannagh?")
    assert [sentence.text.startswith(DISAGREEMENT) for sentence in answer.sentences] == [True]
    assert all(answer.text.count(side) == 1 for side in (COURIER, TRIBUNE))
    assert answer.sentences[0].citations == (1, 2)


def test_who_asks_for_a_cause_does_not_read_that_sources_disagree_about_it(chatbot: Chatbot) -> None:
    answer = chatbot.ask("What caused the ferry accident at Kilbrannagh?")
    assert COURIER in answer.text
    assert DISAGREEMENT not in answer.text


def test_what_the_model_counts_is_at_issue_whatever_was_asked(tmp_path: Path) -> None:
    with reporting(tmp_path, "Fourteen people were injured when the ferry struck the pier. [1]") as built:
        answer = built.ask("What happened when the ferry struck the pier at Kilbrannagh?")
    assert answer.sentences[0].text.startswith("Fourteen people")
    assert DISAGREEMENT in answer.text
    assert TRIBUNE in answer.text


def test_only_numbers_of_what_is_asked_for_are_at_issue(chatbot: Chatbot) -> None:
    answer = chatbot.ask("How many passengers was the Saint Aldwyn carrying?")
    assert "187 passengers" in answer.text
    assert DISAGREEMENT not in answer.text


def test_what_is_asked_for_may_be_told_in_another_word(chatbot: Chatbot) -> None:
    answer = chatbot.ask("How many were hurt when the Saint Aldwyn hit the pier?")
    assert DISAGREEMENT in answer.text
    assert all(side in answer.text for side in (COURIER, TRIBUNE))


def test_a_correction_is_told_as_one_and_not_quoted_beside_what_it_corrects(tmp_path: Path) -> None:
    with (
        running_loopback(speaks("Nobody knows the 4,711 zebras. [1]")) as server,
        build_chatbot(library=tmp_path, llm_base_url=server.base_url) as built,
    ):
        for _ in built.ingest([str(path) for path in sorted(SEEDS.glob("*water-mains*.md"))]):
            pass
        answer = built.ask("How much will the water mains cost?")
        told = built.ask("What error did The Harbor Ledger make in its report on Dunmore County?")
    assert any("Correction" in citation.title for citation in told.citations)
    wrong, corrected = [sentence.text for sentence in answer.sentences if "million" in sentence.text]
    assert "$84 million" in wrong
    assert corrected.startswith("Corrected since:")
    assert "$48 million" in corrected


def test_what_a_live_page_took_back_is_told_behind_what_it_said(tmp_path: Path) -> None:
    with (
        running_loopback(speaks("63 schools.")) as server,
        build_chatbot(library=tmp_path, llm_base_url=server.base_url) as built,
    ):
        for _ in built.ingest([str(path) for path in SEEDS.glob("*liveblog-storm-edda.md")]):
            pass
        answer = built.ask("How many schools in Northgate county closed early because of Storm Edda?")
    said, corrected = [sentence.text for sentence in answer.sentences]
    assert "63" in said
    assert corrected == (
        "Corrected since: Northgate Dispatch, 2 April 2025: “At 10:15 we wrote that 63 schools were closing. "
        "The council has told us that it is 36.”"
    )


def test_a_number_that_two_papers_contradict_is_quoted_once_against_both(tmp_path: Path) -> None:
    third = tmp_path / "evening-star.md"
    third.write_text(
        "---\npublisher: The Evening Star\npublished: 2025-03-08T19:00:00+00:00\n---\n"
        "Thirty-one people were injured on Saturday when the ferry Saint Aldwyn struck the pier at Kilbrannagh.\n"
    )
    with reporting(tmp_path / "library", "Nobody knows the 4,711 zebras. [1]") as built:
        for _ in built.ingest([str(third)]):
            pass
        answer = built.ask("How many people were injured in the ferry accident at Kilbrannagh?")
    (disagreement,) = [sentence for sentence in answer.sentences if sentence.text.startswith(DISAGREEMENT)]
    assert len(disagreement.citations) == 3
    assert all(answer.text.count(side) == 1 for side in (COURIER, TRIBUNE, "Thirty-one people were injured on"))
