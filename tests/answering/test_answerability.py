"""How likely the evidence answers a question at all."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answering.answerability import WEIGHTS_FILE, Answerability, features
from chatbot.records import Evidence
from tests.answering.evidence import evidence

QUESTION = "How many passengers were injured on the ferry?"


def near(quote: str, similarity: float, title: str = "") -> Evidence:
    return replace(evidence(quote, title=title), similarity=similarity, context=quote)


def test_what_the_question_tells_is_looked_for_in_sentences_passages_and_titles() -> None:
    whole = near("Fourteen passengers of the ferry were injured.", 0.8)
    half = near("Passengers waited for hours.", 0.5, title="Ferry strikes pier")
    nothing = near("It rained in Calder.", 0.2)
    found = features(QUESTION, [whole, half, nothing])
    assert (found.best_similarity, found.sentence_share, found.context_share) == (0.8, 1.0, 1.0)
    assert found.top_similarity == pytest.approx(0.5)
    found = features(QUESTION, [half])
    assert found.sentence_share == pytest.approx(2 / 3), "the title counts"
    assert features(QUESTION, [nothing]).sentence_share == 0


def test_an_answer_is_likelier_than_what_is_about_something_else() -> None:
    answerability = Answerability()
    answering = [near("Fourteen passengers of the ferry were injured.", 0.8)]
    elsewhere = [near("The bakery bakes rye bread.", 0.1)]
    likely, unlikely = (answerability.probability(QUESTION, found) for found in (answering, elsewhere))
    assert likely >= answerability.threshold > unlikely
    assert answerability.probability(QUESTION, []) == 0


def test_in_a_script_that_the_model_does_not_read_only_words_tell() -> None:
    answerability = Answerability()
    answering = near("渡轮上有十四名乘客受伤。", 0.0, title="渡轮撞上码头")
    alike = near("面包店今天烤黑麦面包。", 0.9)
    likely, unlikely = (answerability.probability("渡轮上多少乘客受伤？", [item]) for item in (answering, alike))
    assert likely >= answerability.threshold > unlikely
    reading = Answerability(reads=lambda text: True)
    assert reading.probability("渡轮上多少乘客受伤？", [alike]) > unlikely, "another model may read it"


def test_the_threshold_is_the_calibrated_one_unless_it_is_set() -> None:
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"]
    assert Answerability().threshold == stored["threshold"]
    assert Answerability(0.0).threshold == 0.0


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=60), st.floats(-1, 1)), min_size=1, max_size=4))
def test_a_probability_is_one_for_any_text(question: str, found: list[tuple[str, float]]) -> None:
    assert 0 <= Answerability().probability(question, [near(*item) for item in found]) <= 1
