"""What is a claim and must be backed, and what only says that nothing was found."""

from __future__ import annotations

import pytest

from chatbot.answering.claims import is_claim, says_nothing_found


@pytest.mark.parametrize(
    "sentence",
    [
        "Hello!",
        "Hi there!",
        "Sure, here it is.",
        "Here are the key points:",
        "Would you like to know more?",
        "I hope this helps.",
    ],
)
def test_what_is_not_a_claim(sentence: str) -> None:
    assert not is_claim(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Peskov is the spokesman.",
        "Sure, 14 were hurt.",
        "The answer is: 23 people.",
        "Hillary Clinton lost.",
        "His brother was arrested.",
        "Surely the mayor lied.",
    ],
)
def test_what_is_a_claim(sentence: str) -> None:
    assert is_claim(sentence)


def test_a_model_that_says_that_it_found_nothing() -> None:
    assert says_nothing_found("The sources do not say anything about oil prices.")
    assert says_nothing_found("There is no information about that in the articles.")
    assert says_nothing_found("The text contains no evidence of that.")
    assert not says_nothing_found("Police found no evidence of fraud.")
    assert not says_nothing_found("Peskov did not say when the talks would end.")
