"""Sources that disagree, and corrections, in whole answers: told once beside them, and only where they matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.records import Answer, Note, NoteKind
from tests.answering.author import author_on_loopback

COURIER, TRIBUNE = "Fourteen people were injured on", "Twenty-three people were injured when"


@contextmanager
def library_of(folder: Path, pattern: str, base_url: str = "") -> Iterator[Chatbot]:
    """A chatbot over the samples with such names; without an address it quotes."""
    given = {"llm_base_url": base_url} if base_url else {}
    with build_chatbot(library=folder / "library", **given) as built:
        for _ in built.ingest([str(path) for path in sorted(SEEDS.glob(pattern))]):
            pass
        yield built


@pytest.fixture(scope="module")
def chatbot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """Two papers count the injured differently."""
    with library_of(tmp_path_factory.mktemp("ferry"), "*ferry*.md") as built:
        yield built


def noted(answer: Answer, kind: NoteKind) -> list[Note]:
    return [note for note in answer.notes if note.kind is kind]


def quotes(answer: Answer, numbers: Sequence[int]) -> list[str]:
    return [citation.quote for number in numbers for citation in answer.citations if citation.id == number]


@pytest.mark.parametrize(
    "question",
    [
        "How many people were injured in the ferry accident at Kilbrannagh?",
        "How many people were injured in the ferry accident?",
        "How many were hurt when the Saint Aldwyn hit the pier?",
    ],
)
def test_both_sides_are_told_in_one_note_whatever_word_the_question_uses(chatbot: Chatbot, question: str) -> None:
    answer = chatbot.ask(question)
    (note,) = answer.notes
    assert note.kind is NoteKind.DISAGREEMENT
    assert all(note.text.count(side) == 1 for side in (COURIER, TRIBUNE))
    assert len(note.citations) == 2
    assert all(quote in note.text for quote in quotes(answer, note.citations))
    assert COURIER in answer.text or TRIBUNE in answer.text


def test_who_asks_for_a_cause_does_not_read_that_sources_disagree_about_it(chatbot: Chatbot) -> None:
    answer = chatbot.ask("What caused the ferry accident at Kilbrannagh?")
    assert COURIER in answer.text
    assert not noted(answer, NoteKind.DISAGREEMENT)


def test_only_numbers_of_what_is_asked_for_are_at_issue(chatbot: Chatbot) -> None:
    answer = chatbot.ask("How many passengers was the Saint Aldwyn carrying?")
    assert "187 passengers" in answer.text
    assert not noted(answer, NoteKind.DISAGREEMENT)


def test_what_the_model_counts_is_at_issue_whatever_was_asked(tmp_path: Path) -> None:
    with author_on_loopback() as author, library_of(tmp_path, "*ferry*.md", author.base_url) as built:
        said = "Fourteen people were injured when the passenger ferry Saint Aldwyn struck the north pier."
        author.writes(f"{said} [[Fourteen people were injured]]")
        answer = built.ask("What happened when the ferry struck the pier at Kilbrannagh?")
    assert answer.sentences[0].text.startswith("Fourteen people")
    (note,) = noted(answer, NoteKind.DISAGREEMENT)
    assert TRIBUNE in note.text


def test_a_number_that_two_papers_contradict_is_quoted_once_against_both(tmp_path: Path) -> None:
    third = tmp_path / "evening-star.md"
    third.write_text(
        "---\npublisher: The Evening Star\npublished: 2025-03-08T19:00:00+00:00\n---\n"
        "Thirty-one people were injured on Saturday when the ferry Saint Aldwyn struck the pier at Kilbrannagh.\n"
    )
    with library_of(tmp_path, "*ferry*.md") as built:
        for _ in built.ingest([str(third)]):
            pass
        answer = built.ask("How many people were injured in the ferry accident at Kilbrannagh?")
    (note,) = answer.notes
    assert note.kind is NoteKind.DISAGREEMENT
    assert len(note.citations) == 3
    assert all(note.text.count(side) == 1 for side in (COURIER, TRIBUNE, "Thirty-one people were injured on"))


def test_a_later_figure_is_a_change_told_in_the_order_of_time(tmp_path: Path) -> None:
    later = tmp_path / "evening-star.md"
    later.write_text(
        "---\npublisher: The Evening Star\npublished: 2025-03-10T19:00:00+00:00\n---\n"
        "Thirty-one people were injured on Saturday when the ferry Saint Aldwyn struck the pier at Kilbrannagh.\n"
    )
    with library_of(tmp_path, "*ferry-calder-courier.md") as built:
        for _ in built.ingest([str(later)]):
            pass
        answer = built.ask("How many people were injured in the ferry accident at Kilbrannagh?")
    (note,) = answer.notes
    assert note.kind is NoteKind.CHANGE
    assert note.text.index("Fourteen") < note.text.index("Later, The Evening Star, 10 March 2025: “Thirty-one")


def test_a_correction_is_told_as_one_and_not_quoted_beside_what_it_corrects(tmp_path: Path) -> None:
    with library_of(tmp_path, "*water-mains*.md") as built:
        answer = built.ask("How much will the water mains cost?")
    assert "$84 million" in answer.text
    assert "$48 million" not in answer.text
    (note,) = answer.notes
    assert note.kind is NoteKind.CORRECTION
    assert "$48 million" in note.text
    assert all("Correction" in citation.title for citation in answer.citations if citation.id in note.citations)


def test_what_a_live_page_took_back_is_told_beside_what_it_said(tmp_path: Path) -> None:
    with library_of(tmp_path, "*liveblog-storm-edda.md") as built:
        answer = built.ask("How many schools in Northgate county closed early because of Storm Edda?")
    assert "63" in answer.text
    (note,) = answer.notes
    assert note.kind is NoteKind.CORRECTION
    assert note.text == (
        "Northgate Dispatch, 2 April 2025: “At 10:15 we wrote that 63 schools were closing. "
        "The council has told us that it is 36.”"
    )
