"""`chatbot ask` and `chatbot chat`: the answer appears as it is checked, sources at the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console

from chatbot.answering.serialising import answer_object
from chatbot.answering.wording import own_words_line
from chatbot.app import Chatbot, build_chatbot
from chatbot.cli.answer_printer import AnswerPrinter
from chatbot.cli.console import tell_who_receives_text, terminal
from chatbot.cli.main import print_error
from chatbot.cli.serialising import print_json
from chatbot.cli.streams import typed_text
from chatbot.errors import ChatbotError
from chatbot.records import Answer, Filters, Turn

FAREWELLS = frozenset({"", "exit", "quit", ":q"})


def run_ask(
    question: str, asked_at: datetime | None, filters: Filters, given: dict[str, Any], *, as_json: bool
) -> None:
    """Answer one question."""
    with build_chatbot(**given) as chatbot:
        tell_who_receives_text(chatbot.receives_text)
        if as_json:
            print_json(answer_object(chatbot.ask(question, asked_at=asked_at, filters=filters)))
        else:
            _show(chatbot, question, asked_at, filters, ())


def run_chat(asked_at: datetime | None, filters: Filters, given: dict[str, Any]) -> None:
    """Answer questions until the reader has no more."""
    console = terminal()
    console.print("Ask about your articles. An empty line ends the conversation.", style="dim")
    history: list[Turn] = []
    quoted = False
    with build_chatbot(**given) as chatbot:
        tell_who_receives_text(chatbot.receives_text)
        while (question := _next_question(console)) not in FAREWELLS:
            try:
                answer = _show(chatbot, question, asked_at, filters, history, says_who_writes=not quoted)
            except ChatbotError as error:
                print_error(error)
                continue
            finally:
                console.print()
            quoted = quoted or bool(own_words_line(answer))
            history.append(Turn(question, answer.text, answer.article_ids))


def _next_question(console: Console) -> str:
    try:
        return typed_text(console.input("[bold green]?[/] ")).strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _show(  # noqa: PLR0913 -- a question and what belongs to it
    chatbot: Chatbot,
    question: str,
    asked_at: datetime | None,
    filters: Filters,
    history: Sequence[Turn],
    *,
    says_who_writes: bool = True,
) -> Answer:
    with AnswerPrinter(terminal(), says_who_writes=says_who_writes) as printer:
        return printer.print(chatbot.stream(question, history=history, asked_at=asked_at, filters=filters))
