"""What is drawn anew in a terminal while it is written ends as what is printed into a file."""

from __future__ import annotations

import io
import re
from threading import Thread, current_thread

import pytest
from rich.console import Console, ConsoleRenderable
from rich.live import Live

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


def drawn_by_a_thread(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it draw at the worst moment: after a printing has begun, and before it is written."""
    begin, here = live.process_renderables, current_thread()

    def begins(renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        begun = begin(renderables)
        if current_thread() is here:
            drawing = Thread(target=live.refresh)
            drawing.start()
            drawing.join(0.05)  # It waits where the display is locked, and goes on behind.
        return begun

    monkeypatch.setattr(live, "process_renderables", begins)


@pytest.mark.parametrize("redraws", [False, True])
def test_a_terminal_ends_with_what_a_file_holds(redraws: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    screen, file = io.StringIO(), io.StringIO()
    terminal = Console(
        file=screen, width=100, height=200, color_system=None, force_terminal=True, force_interactive=True
    )
    with AnswerPrinter(terminal) as printer:
        if redraws:
            drawn_by_a_thread(printer._live, monkeypatch)
        printer.print(ferry_events())
    with AnswerPrinter(Console(file=file, width=100)) as printer:
        printer.print(ferry_events())
    assert Screen().feed(screen.getvalue()) == [line.rstrip() for line in file.getvalue().rstrip().splitlines()]


def test_no_line_in_a_file_ends_with_spaces_but_those_of_tables() -> None:
    console = Console(file=io.StringIO(), width=60)
    with AnswerPrinter(console) as printer:
        printer.print(ferry_events())
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert [line for line in lines if line != line.rstrip() and not line.startswith("Ledger ")] == []


def test_in_a_conversation_it_is_said_once_that_no_model_writes() -> None:
    for says, count in ((True, 1), (False, 0)):
        console = Console(file=io.StringIO(), width=200)
        with AnswerPrinter(console, says_who_writes=says) as printer:
            printer.print(ferry_events(""))
        assert isinstance(console.file, io.StringIO)
        assert console.file.getvalue().count("`chatbot models`") == count
