"""Questions that lean on the conversation before them, and those that do not."""

from __future__ import annotations

import pytest

from chatbot.records import AnswerKind, ParsedQuestion, Turn
from tests.question.asking import COURT, FERRY, MAINS, PRIZE, THANKS, by_rules

GERMAN = Turn("Wie viele Menschen wurden beim Fährunfall verletzt?", "Vierzehn Menschen wurden verletzt.", ("f",))
SPANISH = Turn("¿Cuánto cuesta el puente de Altenried?", "El puente cuesta 90 millones.", ("p",))
FRENCH = Turn("Combien coûtera le pont de la ville ?", "Le pont coûtera 90 millions d'euros.", ("p",))
REFUSED = Turn("Who is the mayor of Atlantis?", "The articles say nothing of it.", ())

NAMED = [
    (MAINS, "How long will it take?", "How long will the water main program take?"),
    (MAINS, "who pays for it?", "Who pays for the water main program?"),
    (MAINS, "Did the council approve it?", "Did the council approve the water main program?"),
    (FERRY, "how many died?", "How many died in the ferry accident?"),
    (FERRY, "How many people died?", "How many people died in the ferry accident?"),
    (FERRY, "was anyone killed?", "Was anyone killed in the ferry accident?"),
    (FERRY, "And how long did it last?", "How long did the ferry accident last?"),
    (PRIZE, "How old is he?", "How old is Łukasz Żółkiewski?"),
    (PRIZE, "what did he say?", "What did Łukasz Żółkiewski say?"),
    (GERMAN, "Wie viele starben?", "Wie viele starben beim Fährunfall?"),
]
BESIDE_THE_ANSWER = [
    (FERRY, "when?", "When"),
    (FERRY, "why?", "Why"),
    (FERRY, "and who said that?", "Who said that"),
    (FERRY, "tell me more", "Tell me more"),
    (FERRY, "What happened then?", "What happened then"),
    (FERRY, "is that more than in other accidents?", "Is that more than in other accidents"),
    (MAINS, "how much exactly?", "How much exactly"),
    (MAINS, "who pays?", "Who pays"),
    (COURT, "When was it decided?", "When was it decided"),
    (COURT, "What did they say?", "What did they say"),
    (GERMAN, "und wann?", "Wann"),
    (GERMAN, "Wer hat das gesagt?", "Wer hat das gesagt"),
    (SPANISH, "¿y cuándo?", "¿Cuándo"),
    (SPANISH, "¿Quién dijo eso?", "¿Quién dijo eso"),
    (FRENCH, "et quand ?", "Quand"),
    (FRENCH, "Qui a dit ça ?", "Qui a dit ça"),
]
CHANGED = [
    (FERRY, "and in the rail strike?", "How many people were injured in the rail strike?"),
    (FERRY, "and the rail strike?", "How many people were injured in the rail strike?"),
    (FERRY, "what about the bus crash in Calder?", "How many people were injured in the bus crash in Calder?"),
    (FERRY, "and last year?", "How many people were injured in the ferry accident last year?"),
    (MAINS, "and the ferry?", "How much will the ferry cost?"),
    (MAINS, "and in Calder?", "How much will the water main program cost in Calder?"),
    (PRIZE, "And the second prize?", "Who won the second prize?"),
    (COURT, "and the police?", "What did the police say about drones?"),
    (COURT, "and about guns?", "What did the appeals court say about guns?"),
    (REFUSED, "and of Calder?", "Who is the mayor of Calder?"),
    (GERMAN, "und beim Bahnstreik?", "Wie viele Menschen wurden beim Bahnstreik verletzt?"),
    (GERMAN, "Was ist mit dem Bahnstreik?", "Wie viele Menschen wurden beim Bahnstreik verletzt?"),
    (SPANISH, "¿Y el ferry?", "¿Cuánto cuesta el ferry?"),
    (FRENCH, "Et le ferry ?", "Combien coûtera le ferry?"),
]
INDEPENDENT = [
    (FERRY, "How many people were injured in the rail strike?"),
    (FERRY, "And who won the Sarnia Prize?"),
    (FERRY, "Who is the Kremlin spokesman?"),
    (FERRY, "What is river silt?"),
    (FERRY, "who is zelensky?"),
    (FERRY, "How long did the two presidents speak?"),
    (FERRY, "When did Trump say that he would meet Putin?"),
    (FERRY, "Did the union accept the deal, and why does that matter?"),
    (FERRY, "Are there any flood alerts in force?"),
    (FERRY, "Which films won prizes this week?"),
    (FERRY, "list all articles from April"),
    (FERRY, "What happened this week?"),
    (FERRY, "puffins"),
    (FERRY, "Who wrote that the strike was averted?"),
    (MAINS, "Sony's profit in the last year?"),
    (MAINS, "Orbán's party and the vote?"),
    (GERMAN, "Wer ist der Bürgermeister von Altenried?"),
    (GERMAN, "Haben Sie Artikel über Papageitaucher?"),
    (SPANISH, "¿Quién ganó las elecciones de Calder?"),
    (FRENCH, "Pourquoi la grève a-t-elle été évitée ?"),
]


