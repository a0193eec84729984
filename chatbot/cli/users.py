"""`chatbot users`: add, remove, list, token."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import typer

from chatbot.web.access import Access, load_access, save_access


def run_add(name: str, path: Path) -> None:
    access = load_access(path) if path.exists() else Access()
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    save_access(access.with_user(name, password), path)
    typer.echo(f"{name} can log in to a server started with `chatbot serve --auth {path}`.")


def run_remove(name: str, path: Path) -> None:
    save_access(load_access(path).without_user(name), path)
    typer.echo(f"{name} is removed. A running server must be started again.")


def run_list_users(path: Path) -> None:
    access = load_access(path)
    tokens = Counter(access.tokens.values())
    for name in sorted(access.users):
        typer.echo(f"{name}: {tokens[name]} tokens")


def run_token(name: str, path: Path, *, revoke: bool) -> None:
    if revoke:
        save_access(load_access(path).without_tokens(name), path)
        typer.echo(f"All tokens of {name} are revoked. A running server must be started again.")
        return
    access, token = load_access(path).with_token(name)
    save_access(access, path)
    typer.echo(token)
