"""Answers of a few words: what they claim together with their question, and which words must stand in evidence."""

from __future__ import annotations

import pytest

from chatbot.answering.fragments import as_claim, is_fragment, stands_in, stated, telling_words

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
        ("Which Formula 1 team lost its boss?", "Calder Racing", "Calder Racing team lost its boss."),
        ("How many were hurt?", r"\1 and \g<0>", r"\1 and \g<0> were hurt."),
        (FERRY, "Fourteen people", "Fourteen people were injured on the ferry Saint Aldwyn."),
    ],
)
def test_a_few_words_claim_their_question(question: str, answer: str, claim: str) -> None:
    assert is_fragment(answer, question)
    assert stated(question, answer) == claim
    assert as_claim(answer, question) == claim


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Fourteen people were injured.", FERRY),
        ("They didn't count.", FERRY),
        ("Yes", "Was the library closed?"),
        ("The ferry Saint Aldwyn, the harbor authority, the mayor and Kilbrannagh", FERRY),
        ("…", FERRY),
        ("Ada Moor", "Compare what the two candidates say."),
    ],
)
def test_what_is_no_answer_of_a_few_words(text: str, question: str) -> None:
    assert not is_fragment(text, question)


@pytest.mark.parametrize(
    ("text", "question", "claim"),
    [
        ("Fourteen people were injured.", FERRY, "Fourteen people were injured."),
        ("The mayor of Calder resigned on Monday", "What happened?", "The mayor of Calder resigned on Monday"),
        ("Yes.", "Was the library closed?", "Was the library closed: Yes."),
        ("Ada Moor", "Compare what the two say.", "Compare what the two say: Ada Moor"),
    ],
)
def test_what_tells_enough_is_its_own_claim_and_all_else_is_read_with_the_question(
    text: str, question: str, claim: str
) -> None:
    assert as_claim(text, question) == claim


@pytest.mark.parametrize(
    ("answer", "quote", "stands"),
    [
        ("12 degrees", "It was −12 degrees in Calder.", False),
        ("-12 degrees", "It was −12 degrees in Calder.", True),
        ("12", "Between 10-12 people, 12 of them men.", True),
        ("the Rosie O'Donnell", "He threatened Rosie O’Donnell’s citizenship.", True),
        ("Adams and Jefferson", "Jefferson died hours before Adams.", True),
        ("1,02", "It has 1,027 pages.", False),
        ("not Adams", "Adams died.", False),
        ("2", "He stepped down after two terms.", True),
        ("Two terms", "It lasted 2 terms.", True),
        ("1", "He was one of them.", False),
    ],
)
def test_every_telling_word_must_stand_in_a_quote(answer: str, quote: str, *, stands: bool) -> None:
    assert stands_in(answer, quote) is stands


def test_articles_and_prepositions_tell_nothing() -> None:
    assert telling_words("The mayor of Calder’s two piers") == {"mayor", "calder", "2", "piers"}
