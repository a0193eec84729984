"""The commands that keep a library well: `chatbot backup`, `restore`, `doctor`; and `chatbot feedback`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chatbot.cli.parameters import LibraryOption


def feedback(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file instead.", show_default=False)
    ] = None,
    only_bad: Annotated[bool, typer.Option("--bad", help="Only answers that did not help.")] = False,
    library: LibraryOption = None,
) -> None:
    """Print the answers that readers have rated, one JSON object a line, for `python -m evals feedback`."""
    from chatbot.cli.feedback import run_feedback

    run_feedback(out, library, only_bad=only_bad)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; must not exist.")],
    auth: Annotated[
        Path | None, typer.Option("--auth", metavar="FILE", help="Save this file of users too.", show_default=False)
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Save the library, its conversations and briefings in one file, and check it."""
    from chatbot.cli.upkeep import run_backup

    run_backup(file, auth, library)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `chatbot backup` wrote.")],
    library: LibraryOption = None,
) -> None:
    """Make a library from a backup, in a folder that is empty or does not exist."""
    from chatbot.cli.upkeep import run_restore

    run_restore(file, library)


def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Rebuild damaged indexes, set a damaged history aside.")
    ] = False,
    library: LibraryOption = None,
) -> None:
    """Look at every part of the library. No article is ever changed or deleted.

    The exit status is 1 when something is broken.
    """
    from chatbot.cli.upkeep import run_doctor

    raise typer.Exit(run_doctor(library, repair=repair))
