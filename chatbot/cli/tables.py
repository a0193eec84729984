"""Lists as tables, or as lines where the terminal has no room for a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from chatbot.cli.hanging import Hanging

LEAST_COLUMNS = 60
"""Of a terminal in which a table can be read."""
Cells = tuple[str, ...]


def print_rows(console: Console, heads: Sequence[str], rows: Sequence[Cells], line: Callable[[Cells], Text]) -> None:
    """Print what can be shown on any terminal: cells are printable lines.

    Args:
        console: the terminal.
        heads: of the columns; those that would be empty are left out, so that titles have room.
        rows: as many cells as heads each.
        line: a row where a table has no room.
    """
    if console.width < LEAST_COLUMNS:
        for row in rows:
            console.print(Hanging(line(row), indent=2))
        return
    shown = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    table = Table(box=None, header_style="bold")
    for at in shown:
        table.add_column(heads[at], overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[at]) for at in shown))
    console.print(table)
