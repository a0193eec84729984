"""`chatbot articles …`."""

from __future__ import annotations

from typing import Annotated

import typer

from chatbot.cli.parameters import JsonOption, LibraryOption, YesOption

articles = typer.Typer(help="List, show, correct and delete the articles of the library.", no_args_is_help=True)


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


@articles.command("edit")
def edit_article(  # noqa: PLR0913 -- one parameter for each option
    article: Annotated[str, typer.Argument(help="An article's id, or its first characters.")],
    title: Annotated[str | None, typer.Option(help="The right title.", show_default=False)] = None,
    publisher: Annotated[str | None, typer.Option(help="The right publisher.", show_default=False)] = None,
    author: Annotated[
        list[str] | None, typer.Option(help="The right author; may be repeated.", show_default=False)
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was really published.", show_default=False)
    ] = None,
    updated: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was last updated.", show_default=False)
    ] = None,
    language: Annotated[str | None, typer.Option(help="Two-letter language code.", show_default=False)] = None,
    opinion: Annotated[
        bool | None,
        typer.Option("--opinion/--no-opinion", help="Whether it is an opinion piece.", show_default=False),
    ] = None,
    url: Annotated[str | None, typer.Option(hidden=True)] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD", help="Take back what was corrected: title, author, …, or all.", show_default=False
        ),
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Correct what is known about an article; its text never changes.

    A correction wins over what the source states, also when it is ingested again, until it is taken back with --clear.
    An empty value ("") says that nothing is known. The web address names the article and cannot be corrected.
    """
    from chatbot.cli.article_editing import run_edit, typed_changes

    changes = typed_changes(
        title=title, publisher=publisher, authors=author, published=published, updated=updated, language=language,
        opinion=opinion, url=url,
    )  # fmt: skip
    run_edit(article, changes, clear or (), library)


@articles.command("delete")
def delete_articles(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of articles, or their first characters.")],
    yes: YesOption = False,
    library: LibraryOption = None,
) -> None:
    """Delete articles with all their versions. Nothing of their text stays in the library's files."""
    from chatbot.cli.articles import run_delete

    run_delete(ids, library, without_asking=yes)
