"""The terminal, as every command writes to it: words that come from elsewhere are words, whatever they look like."""

from __future__ import annotations

from rich.console import Console


def terminal(*, stderr: bool = False, quiet: bool = False) -> Console:
    """A console that reads no markup and no names of emoji in text; `Text` brings its styles along."""
    return Console(stderr=stderr, quiet=quiet, highlight=False, markup=False, emoji=False)
