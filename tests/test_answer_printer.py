"""What is drawn anew in a terminal while it is written ends as what is printed into a file."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console, ConsoleRenderable

from chatbot.cli.answer_printer import AnswerPrinter
from tests.answers import ferry_events

_CONTROL = re.compile(r"\x1b\[(\d*)([A-Za-z])|\x1b\[\?\d+[hl]|([\r\n])|([^\x1b\r\n]+)")


class Screen:
    """As much of a terminal as Rich uses: text, new lines, going up, deleting a line."""

    def __init__(self) -> None:
        self.lines = [""]
        self.row = 0

    def feed(self, output: str) -> list[str]:
        """What is on the screen after all of the output, without the empty lines at its end."""
        for match in _CONTROL.finditer(output):
            self._take(match)
        return [line.rstrip() for line in "\n".join(self.lines).rstrip().split("\n")]

    def _take(self, match: re.Match[str]) -> None:
        count, command, line_end, text = match.groups()
        if line_end == "\n":
            self.row += 1
            self.lines += [""] * (self.row + 1 - len(self.lines))
        elif command == "A":
            self.row -= int(count or 1)
            assert self.row >= 0, "went up beyond what was written"
        elif command == "K" or text:
            self.lines[self.row] = "" if command else self.lines[self.row] + text


class Redrawing:
    """The worst moment for Rich's thread to draw: after a printing has begun, and before it is written."""

    def __init__(self, printer: AnswerPrinter) -> None:
        self._live = printer._live
        self._busy = False

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        if not self._busy:
            self._busy = True
            self._live.refresh()
            self._busy = False
        return renderables


@pytest.mark.parametrize("redraws", [False, True])
def test_a_terminal_ends_with_what_a_file_holds(redraws: bool) -> None:
    drawn = Console(file=io.StringIO(), width=100, height=200, force_terminal=True, force_interactive=True)
    plain = Console(file=io.StringIO(), width=100)
    for console in (drawn, plain):
        with AnswerPrinter(console) as printer:
            if redraws and console is drawn:
                console.push_render_hook(Redrawing(printer))
            printer.print(ferry_events())
    assert isinstance(drawn.file, io.StringIO)
    assert isinstance(plain.file, io.StringIO)
    assert Screen().feed(drawn.file.getvalue()) == plain.file.getvalue().rstrip().splitlines()


def test_no_line_in_a_file_ends_with_spaces() -> None:
    console = Console(file=io.StringIO(), width=60)
    with AnswerPrinter(console) as printer:
        printer.print(ferry_events())
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


def test_in_a_conversation_it_is_said_once_that_no_model_writes() -> None:
    for says, count in ((True, 1), (False, 0)):
        console = Console(file=io.StringIO(), width=200)
        with AnswerPrinter(console, says_who_writes=says) as printer:
            printer.print(ferry_events(""))
        assert isinstance(console.file, io.StringIO)
        assert console.file.getvalue().count("`chatbot models`") == count
