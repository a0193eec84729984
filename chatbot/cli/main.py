"""The command line. Each command reads its options, lets the app do the work, and shows the result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from chatbot.cli.article_commands import articles
from chatbot.cli.model_command import models
from chatbot.cli.parameters import (
    ArticleOption,
    AskedAtOption,
    AuthOption,
    AuthorOption,
    JsonOption,
    LibraryOption,
    PublisherOption,
    SinceOption,
    StrictOption,
    UntilOption,
)
from chatbot.cli.streams import readable_streams, typed_text
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
    author: AuthorOption = None,
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


@app.command()
def ask(  # noqa: PLR0913 -- one parameter for each option
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    as_json: JsonOption = False,
    asked_at: AskedAtOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    author: AuthorOption = None,
    article: ArticleOption = None,
    strict: StrictOption = False,
    library: LibraryOption = None,
) -> None:
    """Answer one question from the library."""
    from chatbot.cli.ask import run_ask
    from chatbot.cli.options import asking_time, filters

    limits = filters(since, until, publisher, author, article)
    given = {"library": library, "strict": strict or None}
    run_ask(typed_text(question), asking_time(asked_at), limits, given, as_json=as_json)


@app.command()
def chat(  # noqa: PLR0913 -- one parameter for each option
    asked_at: AskedAtOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    strict: StrictOption = False,
    library: LibraryOption = None,
) -> None:
    """Ask question after question; follow-ups may refer to what was said."""
    from chatbot.cli.ask import run_chat
    from chatbot.cli.options import asking_time, filters

    limits = filters(since, until, publisher, None, None)
    run_chat(asking_time(asked_at), limits, {"library": library, "strict": strict or None})


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="A text, Markdown, HTML, PDF or Word file; - reads standard input.")],
    as_json: JsonOption = False,
    asked_at: AskedAtOption = None,
    library: LibraryOption = None,
) -> None:
    """Check a draft: which of its sentences does the library support?

    The exit status is 1 when a sentence is not supported.
    """
    from chatbot.cli.check import run_check
    from chatbot.cli.options import asking_time

    raise typer.Exit(run_check(file, asking_time(asked_at), library, as_json=as_json))


@app.command()
def brief(  # noqa: PLR0913 -- one parameter for each option
    topic: Annotated[
        str, typer.Argument(help='A topic in words, "what happened this week"; nothing: all articles.')
    ] = "",
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    length: Annotated[str, typer.Option(help="short, standard or long.")] = "standard",
    audience: Annotated[str, typer.Option(help="For whom it is written.", show_default=False)] = "",
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", "-o", metavar="FILE", help="Save as .md, .html, .docx, .pdf or .json; may be repeated."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    as_json: JsonOption = False,
    asked_at: AskedAtOption = None,
    library: LibraryOption = None,
) -> None:
    """Write a briefing: what many articles say, each statement with its sources.

    The exit status is 3 when no article is in scope.
    """
    from chatbot.cli.brief import run_brief
    from chatbot.cli.options import asking_time, filters

    limits = filters(since, until, publisher, None, None)
    asked = (typed_text(topic), limits, length, audience, asking_time(asked_at))
    raise typer.Exit(run_brief(*asked, out or [], library, quiet=quiet, as_json=as_json))


@app.command()
def summarize(
    source: Annotated[str, typer.Argument(help="A file, a web page, or the id of an article in the library.")],
    form: Annotated[str, typer.Option("--form", help="short, standard or bullets.")] = "standard",
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Summarize one article, each statement with the sentences that it rests on."""
    from chatbot.cli.summarize import run_summarize

    run_summarize(source, form, library, as_json=as_json)


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


@app.command()
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


@app.command()
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


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `chatbot backup` wrote.")],
    library: LibraryOption = None,
) -> None:
    """Make a library from a backup, in a folder that is empty or does not exist."""
    from chatbot.cli.upkeep import run_restore

    run_restore(file, library)


@app.command()
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
