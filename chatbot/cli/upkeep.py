"""`chatbot backup`, `chatbot restore`, `chatbot doctor`."""

from __future__ import annotations

from pathlib import Path

import typer

from chatbot.app import build_chatbot
from chatbot.control_characters import printable_line
from chatbot.errors import BackupError, LibraryError
from chatbot.settings import load_settings
from chatbot.upkeep.archive import USERS, Manifest
from chatbot.upkeep.backup import back_up
from chatbot.upkeep.findings import State
from chatbot.upkeep.restore import restore


def run_backup(target: Path, users: Path | None, library: Path | None) -> None:
    settings = load_settings(library=library)
    if settings.chroma_url:
        raise BackupError(
            f"The articles are on the Chroma server {settings.chroma_url}, not in the library's folder",
            "Back up the server's own folder, or unset CHATBOT_CHROMA_URL.",
        )
    manifest = back_up(settings.library, target, users)
    typer.echo(f"{target} holds {_counted(manifest)}; read back, all {len(manifest.members)} hashes are right.")


def run_restore(source: Path, library: Path | None) -> None:
    folder = load_settings(library=library).library
    manifest = restore(source, folder)
    typer.echo(
        f"{folder} holds {_counted(manifest)}, as saved on {printable_line(manifest.made)}; all hashes are right."
    )
    if USERS in manifest.members:
        typer.echo(f"Start the server with `chatbot serve --auth {folder / USERS}` to let the saved users in.")


def run_doctor(library: Path | None, *, repair: bool) -> int:
    """Print one line for each part, and what to do where something is broken. Returns the exit status."""
    status = 0
    with build_chatbot(library=library) as chatbot:
        if chatbot.settings.chroma_url:
            raise LibraryError(
                f"The articles are on the Chroma server {chatbot.settings.chroma_url}, not in the library's folder",
                "Examine the server's own folder, or unset CHATBOT_CHROMA_URL.",
            )
        for finding in chatbot.doctor(repair=repair).examine():
            typer.echo(f"{finding.state:8}  {finding.part}: {printable_line(finding.said)}")
            if finding.state is State.BROKEN:
                typer.echo(f"          {printable_line(finding.remedy)}")
                status = 1
    return status


def _counted(manifest: Manifest) -> str:
    return ", ".join(f"{number} {printable_line(name)}" for name, number in manifest.counts.items())
