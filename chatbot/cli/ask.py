"""`chatbot ask` and `chatbot chat`: sentences appear as they are checked, sources at the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.status import Status

from chatbot.answering.events import Finished, Progress, Shown
from chatbot.answering.wording import score_line
from chatbot.app import Chatbot, build_chatbot
from chatbot.cli.console import terminal
from chatbot.cli.main import print_error
from chatbot.cli.rendering import print_citations, sentence_text
from chatbot.cli.serialising import answer_object, to_json
from chatbot.errors import ChatbotError
from chatbot.records import Answer, Filters, Turn

FAREWELLS = frozenset({"", "exit", "quit", ":q"})


def run_ask(
    question: str, asked_at: datetime | None, filters: Filters, given: dict[str, Any], *, as_json: bool
) -> None:
    """Answer one question."""
    with build_chatbot(**given) as chatbot:
        if as_json:
            answer = chatbot.ask(question, asked_at=asked_at, filters=filters)
            print(to_json(answer_object(answer)))  # noqa: T201
        else:
            _show(chatbot, question, asked_at, filters, ())


def run_chat(filters: Filters, given: dict[str, Any]) -> None:
    """Answer questions until the reader has no more."""
    console = terminal()
    console.print("Ask about your articles. An empty line ends the conversation.", style="dim")
    history: list[Turn] = []
    with build_chatbot(**given) as chatbot:
        while (question := _next_question(console)) not in FAREWELLS:
            try:
                answer = _show(chatbot, question, None, filters, history)
            except ChatbotError as error:
                print_error(error)
                continue
            history.append(Turn(question, answer.text))


def _next_question(console: Console) -> str:
    try:
        return console.input("[bold green]?[/] ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _show(
    chatbot: Chatbot, question: str, asked_at: datetime | None, filters: Filters, history: Sequence[Turn]
) -> Answer:
    console = terminal()
    with console.status("opening the library") as status:
        for event in chatbot.stream(question, history=history, asked_at=asked_at, filters=filters):
            if isinstance(event, Finished):
                answer = event.answer
            else:
                _display(event, console, status)
    _print_sources(console, answer)
    return answer


def _display(event: Progress | Shown, console: Console, status: Status) -> None:
    if isinstance(event, Progress):
        status.update(event.stage)
    else:
        console.print(sentence_text(event.sentence))


def _print_sources(console: Console, answer: Answer) -> None:
    if answer.citations:
        console.print()
        print_citations(console, answer.citations)
        console.print(f"\n{score_line(answer)}", style="dim")
