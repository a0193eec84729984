"""`chatbot feedback`: the answers that readers have rated, as cases for the evals."""

from __future__ import annotations

from pathlib import Path

import typer

from chatbot.app import build_chatbot
from chatbot.cli.serialising import printable_json
from chatbot.control_characters import terminal_json
from chatbot.conversations.export import to_case
from chatbot.errors import ConversationsError


def run_feedback(out: Path | None, library: Path | None, *, only_bad: bool) -> None:
    """Write one line of JSON for each rated answer.

    Raises:
        ConversationsError: the file cannot be written.
    """
    with build_chatbot(library=library) as chatbot:
        rated = chatbot.conversations.rated()
    kept = [item for item in rated if not (only_bad and item.exchange.feedback and item.exchange.feedback.helpful)]
    text = "".join(f"{terminal_json(to_case(item))}\n" for item in kept)
    if out is None:
        typer.echo(printable_json(text), nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConversationsError(f"{out} cannot be written: {error.strerror}", "Choose another place.") from error
    good = sum(bool(item.exchange.feedback and item.exchange.feedback.helpful) for item in kept)
    typer.echo(f"{len(kept)} rated answers, {good} of them helpful: {out}", err=True)
