"""What kind of thing a question asks for, and whether a sentence holds one."""

from __future__ import annotations

import pytest

from chatbot.question.expected_answer import expected_answer


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("How much does the bridge cost?", "The bill was $31.2 million.", True),
        ("How much does the bridge cost?", "It is 287 meters long.", False),
        ("Wie viel kostet die Brücke?", "Sie soll nun 24,9 Millionen Euro kosten.", True),
        ("Wie viel kostet die Brücke?", "Dort gab es 19 Unfälle.", False),
        ("How long did they talk?", "They talked for more than two hours.", True),
        ("How long did they talk?", "They talked at two.", False),
        ("How long did they talk?", "About two hours earlier, they had begun to talk.", False),
        ("How long did they talk?", "Two hours earlier they had begun, and they talked for 90 minutes.", True),
        ("How long did the boy wait?", "The 12-year-old waited.", False),
        ("How long before the vote did they talk?", "They talked two hours before.", True),
        ("When did it open?", "It opened on Monday.", True),
        ("Who won?", "In the end Elin Wambui-Strand won.", True),
        ("Who is Elin?", "Then Elin ran.", False),
        ("What is the population of Kilbrannagh?", "Some 900 people live there.", True),
        ("What was her date of birth?", "She was born in 1964.", True),
        ("Why did it rain?", "It rained.", False),
        ("Which company cut costs?", "It cost $3 million.", False),
        ("What will tickets cost when it opens?", "It cost $3 million.", True),
        ("How much did it cost when it opened?", "It cost $3 million.", True),
        ("What did she say when she won?", "It was in 1964.", False),
        ("She cried when she won which race?", "It was in 1964.", False),
        ("And when did the man who won leave?", "It was in 1964.", True),
    ],
)
def test_a_sentence_holds_what_is_asked_for(question: str, sentence: str, *, holds: bool) -> None:
    assert expected_answer(question).stands_in(sentence) is holds
