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
        "Thank you for your question!",
        "Of course. Here is a timeline of what happened.",
        "Please let me know.",
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
        "Sorry, Bo Karl resigned.",
        "Here is the mayor Bo Karl.",
        "Here are the 14 who were injured:",
        "I hope that answers Bo Karl.",
        "The council, which had promised to repair the bridge by spring, has now said that:",
    ],
)
def test_what_is_a_claim(sentence: str) -> None:
    assert is_claim(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The sources do not say anything about oil prices.",
        "The articles don't say.",
        "Unfortunately, none of the articles mentions the price.",
        "There is no information about that in the articles.",
        "The text contains no evidence of that.",
        "The price is not mentioned in the provided articles.",
        "Die Artikel sagen dazu nichts.",
        "Las fuentes no dicen nada de eso.",
        "Les articles ne disent rien à ce sujet.",
    ],
)
def test_a_model_that_says_that_it_found_nothing(sentence: str) -> None:
    assert says_nothing_found(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Police found no evidence of fraud.",
        "Peskov did not say when the talks would end.",
        "The sources do not say why, but the mayor resigned.",
        "The articles do not say when; they say that Bo Karl resigned.",
        "The company's articles say no such thing.",
        "",
    ],
)
def test_who_says_something_has_not_said_that_nothing_was_found(sentence: str) -> None:
    assert not says_nothing_found(sentence)
