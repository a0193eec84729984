"""The command line. Each command reads its options, lets the app do the work, and shows the result."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from chatbot.cli.article_commands import articles
from chatbot.cli.asking_commands import ask, brief, chat, check, summarize
from chatbot.cli.briefing_commands import briefings
from chatbot.cli.model_command import models
from chatbot.cli.parameters import AuthOption, LibraryOption
from chatbot.cli.streams import readable_streams
from chatbot.cli.upkeep_commands import backup, doctor, feedback, restore
from chatbot.cli.user_commands import users
from chatbot.errors import ChatbotError

app = typer.Typer(
    help="Ask your news articles. Every sentence of an answer is backed by exact words of an article, or marked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(articles, name="articles")
app.add_typer(briefings, name="briefings")
app.add_typer(users, name="users")
app.command()(models)


@app.command()
def ingest(  # noqa: PLR0913 -- one parameter for each option
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, web pages, RSS or Atom feeds; - reads standard input.", show_default=False
        ),
    ] = None,
    seeds: Annotated[bool, typer.Option("--seeds", help="Add the sample articles that come with the program.")] = False,
    title: Annotated[str, typer.Option(help="Title, instead of the one found.", show_default=False)] = "",
    author: Annotated[
        list[str] | None,
        typer.Option(help="Author, instead of the one found; may be repeated.", show_default=False),
    ] = None,
    publisher: Annotated[str, typer.Option(help="Publisher, instead of the one found.", show_default=False)] = "",
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Publication date, instead of the one found.", show_default=False)
    ] = None,
    language: Annotated[str, typer.Option(help="Two-letter language code.", show_default=False)] = "",
    url: Annotated[str, typer.Option(help="Web address of the article.", show_default=False)] = "",
    ray: Annotated[
        bool, typer.Option("--ray", help="Embed in several processes of this machine, with Ray; for many articles.")
    ] = False,
    ray_address: Annotated[
        str,
        typer.Option(
            metavar="HOST:PORT", help="Embed in the workers of this Ray cluster; auto finds it.", show_default=False
        ),
    ] = "",
    library: LibraryOption = None,
) -> None:
    """Put articles into the library."""
    from chatbot.cli.ingest import run_ingest
    from chatbot.cli.options import all_sources, moment
    from chatbot.records import Metadata

    metadata = Metadata(
        title=title,
        authors=tuple(author or ()),
        publisher=publisher,
        published=moment(published, "--published"),
        language=language.lower(),
        url=url,
    )
    engine = ray_address or ("local" if ray else "")
    raise typer.Exit(run_ingest(all_sources(sources, seeds=seeds), metadata, library, engine))


for _asking in (ask, chat, check, brief, summarize):
    app.command()(_asking)


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than this machine's need --auth.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port.")] = 7860,
    auth: AuthOption = None,
    log: Annotated[
        str,
        typer.Option(
            metavar="off|figures|text",
            help="Lines of JSON on standard error: figures without words, or also questions and answers.",
        ),
    ] = "off",
    library: LibraryOption = None,
) -> None:
    """Open the chat for browsers, and the same for programs; on this machine only, unless told otherwise."""
    from chatbot.cli.serve import logging_named, run_serve

    run_serve(host, port, auth, library, logging_named(log))


for _keeping in (feedback, backup, restore, doctor):
    app.command()(_keeping)


def main() -> None:
    """Run the command line; known errors end in one plain message and exit status 1."""
    try:
        with readable_streams():
            app()
    except ChatbotError as error:
        print_error(error)
        sys.exit(1)


def print_error(error: ChatbotError) -> None:
    """Say on standard error what went wrong and what to do."""
    from chatbot.cli.console import terminal
    from chatbot.control_characters import printable_line

    console = terminal(stderr=True)
    console.print("Error:", style="bold red", end=" ")
    console.print(f"{printable_line(error.reason)}.")
    console.print(printable_line(error.remedy), style="dim")
