"""`chatbot articles`: list, show, delete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from chatbot.answering.wording import day
from chatbot.app import build_chatbot
from chatbot.cli.article_facts import facts_of
from chatbot.cli.console import terminal
from chatbot.cli.rendering import SHORT_ID
from chatbot.cli.serialising import article_object, summary_object, to_json
from chatbot.control_characters import printable, printable_line
from chatbot.records import ArticleSummary

OPINION = "opinion"
"""What marks a piece of opinion in a list."""


def run_list(library: Path | None, *, as_json: bool) -> None:
    with build_chatbot(library=library) as chatbot:
        summaries = chatbot.library.summaries()
    if as_json:
        print(to_json([summary_object(summary) for summary in summaries]))  # noqa: T201
        return
    console = terminal()
    if not summaries:
        console.print("The library has no articles yet. Put some in with `chatbot ingest FILE`.")
        return
    console.print(_table(summaries))


def run_show(name: str, library: Path | None, *, as_json: bool) -> None:
    with build_chatbot(library=library) as chatbot:
        article = chatbot.library.find(name)
    if as_json:
        print(to_json(article_object(article)))  # noqa: T201
        return
    console = terminal()
    for fact in facts_of(article):
        console.print(Text(f"{fact.label}: ", style="dim") + Text(printable_line(fact.value)) + fact.origin)
    console.print()
    console.print(Text(printable(article.text)))


def run_delete(names: Sequence[str], library: Path | None, *, without_asking: bool) -> None:
    console = terminal()
    with build_chatbot(library=library) as chatbot:
        for name in names:
            article = chatbot.library.get(chatbot.library.resolve(name))
            question = f"Delete {printable_line(article.metadata.title) or article.id} with all its versions?"
            if without_asking or typer.confirm(question):
                chatbot.delete_article(article.id)
                console.print(f"Deleted {article.id} {printable_line(article.metadata.title)}")


def _table(summaries: Sequence[ArticleSummary]) -> Table:
    table = Table("Id", "Published", "Publisher", "Title", "Version", "Copy of", box=None, header_style="bold")
    for summary in summaries:
        metadata = summary.metadata
        cells = (
            summary.id[:SHORT_ID],
            day(metadata.published),
            metadata.publisher,
            f"{metadata.title} ({OPINION})" if metadata.opinion else metadata.title,
            str(summary.version),
            summary.duplicate_of[:SHORT_ID],
        )
        table.add_row(*(Text(printable_line(cell)) for cell in cells))
    return table
