"""A question understood once, for every later stage: by rules, and where there is a chat model by one call to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chatbot.errors import ModelError
from chatbot.question.believing import believed
from chatbot.question.planning import Planner
from chatbot.question.rules import WITHOUT_SEARCH, Rules
from chatbot.records import ParsedQuestion, Question, Turn, Usage
from chatbot.text.time_words import read_period


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was understood, and what that cost."""

    question: ParsedQuestion
    usage: Usage = Usage()
    """Of the chat model; nothing where rules sufficed or the model failed."""


class Understanding:
    """Understands questions.

    Args:
        planner: asks a chat model; None where rules alone decide.
        languages: ISO codes of the library's articles, most frequent first.
        publishers: of the library's articles.
    """

    def __init__(
        self,
        planner: Planner | None,
        languages: Callable[[], Sequence[str]],
        publishers: Callable[[], Sequence[str]],
    ) -> None:
        self._planner = planner
        self._languages = languages
        self._rules = Rules(languages, publishers)

    def understand(self, question: Question, history: Sequence[Turn] = ()) -> Understood:
        """What is asked. A model that fails, or says what cannot be believed, leaves the rules' reading as it is.

        Args:
            question: as it was asked.
            history: earlier turns of the conversation, oldest first.

        Raises:
            LibraryError: the library cannot be read.
        """
        by_rules = self._rules.read(question, history)
        if self._planner is None or by_rules.kind in WITHOUT_SEARCH:
            return Understood(by_rules)
        languages = self._languages()
        try:
            plan = self._planner.plan(question, history, languages)
        except ModelError:
            return Understood(by_rules)
        return Understood(believed(plan.value, by_rules, history, languages), plan.usage)


def plain_question(question: Question) -> ParsedQuestion:
    """A search that nobody asked as a question, such as a claim to be checked: its text is its only query."""
    reading = read_period(question.text, question.asked_at)
    return ParsedQuestion(question, question.text, (question.text,), filters=question.filters, reading=reading)
