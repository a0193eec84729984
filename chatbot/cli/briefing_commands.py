"""`chatbot briefings …`."""

from __future__ import annotations

from typing import Annotated

import typer

from chatbot.cli.parameters import BriefingArgument, JsonOption, LibraryOption, OutOption, YesOption
from chatbot.cli.streams import typed_text

briefings = typer.Typer(
    help="List, open, compare, rename and delete the briefings that were written.", no_args_is_help=True
)


@briefings.command("list")
def list_briefings(as_json: JsonOption = False, library: LibraryOption = None) -> None:
    """List all kept briefings, newest first."""
    from chatbot.cli.briefings import run_list

    run_list(library, as_json=as_json)


@briefings.command("show")
def show_briefing(
    briefing: BriefingArgument, out: OutOption = None, as_json: JsonOption = False, library: LibraryOption = None
) -> None:
    """Open a briefing again, exactly as it was written."""
    from chatbot.cli.briefings import run_show

    raise typer.Exit(run_show(briefing, out or [], library, as_json=as_json))


@briefings.command("compare")
def compare_briefings(
    briefing: BriefingArgument,
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="Another one; by default the one before it on the same topic.")
    ] = "",
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Compare two briefings: what is new, what is counted otherwise, what is no longer told."""
    from chatbot.cli.briefings import run_compare

    run_compare(briefing, other, library, as_json=as_json)


@briefings.command("rename")
def rename_briefing(
    briefing: BriefingArgument,
    title: Annotated[str, typer.Argument(help="Its new title.", show_default=False)],
    library: LibraryOption = None,
) -> None:
    """Give a briefing another title."""
    from chatbot.cli.briefings import run_rename

    run_rename(briefing, typed_text(title), library)


@briefings.command("delete")
def delete_briefings(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of briefings, or their first characters.")],
    yes: YesOption = False,
    library: LibraryOption = None,
) -> None:
    """Delete briefings. Nothing of them stays in the library's files."""
    from chatbot.cli.briefings import run_delete

    run_delete(ids, library, without_asking=yes)
