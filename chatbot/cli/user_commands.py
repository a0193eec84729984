"""`chatbot users …`."""

from __future__ import annotations

from typing import Annotated

import typer

from chatbot.cli.parameters import AuthFile, NameArgument

users = typer.Typer(help="Who may use a server that others can reach.", no_args_is_help=True)


@users.command("add")
def add_user(name: NameArgument, auth: AuthFile) -> None:
    """Add a user, or give one another password. Asks for it."""
    from chatbot.cli.users import run_add

    run_add(name, auth)


@users.command("remove")
def remove_user(name: NameArgument, auth: AuthFile) -> None:
    """Remove a user with all tokens."""
    from chatbot.cli.users import run_remove

    run_remove(name, auth)


@users.command("list")
def list_users(auth: AuthFile) -> None:
    """List the users and how many tokens each has."""
    from chatbot.cli.users import run_list_users

    run_list_users(auth)


@users.command("token")
def make_token(
    name: NameArgument,
    auth: AuthFile,
    revoke: Annotated[bool, typer.Option("--revoke", help="Revoke all tokens of the user instead.")] = False,
) -> None:
    """Make a token with which the user's programs may ask. It is shown once."""
    from chatbot.cli.users import run_token

    run_token(name, auth, revoke=revoke)
