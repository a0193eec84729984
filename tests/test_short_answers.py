"""Answers of a few words: what they claim, what supports them, and what is shown when nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.answering.generation import read_sentences
from chatbot.answering.short_answer import is_short_answer, stands_in, stated
from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.models.chat import Message
from tests.loopback import Loopback, running_loopback, speaks

FERRY = "How many people were injured on the ferry Saint Aldwyn?"


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        ("Which tech company cut 9,000 jobs?", "Nissan Motor", "Nissan Motor company cut 9,000 jobs."),
        ("What is the name of the party?", "Green Hand.", "Green Hand is the name of the party."),
        ("From which country did France buy it?", "Spain", "From France buy it Spain."),
        ("How long did they talk?", "Two hours", "they talk Two hours."),
        ("How many seats does it have?", "20", "it have 20 seats."),
        ("Who won the 1,500 metres?", "Elin Wambui-Strand", "Elin Wambui-Strand won the 1,500 metres."),
        ("Which of the following did he select?", "Sean Duffy", "he select Sean Duffy."),
        ("How many were hurt?", r"\1 and \g<0>", r"\1 and \g<0> were hurt."),
    ],
)
def test_a_short_answer_claims_its_question(question: str, answer: str, claim: str) -> None:
    assert is_short_answer(answer, question)
    assert stated(question, answer) == claim


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Fourteen people were injured.", FERRY),
        ("They didn't count.", FERRY),
        ("Yes", "Was the library closed?"),
        ("The ferry Saint Aldwyn, the harbor authority, the mayor and Kilbrannagh", FERRY),
        ("…", FERRY),
    ],
)
def test_what_is_no_short_answer(text: str, question: str) -> None:
    assert not is_short_answer(text, question)


def test_the_words_of_a_short_answer_stand_in_its_evidence() -> None:
    assert not stands_in("12 degrees", "It was −12 degrees in Calder.")
    assert stands_in("-12 degrees", "It was −12 degrees in Calder.")
    assert stands_in("12", "Between 10-12 people, 12 of them men.")
    assert stands_in("the Rosie O'Donnell", "He threatened Rosie O’Donnell’s citizenship.")
    assert stands_in("Adams and Jefferson", "Jefferson died hours before Adams.")
    assert not stands_in("1,02", "It has 1,027 pages.")
    assert not stands_in("not Adams", "Adams died.")


@pytest.fixture
def server() -> Iterator[Loopback]:
    with running_loopback() as running:
        yield running


@pytest.fixture
def chatbot(server: Loopback, tmp_path: Path) -> Iterator[Chatbot]:
    with build_chatbot(library=tmp_path, llm_base_url=server.base_url) as built:
        for _ in built.ingest([str(SEEDS / "07-ferry-calder-courier.md"), str(SEEDS / "13-feature-tarn-river.md")]):
            pass
        yield built


@pytest.mark.parametrize("written", ["Fourteen people [3]", "The answer is: fourteen people."])
def test_a_supported_short_answer_is_all_that_is_shown(server: Loopback, chatbot: Chatbot, written: str) -> None:
    server.says(speaks(written))
    answer = chatbot.ask(FERRY)
    sentence = answer.sentences[0]
    assert sentence.text == "Fourteen people."
    assert sentence.claim.casefold() == "fourteen people were injured on the ferry saint aldwyn."
    assert all("ourteen people" in citation.quote for citation in answer.citations)
    assert not any("“" in sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize("written", ["Ninety people [1]", "The dam keeper", "Not known", "Saint Aldwyn [1]"])
def test_a_short_answer_that_nothing_supports_gives_way_to_a_quotation(
    server: Loopback, chatbot: Chatbot, written: str
) -> None:
    server.says(speaks(written))
    answer = chatbot.ask(FERRY)
    assert not any(sentence.text.startswith(written[:5]) for sentence in answer.sentences)
    assert "“" in answer.sentences[0].text
    assert "ourteen" in answer.sentences[0].text


def test_a_short_answer_that_nothing_supports_is_not_shown_beside_one_that_stands(
    server: Loopback, chatbot: Chatbot
) -> None:
    server.says(speaks("Ninety people [1]. Fourteen people [3]. Forty people [2]."))
    answer = chatbot.ask(FERRY)
    assert answer.sentences[0].text == "Fourteen people."
    assert "inety" not in answer.text
    assert "orty" not in answer.text


def test_a_lead_in_is_no_part_of_the_answer(server: Loopback, chatbot: Chatbot) -> None:
    server.says(speaks("Answer: fourteen [1]. The answer to that lies elsewhere."))
    generation = chatbot.chat_model.stream([Message("user", "?")], max_tokens=9)
    assert [draft.text for draft in read_sentences(generation)] == ["fourteen.", "The answer to that lies elsewhere."]
