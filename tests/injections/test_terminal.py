"""The terminal obeys the program and nobody else: no text brings a colour, a link or a title of its own."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from chatbot.answering.events import Finished
from chatbot.cli import articles, main
from chatbot.cli.answer_printer import AnswerPrinter
from chatbot.cli.briefing_page import print_briefing
from chatbot.cli.rendering import sentence_text
from chatbot.cli.sources import print_citations
from chatbot.cli.tables import print_rows
from chatbot.errors import UnreadableSource
from tests.injections import places
from tests.injections.commands import STEERING
from tests.injections.payloads import PAYLOADS, PLAIN, missing


def print_sentences(console: Console, text: str) -> None:
    for sentence in places.sentences(text):
        console.print(sentence_text(sentence))


def print_answer(console: Console, text: str) -> None:
    with AnswerPrinter(console) as printer:
        printer.print(iter([*places.events(text), Finished(places.answer(text))]))


VIEWS: dict[str, Callable[[Console, str], None]] = {
    "sentences": print_sentences,
    "answer": print_answer,
    "sources": lambda console, text: print_citations(console, places.citations(text)),
    "briefing": lambda console, text: print_briefing(console, places.briefing(text)),
    "articles": lambda console, text: print_rows(
        console, articles.COLUMNS, [articles._cells(places.summary(text))], articles._line
    ),
}


def printed(view: str, text: str) -> str:
    style = {"force_terminal": True, "force_interactive": False, "color_system": "truecolor"}
    console = Console(file=io.StringIO(), width=4000, highlight=False, **style)
    VIEWS[view](console, text)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("view", VIEWS)
def test_no_text_steers_the_terminal(view: str) -> None:
    own = STEERING.findall(printed(view, PLAIN))
    assert own
    assert [str(each) for each in PAYLOADS if STEERING.findall(printed(view, each.text)) != own] == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_terminal_shows_every_text_as_it_is(view: str) -> None:
    harmless = STEERING.sub("", printed(view, PLAIN))
    lost = {str(each): missing(STEERING.sub("", printed(view, each.text)), harmless, each) for each in PAYLOADS}
    assert {name: count for name, count in lost.items() if count} == {}


def test_errors_are_two_lines_of_ours(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "4000")
    for each in PAYLOADS:
        main.print_error(UnreadableSource(each.text, each.text))
        told = capsys.readouterr().err
        assert told.count("\n") == 2, each
        assert STEERING.findall(told) == []
        assert missing(told, f"{PLAIN} {PLAIN}", each) == 0, each
