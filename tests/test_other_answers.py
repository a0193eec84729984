"""What other stories answer to the same question."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.answering.other_answers import find_other_answers
from chatbot.answering.stated_values import says_else, values_of
from chatbot.app import build_chatbot
from chatbot.question.asked import read_asked
from chatbot.question.expected_answer import expected_answer
from chatbot.records import Answer, Evidence, Metadata, NoteKind, Span

MILLS = "What is the population of Tarn Mills?"
BORN = "When was Ada Moor born?"


def evidence(quote: str, story: str, title: str = "", score: float = 1.5, similarity: float = 0.5) -> Evidence:
    return Evidence(
        article_id=story,
        version=1,
        span=Span(0, len(quote)),
        quote=quote,
        metadata=Metadata(title=title),
        score=score,
        similarity=similarity,
        context=quote,
        story=story,
    )


def others(question: str, cited: Evidence, *rest: Evidence, said: str = "") -> list[tuple[str, bool]]:
    found = find_other_answers(question, [cited], [cited, *rest], [said or cited.quote])
    return [(other.evidence.story, other.introduces) for other in found]


@pytest.mark.parametrize(
    ("question", "names", "told"),
    [
        (MILLS, {"tarn", "mills"}, "Some 900 people live there."),
        ("Who directed “The amber pier”?", {"amber", "pier"}, "It was directed by Ida Brandvold."),
        ("When was the Harbor Bank founded?", {"harbor", "bank"}, "It opened in 1921."),
        ("how many people were hurt?", set(), "Nine people were hurt."),
    ],
)
def test_a_question_names_something_and_asks_something_of_it(question: str, names: set[str], told: str) -> None:
    asked = read_asked(question)
    assert asked.names == names
    assert asked.share_told(told) == 1
    assert asked.share_told("It rained all day.") == 0


@pytest.mark.parametrize(
    ("sentence", "introduces"),
    [
        ("Ada Moor (rower) Ada Jane Moor (3 May 1980 – 9 June 2021) was a Scottish rower.", True),
        ("Ada Moor, who lives in Port Arden, is the chair of the commission.", True),
        ("Ada Moor (born 1964) sings.", True),
        ("Ada Moor said on Tuesday that the pier would be closed.", False),
        ("ADA MOOR (Meridian Wire) — The pier stays closed.", False),
        ("The chair of the commission is a rower.", False),
        ("Eight days after the meeting with Ada Moor, the plan is a promise on paper.", False),
    ],
)
def test_a_sentence_that_introduces_a_name(sentence: str, *, introduces: bool) -> None:
    assert read_asked(BORN).introduced_by(sentence) is introduces


@pytest.mark.parametrize(
    ("question", "sentence", "values"),
    [
        (MILLS, "On its 12 farms lives a population of 1,417.", {1417}),
        ("How many passengers did the Edda carry?", "The 31 meter boat had 187 passengers on board.", {187}),
        ("What did the pier cost?", "The pier is 31 miles away and cost $4.5 million.", {4_500_000}),
        ("When did it open?", "It opened on 3 May 1921.", {"1921"}),
        ("When did it open?", "It opened on Tuesday, May 3.", {"3 may"}),
        ("When did it open?", "It opened on Tuesday at 9 a.m.", set()),
        ("Why did it open?", "It opened in 1921.", set()),
    ],
)
def test_what_a_sentence_states(question: str, sentence: str, values: set[str | float]) -> None:
    assert values_of(sentence, expected_answer(question), read_asked(question)) == values


@pytest.mark.parametrize(
    ("question", "sentence", "said", "differs"),
    [
        (MILLS, "Its population was 1,417.", "About 900 people.", True),
        (MILLS, "Its population was 1,417.", "1417.", False),
        ("When did the Edda sail?", "The Edda sailed on March 25.", "On March 18.", True),
        ("When did the Edda sail?", "The Edda sailed on 18 March 2025.", "On March 18.", False),
        ("When did the Edda sail?", "The Edda sailed in 2025.", "In March 2025.", False),
        ("Who sank the Edda?", "In the end Orla Penhallow sank the Edda.", "Captain Ida Brandvold.", True),
        ("Who sank the Edda?", "In the end Orla Penhallow sank the Edda.", "It was Orla Penhallow.", False),
    ],
)
def test_whether_a_sentence_says_something_else(question: str, sentence: str, said: str, *, differs: bool) -> None:
    assert says_else(sentence, said, expected_answer(question), read_asked(question)) is differs


def test_another_story_with_another_number_is_shown_and_its_neighbours_are_not() -> None:
    first = evidence("The population of Tarn Mills was 1,417 in 2010.", "a")
    other = evidence("The population was 874 at the last count.", "b", title="Tarn Mills, Dunmore County")
    same = evidence("Tarn Mills has a population of 1,417.", "c")
    neighbour = evidence("Tarn Mills has 12 hamlets and a mill of 1874.", "d")
    elsewhere = evidence("The population was 205 at the last count.", "e", title="Kilbrannagh")
    far = evidence("The population of Tarn Mills was 80 in 1700.", "f", score=-0.5)
    assert others(MILLS, first, other, same, neighbour, elsewhere, far) == [("b", False)]


def test_a_copy_of_the_cited_story_is_no_other_source() -> None:
    first = evidence("The population of Tarn Mills was 1,417 in 2010.", "a")
    copy = evidence("The population of Tarn Mills was 874 in 2000.", "a")
    assert others(MILLS, first, copy) == []


def test_the_cited_story_is_quoted_again_where_its_cited_sentence_does_not_answer() -> None:
    first = evidence("Tarn Mills lies on the river Tarn.", "a")
    better = evidence("The population of Tarn Mills was 874.", "a")
    assert others(MILLS, first, better) == [("a", False)]


def test_things_of_one_name_are_told_apart() -> None:
    first = evidence("Ada Moor (12 March 1846 – 1903) was a painter.", "a")
    rower = evidence("Ada Moor (rower) Ada Jane Moor (3 May 1980 – 9 June 2021) was a rower.", "b")
    spoke = evidence("Ada Moor spoke in 1999 about rowing.", "c")
    assert others(BORN, first, rower, spoke) == [("b", True)]


def test_what_bears_a_name_is_not_repeated() -> None:
    question = "What sport is Ada Moor associated with?"
    first = evidence("Ada Moor is a Scottish rower.", "a")
    again = evidence("Ada Moor is a rower from Dunmore, twice the champion.", "b")
    singer = evidence("Ada Moor is a singer and the voice of the Tarn choir.", "c")
    assert others(question, first, again, singer, said="Rower.") == [("c", True)]
    assert others(question, first, first, singer) == [("c", True)]


def test_what_bears_a_name_is_no_answer_to_a_question_that_asks_more() -> None:
    question = "Which old song did Ada Moor sing at the opening of the harbor?"
    first = evidence("At the opening of the harbor, Ada Moor sang the Tarn song.", "a")
    rower = evidence("Ada Moor (rower) was a champion of the harbor.", "b")
    assert others(question, first, rower) == []


def test_corrections_and_questions_are_no_answers() -> None:
    first = evidence("The population of Tarn Mills was 1,417 in 2010.", "a")
    correction = evidence("The population of Tarn Mills is 874.", "b", title="Correction: Tarn Mills")
    asking = evidence("Is the population of Tarn Mills 205?", "c")
    assert others(MILLS, first, correction, asking) == []


def test_what_a_cited_correction_corrects_is_no_other_answer() -> None:
    correction = evidence("Tarn Mills has a population of 874.", "a", title="Correction: The count in Tarn Mills")
    corrected = evidence("The population of Tarn Mills is 1,417.", "b", title="The count in Tarn Mills")
    assert others(MILLS, correction, corrected) == []


def test_a_weekday_is_an_answer_beside_which_the_same_story_is_not_quoted() -> None:
    first = evidence("The Tarn Mills bridge was opened on Sunday.", "a")
    year = evidence("A bridge that Tarn Mills opened in 1921 was torn down.", "a")
    assert others("When was the Tarn Mills bridge opened?", first, year) == []


def test_a_number_of_something_else_is_no_answer() -> None:
    question = "How many were hurt when the Edda hit the pier?"
    first = evidence("Nine people were hurt when the Edda hit the pier.", "a")
    speed = evidence("The Edda hit the pier at 4 knots and nobody was hurt.", "b")
    assert others(question, first, speed) == []


def test_who_wrote_a_thing_is_not_told_by_who_wrote_about_it() -> None:
    first = evidence("Ida Brandt wrote “The Tide of Carrow” in 1911.", "a")
    about = evidence("“They sing ‘The Tide of Carrow’ too fast,” Per Lindqvist wrote on Sunday.", "b")
    other = evidence("“The Tide of Carrow” was written by Per Lindqvist, a sailor.", "c")
    assert others("Who wrote “The Tide of Carrow”?", first, about) == []
    assert others("Who wrote “The Tide of Carrow”?", first, other) == [("c", False)]


def test_who_is_called_by_the_last_name_is_nobody_else() -> None:
    question = "Who wrote “The Tide of Carrow”?"
    first = evidence("Ida Brandt wrote “The Tide of Carrow” in 1911.", "a")
    same = evidence("“The Tide of Carrow” was written by a northerner of Port Arden, long before Brandt died.", "b")
    other = evidence("“The Tide of Carrow” was written by Per Lindqvist.", "c")
    assert others(question, first, same, other, said="Ida Brandt.") == [("c", False)]


def asked(folder: Path, texts: dict[str, str], question: str) -> Answer:
    """The answer of a chatbot that quotes from articles with these texts."""
    with build_chatbot(library=folder / "library") as built:
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
            list(built.ingest([str(folder / f"{name}.txt")]))
        answer = built.ask(question)
        for citation in answer.citations:
            assert built.library.get(citation.article_id).text[citation.start : citation.end] == citation.quote
    return answer


def test_what_each_story_answers_is_told_once_in_the_answer_or_beside_it(tmp_path: Path) -> None:
    texts = {
        "dunmore": "Tarn Mills lies on the river Tarn in Dunmore County. The population of Tarn Mills is 1,417. Its "
        "mill burned down in 1874 and was never built again, although the owner had promised it to the county.",
        "carrow": "Carrow State has a Tarn Mills too, a row of houses on the coast road. At the last count, Tarn Mills "
        "had a population of 205. Most of those who live there work in the harbor of Port Arden.",
        "marlow": "The Tarn Mills of Marlow, which many mistake for its namesakes, is a village in the hills. Most of "
        "the 88 people who live in Tarn Mills keep sheep, sing in its choir and go down to the valley for the market.",
    }
    answer = asked(tmp_path, texts, MILLS)
    told = " ".join((answer.text, *(note.text for note in answer.notes)))
    assert all(told.count(number) == 1 for number in ("1,417", "205", "88"))
    (note,) = answer.notes
    assert note.kind is NoteKind.OTHER_STORIES
    assert note.citations
