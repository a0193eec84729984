"""Questions of the tests: asked on one evening of a library of two languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from chatbot.question.rules import Rules
from chatbot.records import Filters, ParsedQuestion, Question, Turn

NOW = datetime(2025, 11, 20, 19, 30, tzinfo=UTC)
PUBLISHERS = ("Continental Review", "Field & Orbit", "Northgate Dispatch", "Rheinufer Zeitung", "The Harbor Ledger")
LANGUAGES = ("en", "de")

FERRY = Turn(
    "How many people were injured in the ferry accident?",
    "Fourteen people were injured when the ferry struck the pier, the harbor authority said. Nobody fell into the sea.",
    ("ferry-1", "ferry-2"),
)
MAINS = Turn(
    "How much will the water main program cost?",
    "The program will cost $48 million, the county said in a correction.",
    ("mains-1",),
)
PRIZE = Turn("Who won the Sarnia Prize?", "Łukasz Żółkiewski won the Sarnia Prize in the ninth round.", ("prize-1",))
COURT = Turn(
    "What did the appeals court say about drones?",
    "The court said that police need a warrant for drone flights.",
    ("court-1",),
)
THANKS = Turn("Thanks!", "You are welcome.")


def asked(text: str, filters: Filters = Filters()) -> Question:
    return Question(text, NOW, filters)


def by_rules(
    text: str, history: Sequence[Turn] = (), filters: Filters = Filters(), languages: Sequence[str] = LANGUAGES
) -> ParsedQuestion:
    """What the rules say of a question."""
    return Rules(lambda: languages, lambda: PUBLISHERS).read(asked(text, filters), history)
