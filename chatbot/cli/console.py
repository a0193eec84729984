"""The terminal, as every command writes to it: words that come from elsewhere are words, whatever they look like."""

from __future__ import annotations

import os

from rich.console import Console

from chatbot.control_characters import printable_line

LEAST_COLUMNS = 20
"""Narrower terminals do not exist; programs that know none say 0."""
USUAL_COLUMNS = 80


def terminal(*, stderr: bool = False, quiet: bool = False) -> Console:
    """A console that reads no markup and no names of emoji in text; `Text` brings its styles along."""
    console = Console(stderr=stderr, quiet=quiet, highlight=False, markup=False, emoji=False)
    if console.width < LEAST_COLUMNS and "COLUMNS" in os.environ:
        console.width = USUAL_COLUMNS
    return console


def tell_who_receives_text(line: str) -> None:
    """Words that leave this machine leave it with the reader's knowledge: on standard error, apart from what is asked.

    Args:
        line: of `Chatbot.receives_text`; empty where nothing leaves, and then nothing is told.
    """
    if line:
        terminal(stderr=True).print(printable_line(line), style="dim")
