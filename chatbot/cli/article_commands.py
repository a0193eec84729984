"""`chatbot articles …`."""

from __future__ import annotations

from typing import Annotated

import typer

from chatbot.cli.parameters import JsonOption, LibraryOption

articles = typer.Typer(help="List, show and delete the articles of the library.", no_args_is_help=True)


@articles.command("list")
def list_articles(as_json: JsonOption = False, library: LibraryOption = None) -> None:
    """List all articles, newest first."""
    from chatbot.cli.articles import run_list

    run_list(library, as_json=as_json)


@articles.command("show")
def show_article(
    article: Annotated[str, typer.Argument(help="An article's id, or its first characters; id@2 shows version 2.")],
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Print an article with what is known about it."""
    from chatbot.cli.articles import run_show

    run_show(article, library, as_json=as_json)


@articles.command("delete")
def delete_articles(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of articles, or their first characters.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    library: LibraryOption = None,
) -> None:
    """Delete articles with all their versions. Nothing of their text stays in the library's files."""
    from chatbot.cli.articles import run_delete

    run_delete(ids, library, without_asking=yes)
