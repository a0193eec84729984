"""Answers of a few words: what they claim, what supports them, and what is shown when nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.answering.asserted import is_asserted
from chatbot.answering.generation import read_sentences
from chatbot.answering.referring import is_told_by_the_sentence_before
from chatbot.answering.short_answer import (
    as_written,
    held_part,
    is_short_answer,
    stands_in,
    stated,
    without_article,
)
from chatbot.answering.short_support import read_short_answer
from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.llm.chat import Message
from chatbot.records import Document, Evidence, Metadata, Question, Span, Verdict
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
        ("Which Formula 1 team lost its boss?", "Calder Racing", "Calder Racing team lost its boss."),
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
    assert stands_in("2", "He stepped down after two terms.")
    assert stands_in("Two terms", "It lasted 2 terms.")
    assert not stands_in("1", "He was one of them.")


@pytest.mark.parametrize(
    ("question", "answer", "quote", "asserted"),
    [
        ("What will the mains cost?", "$84 million", "It will not cost $84 million, as the headline said.", False),
        ("What will the mains not cost?", "$84 million", "It will not cost $84 million.", True),
        ("What do the mains cost?", "$48 million", "It cost $48 million, but not every pipe was replaced.", True),
        ("What do the mains cost?", "$48 million", "It cost $48 million. It was not cheap.", True),
        ("What was the highest gust?", "125 km/h", "Gusts of up to 125 km/h are expected.", False),
        ("What is the highest gust expected?", "125 km/h", "Gusts of up to 125 km/h are expected.", True),
        ("How high will the gusts be?", "125 km/h", "Gusts of up to 125 km/h are expected.", True),
        ("Who won?", "Ada Moor", "Ada Moor won without a fault, and not only in Calder.", True),
        ("When did it open?", "29 May 1943", "It opened on 29 May 1943.", True),
        ("When did it open?", "29 May 1943", "It may have opened on 29 May 1943.", False),
        ("Who drew it up?", "Ada Moor", "Ada Moor appeared with the plan that she had hoped for.", True),
        ("Who stole it?", "Bo Karl", "Bo Karl, who allegedly stole it, is said to have fled.", False),
        ("Who is suspected?", "Bo Karl", "Bo Karl is suspected of it.", True),
        ("How many were stranded?", "140,000", "A walkout would have stranded 140,000 commuters.", False),
        ("Who wrote it?", "Ada Moor", "Ada Moor wrote “The River Does Not Sleep”.", True),
        ("Who wrote it?", "Ada Moor", "“Ada Moor did not write it,” he said.", False),
        ("Who wrote it?", "Ada Moor", "Nobody knows. Perhaps Ada wrote it; Moor denies it.", True),  # In no one clause.
        ("Who wrote it?", "Ada Moor", "Ada Moor did not write it. It was said then, but Ada Moor wrote it.", True),
    ],
)
def test_what_evidence_denies_or_only_expects_is_not_asserted(
    question: str, answer: str, quote: str, *, asserted: bool
) -> None:
    assert is_asserted(answer, quote, question) is asserted


@pytest.mark.parametrize(
    ("answer", "quote", "part"),
    [
        ("Calder, Dunmore County", "They met in Calder.", "Calder"),
        ("Calder, (Dunmore)", "They met in Calder.", "Calder"),
        ("the harbor master (Declan Rourke-Hale)", "The harbor master spoke.", "the harbor master"),
        ("NOAA Hurricane Erin", "Hurricane Erin turned north.", "Hurricane Erin"),
        ("Calder, Dunmore County", "They met in Calder in Dunmore County.", "Calder, Dunmore County"),
        ("Calder, Dunmore County", "They met in Tarn.", "Calder, Dunmore County"),
        ("Calder, not Dunmore", "They met in Calder.", "Calder, not Dunmore"),
        ("10,000 steps", "He walked 10 steps.", "10,000 steps"),
        ("Not Calder", "They met in Calder.", "Not Calder"),
        ("Former President Moor", "President Moor spoke.", "Former President Moor"),
        ("Tide Women’s Advice app", "Tide, the company behind the Tide Advice app, spoke.", "Tide Women’s Advice app"),
    ],
)
def test_what_no_evidence_holds_of_a_short_answer_is_left_out(answer: str, quote: str, part: str) -> None:
    assert held_part(answer, [quote]) == part


def test_an_article_is_left_out_where_it_is_no_part_of_a_name() -> None:
    assert without_article("the Harbor Bank", ["Thieves robbed the Harbor Bank."]) == "Harbor Bank"
    assert without_article("A bear", ["A bear came."]) == "bear"
    assert without_article("The Hague", ["They met in The Hague."]) == "The Hague"
    assert without_article("The", ["The end."]) == "The"
    assert without_article("Theatre", []) == "Theatre"
    assert without_article("A few hundred", []) == "A few hundred"
    assert without_article("an hour", []) == "an hour"


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


def test_a_short_answer_is_cited_with_the_sentence_before_that_says_what_it_is_about(
    server: Loopback, chatbot: Chatbot
) -> None:
    text = "The lighthouse of Sandholm Point stands on a rock. It was built by Ada Moor and is open daily."
    (outcome,) = chatbot.ingest_documents([Document("/lighthouse.txt", text)])
    assert outcome
    server.says(speaks("Ada Moor [1]"))
    answer = chatbot.ask("Who built the lighthouse of Sandholm Point?")
    assert answer.sentences[0].text == "Ada Moor."
    (citation,) = answer.citations
    assert citation.quote == text
    assert chatbot.library.get(citation.article_id).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("question", "answer", "before", "quote", "told"),
    [
        ("How many were taken to hospital?", "12", "Two were taken to hospital.", "The other 12 were treated.", False),
        ("How many live in Calder?", "428", "Calder is a town.", "Its population was 428.", True),
        ("Who was arrested in Calder?", "Smith", "In Calder Ada Moor was arrested.", "She had called Smith.", False),
        ("Who opened Calder Hall?", "Ada Moor", "It is Calder Hall.", "It was opened by Ada Moor.", True),
        (
            "Who opened Calder Hall?",
            "Ada Moor",
            "There spoke Ada Moor and Bo Karl.",
            "Then she opened Calder Hall.",
            True,
        ),
        ("Who opened Calder Hall?", "Ada Moor", "It is Calder Hall.", "Ada Moor sang.", False),
        ("Which animal met Bo Karl?", "A bear.", "Bo Karl was in Alaska.", "There he met a bear.", True),
        ("How many live in Calder?", "428", "", "Its population was 428.", False),
    ],
)
def test_the_sentence_before_counts_where_it_is_referred_to_and_answers_with_nothing_else(
    question: str, answer: str, before: str, quote: str, *, told: bool
) -> None:
    item = Evidence("a", 1, Span(0, len(quote)), quote, Metadata(), before=before)
    assert is_told_by_the_sentence_before(answer, item, question) is told


def test_numbers_are_shown_as_the_article_writes_them() -> None:
    assert (
        as_written("6 missiles and 145 drones", ["It sent six missiles and 145 drones."])
        == "six missiles and 145 drones"
    )
    assert as_written("Two terms", ["After 2 terms he left."]) == "2 terms"
    assert as_written("2", ["After two terms he had 2 houses."]) == "2"


@pytest.mark.parametrize(("year", "shown"), [(2025, True), (2024, False)])
def test_the_year_of_a_question_may_be_that_of_the_article(
    server: Loopback, chatbot: Chatbot, year: int, *, shown: bool
) -> None:
    server.says(speaks("Saint Aldwyn [1]"))
    answer = chatbot.ask(f"Which passenger ferry struck the north pier at Kilbrannagh in {year}?")
    assert (answer.sentences[0].text == "Saint Aldwyn.") is shown


@pytest.mark.parametrize("written", ["Saint Aldwyn [1]", "The Saint Aldwyn struck the north pier at Kilbrannagh. [1]"])
@pytest.mark.parametrize(("month", "shown"), [(3, True), (9, False)])
def test_what_was_published_before_the_time_asked_about_is_quoted_with_its_day(
    server: Loopback, chatbot: Chatbot, month: int, written: str, *, shown: bool
) -> None:
    server.says(speaks(written))
    asked_at = datetime(2025, month, 9, 12, tzinfo=UTC)
    answer = chatbot.ask("Which passenger ferry struck the north pier at Kilbrannagh this week?", asked_at=asked_at)
    assert (answer.sentences[0].text == "Saint Aldwyn.") is shown
    assert shown or "8 March 2025: “" in answer.sentences[0].text


@pytest.mark.parametrize("written", ["Ninety people [1]", "The dam keeper", "Not known", "Saint Aldwyn [1]"])
def test_a_short_answer_that_nothing_supports_gives_way_to_a_quotation(
    server: Loopback, chatbot: Chatbot, written: str
) -> None:
    server.says(speaks(written))
    answer = chatbot.ask(FERRY)
    assert not any(sentence.text.startswith(written[:5]) for sentence in answer.sentences)
    assert "“" in answer.sentences[0].text
    assert "ourteen" in answer.sentences[0].text


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Who said “Ada Moor wants peace”?", False),
        ("Who wants peace, Ada Moor or Bo Karl?", True),
        ("Who wants peace?", True),
        ("How many want peace?", False),
    ],
)
def test_what_only_repeats_the_question_is_no_answer(question: str, *, holds: bool) -> None:
    quote = "“Ada Moor wants peace,” said Bo Karl."
    evidence = [Evidence("a", 1, Span(0, len(quote)), quote, Metadata())]
    read = read_short_answer("Ada Moor", Question(question, datetime(2025, 3, 9, tzinfo=UTC)), evidence)
    assert read
    assert bool(read.holding) is holds


@pytest.mark.parametrize("written", ["Sound & Isles Ferries [4]", "The operator is Sound & Isles Ferries, a bank. [4]"])
def test_the_sentence_is_quoted_from_which_the_model_read_what_nothing_supports(
    server: Loopback, chatbot: Chatbot, written: str
) -> None:
    server.says(speaks(written))
    answer = chatbot.ask("Which company operates the Saint Aldwyn?")
    assert "The operator, Sound & Isles Ferries, said" in answer.sentences[0].text
    assert all(sentence.verdict is Verdict.SUPPORTED for sentence in answer.sentences)


def test_what_an_article_denies_is_no_answer(server: Loopback, chatbot: Chatbot) -> None:
    text = "The Dunmore mains will cost $48 million. It will not cost $84 million, as a headline said."
    (outcome,) = chatbot.ingest_documents([Document("/mains.txt", text)])
    assert outcome
    server.says(speaks("$84 million [2]"))
    answer = chatbot.ask("How much will the Dunmore mains cost?")
    assert "$84 million." not in [sentence.text for sentence in answer.sentences]
    assert "not cost $84 million" in answer.text
    server.says(speaks("$48 million [1]"))
    assert chatbot.ask("How much will the Dunmore mains cost?").sentences[0].text == "$48 million."


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
