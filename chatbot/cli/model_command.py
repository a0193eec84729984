"""`chatbot models` and its options."""

from __future__ import annotations

from typing import Annotated

import typer

from chatbot.cli.parameters import JsonOption


def models(  # noqa: PLR0913 -- one parameter for each option
    test: Annotated[
        bool, typer.Option("--test", help="Ask a model: does it answer, how soon, how much does it read?")
    ] = False,
    url: Annotated[str, typer.Option(help="Endpoint to test; usually ends in /v1.", show_default=False)] = "",
    model: Annotated[str, typer.Option(help="Model to test.", show_default=False)] = "",
    read_up_to: Annotated[
        int, typer.Option(metavar="TOKENS", min=1000, max=1_000_000, help="Longest prompt that is tried.")
    ] = 8000,
    write: Annotated[
        bool, typer.Option("--write", help="Test, then write what answers into chatbot.toml; never a key.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show which model answers, find model servers on this machine, test one.

    The exit status is 1 when the tested model does not answer, or reads less than the configuration asks of it.
    """
    from chatbot.cli.models import Request, run_models

    raise typer.Exit(run_models(Request(url, model, test, read_up_to, write, as_json)))
