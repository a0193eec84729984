"""The form in which a question is asked changes nothing of what is asked."""

from __future__ import annotations

import pytest

from chatbot.question.phrasing import phrased
from tests.question.asking import by_rules

ASKED = "How many people were hurt in the tunnel fire?"
FORMS = [
    "How many people were hurt in the tunnel fire",
    "How many people were hurt in the tunnel fire...",
    "How many people were hurt in the tunnel fire…",
    "How many people were hurt in the tunnel fire???",
    "How many people were hurt in the tunnel fire ?!",
    "HOW MANY PEOPLE WERE HURT IN THE TUNNEL FIRE",
    '"How many people were hurt in the tunnel fire?"',
    '"How many people were hurt in the tunnel fire"???',
    "«How many people were hurt in the tunnel fire?»",
    "„How many people were hurt in the tunnel fire?“",
    "Q: How many people were hurt in the tunnel fire?",
    "Q3) How many people were hurt in the tunnel fire?",
    "Q. How many people were hurt in the tunnel fire?",
    "Question: “How many people were hurt in the tunnel fire?”",
    "How many people were hurt in the tunnel fire? 🚒🙏🏽",
    "👉 How many people were hurt in the tunnel fire 🤔",
    "How many people were hurt in the tunnel fire? :-)",
    "Ｈｏｗ ｍａｎｙ people were hurt in the tunnel fire？",
    "How many people were hurt in the tun\u00adnel\u00a0fire?",
]
POLITE = [
    "Please tell me how many people were hurt in the tunnel fire.",
    "Can you tell me how many people were hurt in the tunnel fire",
    "Please tell me: “how many people were hurt in the tunnel fire?”",
    "Hi! I hope you are doing well. Could you please tell me how many people were hurt in the tunnel fire? Thanks!",
]


@pytest.mark.parametrize("form", [*FORMS, *POLITE])
def test_all_forms_ask_the_same(form: str) -> None:
    wanted, parsed = by_rules(ASKED), by_rules(form)
    assert parsed.text.casefold() == wanted.text.casefold()
    assert [query.casefold() for query in parsed.queries] == [query.casefold() for query in wanted.queries]
    assert (parsed.kind, parsed.asked.text) == (wanted.kind, form)


@pytest.mark.parametrize(
    "text",
    [
        "Who won the race at 30°?", "Acme Inc.", "C++ 14", "🚒", "...", "?", "“Stop,” he said: who?", "Fire in Calder!",
        "It rose to 21°",
    ],
)  # fmt: skip
def test_what_is_no_form_stays(text: str) -> None:
    assert phrased(text).search == text