@pytest.mark.parametrize(("last", "text", "alone"), NAMED)
def test_a_pronoun_or_an_omission_gets_its_name_where_only_one_thing_can_be_meant(
    last: Turn, text: str, alone: str
) -> None:
    parsed = by_rules(text, [last])
    assert parsed.text == parsed.queries[0] == alone
    refers_back(parsed, last)


@pytest.mark.parametrize(("last", "text", "begin"), BESIDE_THE_ANSWER)
def test_what_could_mean_several_things_is_asked_beside_the_last_answer(last: Turn, text: str, begin: str) -> None:
    parsed = by_rules(text, [last])
    first_sentence = last.answer.split(". ")[0].rstrip(".")
    assert parsed.text == f"{begin}: {first_sentence}?"
    refers_back(parsed, last)


def refers_back(parsed: ParsedQuestion, last: Turn) -> None:
    assert parsed.article_ids == last.article_ids
    assert parsed.history == (last,)
    assert any(last.question in query for query in parsed.queries)
    assert len(parsed.queries) <= 4


@pytest.mark.parametrize(("last", "text", "alone"), CHANGED)
def test_another_subject_takes_the_place_of_the_old_one(last: Turn, text: str, alone: str) -> None:
    parsed = by_rules(text, [last])
    assert parsed.text == parsed.queries[0] == alone
    assert not any(last.question in query for query in parsed.queries)
    assert (parsed.article_ids, parsed.history) == ((), (last,))


@pytest.mark.parametrize(("last", "text"), INDEPENDENT)
def test_a_question_that_stands_alone_is_left_alone(last: Turn, text: str) -> None:
    parsed = by_rules(text, [last])
    assert (parsed.text, parsed.history, parsed.article_ids) == (text, (), ())


def test_without_a_conversation_nothing_is_resolved() -> None:
    for text in ("when?", "and who said that?", "and the ferry?"):
        assert by_rules(text).history == ()
        assert by_rules(text, [THANKS]).article_ids == ()


def test_who_said_it_is_searched_in_the_words_of_the_answer() -> None:
    queries = by_rules("and who said that?", [FERRY]).queries
    assert queries[-1].startswith("Fourteen people were injured when the ferry struck the pier")


def test_a_refusal_is_nothing_to_go_on_from() -> None:
    assert by_rules("why?", [REFUSED]).text == "Why: the mayor of Atlantis?"


def test_a_list_or_digest_of_it_is_about_the_last_subject() -> None:
    listed = by_rules("which articles mention it?", [MAINS])
    assert (listed.kind, listed.queries[0]) == (AnswerKind.ARTICLES, "the water main program")
    told = by_rules("summarize that", [FERRY])
    assert (told.kind, told.queries[0]) == (AnswerKind.DIGEST, "the ferry accident")
    changed = by_rules("and the ferry?", [Turn("Summarize everything on the rail strike", "It was averted.", ("r",))])
    assert (changed.kind, changed.queries[0]) == (AnswerKind.DIGEST, "the ferry")


def test_of_long_turns_little_is_repeated() -> None:
    long = Turn("Who won " + "the prize " * 5_000, "Somebody won " + "it " * 5_000, ("x",))
    assert sum(map(len, by_rules("and who said that?", [long] * 9).queries)) < 2_000


def test_only_the_last_turns_go_with_a_question() -> None:
    turns = [Turn(f"How tall is tower {number}?", f"Tower {number} is tall.", ("t",)) for number in range(30)]
    assert by_rules("why?", turns).history == tuple(turns[-4:])


def test_a_conversation_of_eight_turns() -> None:
    """Follow-ups, thanks, another subject, a list and another language, each after all those before it."""
    said = [
        ("How many people were injured in the ferry accident?", FERRY.answer, ("ferry-1",)),
        ("and in the rail strike?", "Nobody was injured in the rail strike.", ("rail-1",)),
        ("when?", "The strike was averted on Friday, the union said.", ("rail-2",)),
        ("thanks!", "You are welcome.", ()),
        ("and who said that?", "A spokesman of the union said so.", ("rail-2",)),
        ("How much will the water main program cost?", MAINS.answer, ("mains-1",)),
        ("which articles mention it?", "Two articles mention it.", ("mains-1", "mains-2")),
        ("¿y cuándo?", "En 2027.", ("mains-2",)),
    ]
    turns = [Turn(*turn) for turn in said]
    parsed = [by_rules(turn.question, turns[:number]) for number, turn in enumerate(turns)]
    assert parsed[0].history == ()
    assert parsed[1].text == "How many people were injured in the rail strike?"
    assert parsed[1].article_ids == ()
    assert parsed[2].text == "When: Nobody was injured in the rail strike?"
    assert parsed[2].article_ids == ("rail-1",)
    assert parsed[2].queries[1] == "How many people were injured in the rail strike? when"
    assert parsed[3].kind is AnswerKind.COURTESY
    assert parsed[4].text == "Who said that: The strike was averted on Friday, the union said?"
    assert parsed[4].article_ids == ("rail-2",)
    assert parsed[5].history == ()
    assert (parsed[6].kind, parsed[6].queries[0]) == (AnswerKind.ARTICLES, "the water main program")
    assert parsed[7].language == "es"
    assert parsed[7].article_ids == ("mains-1", "mains-2")
    assert "water main program" in " ".join(parsed[7].queries)
