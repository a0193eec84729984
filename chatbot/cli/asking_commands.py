"""The commands that ask articles something: `chatbot ask`, `chat`, `check`, `brief`, `summarize`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chatbot.cli.parameters import (
    ArticleOption,
    AskedAtOption,
    AuthorOption,
    JsonOption,
    LibraryOption,
    NoOpinionOption,
    OutOption,
    PublisherOption,
    SinceOption,
    StrictOption,
    UntilOption,
)
from chatbot.cli.streams import typed_text


def ask(  # noqa: PLR0913 -- one parameter for each option
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    as_json: JsonOption = False,
    asked_at: AskedAtOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    no_opinion: NoOpinionOption = False,
    author: AuthorOption = None,
    article: ArticleOption = None,
    strict: StrictOption = False,
    library: LibraryOption = None,
) -> None:
    """Answer one question from the library."""
    from chatbot.cli.ask import run_ask
    from chatbot.cli.options import asking_time, filters

    limits = filters(since, until, publisher, author, article, no_opinion=no_opinion)
    given = {"library": library, "strict": strict or None}
    run_ask(typed_text(question), asking_time(asked_at), limits, given, as_json=as_json)


def chat(  # noqa: PLR0913 -- one parameter for each option
    asked_at: AskedAtOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    no_opinion: NoOpinionOption = False,
    strict: StrictOption = False,
    library: LibraryOption = None,
) -> None:
    """Ask question after question; follow-ups may refer to what was said."""
    from chatbot.cli.ask import run_chat
    from chatbot.cli.options import asking_time, filters

    limits = filters(since, until, publisher, None, None, no_opinion=no_opinion)
    run_chat(asking_time(asked_at), limits, {"library": library, "strict": strict or None})


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


def brief(  # noqa: PLR0913 -- one parameter for each option
    topic: Annotated[
        str, typer.Argument(help='A topic in words, "what happened this week"; nothing: all articles.')
    ] = "",
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    no_opinion: NoOpinionOption = False,
    length: Annotated[str, typer.Option(help="short, standard or long.")] = "standard",
    audience: Annotated[str, typer.Option(help="For whom it is written.", show_default=False)] = "",
    out: OutOption = None,
    no_keep: Annotated[
        bool, typer.Option("--no-keep", help="Do not keep it among the briefings that `chatbot briefings` lists.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    as_json: JsonOption = False,
    asked_at: AskedAtOption = None,
    library: LibraryOption = None,
) -> None:
    """Write a briefing: what many articles say, each statement with its sources.

    It is kept: `chatbot briefings` lists, opens and compares what was written. The exit status is 3 when no article is
    in scope.
    """
    from chatbot.cli.brief import run_brief
    from chatbot.cli.options import asking_time, filters

    limits = filters(since, until, publisher, None, None, no_opinion=no_opinion)
    asked = (typed_text(topic), limits, length, audience, asking_time(asked_at))
    raise typer.Exit(run_brief(*asked, out or [], library, keep=not no_keep, quiet=quiet, as_json=as_json))


def summarize(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Articles of the library by the first characters of their ids, files or web pages; several become one "
            "summary."
        ),
    ],
    form: Annotated[str, typer.Option("--form", help="short, standard, bullets or figures.")] = "standard",
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", "-o", metavar="FILE", help="Save as .md or .json; may be repeated."),
    ] = None,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Summarize an article, or several as one, each statement with the sentences that it rests on."""
    from chatbot.cli.summarize import run_summarize

    run_summarize(sources, form, out or [], library, as_json=as_json)
