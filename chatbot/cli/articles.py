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
from chatbot.cli.hanging import Hanging
from chatbot.cli.rendering import SHORT_ID
from chatbot.cli.serialising import article_object, print_json, summary_object
from chatbot.control_characters import printable, printable_line
from chatbot.records import ArticleSummary

OPINION = "opinion"
"""What marks a piece of opinion in a list."""

COLUMNS = ("Id", "Published", "Publisher", "Title", "Version", "Copy of")
LEAST_COLUMNS = 60
"""Of a terminal in which a table of articles can be read."""


def run_list(library: Path | None, *, as_json: bool) -> None:
    with build_chatbot(library=library) as chatbot:
        summaries = chatbot.library.summaries()
    if as_json:
        print_json([summary_object(summary) for summary in summaries])
        return
    console = terminal()
    if not summaries:
        console.print("The library has no articles yet. Put some in with `chatbot ingest FILE`.")
        return
    if console.width < LEAST_COLUMNS:
        for summary in summaries:
            console.print(Hanging(_line(summary), indent=2))
    else:
        console.print(_table(summaries))


def run_show(name: str, library: Path | None, *, as_json: bool) -> None:
    with build_chatbot(library=library) as chatbot:
        article = chatbot.library.find(name)
    if as_json:
        print_json(article_object(article))
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
    """Columns that would be empty are left out, so that titles have room."""
    rows = list(map(_cells, summaries))
    shown = [at for at in range(len(COLUMNS)) if any(row[at] for row in rows)]
    table = Table(box=None, header_style="bold")
    for at in shown:
        table.add_column(COLUMNS[at], overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[at]) for at in shown))
    return table


def _line(summary: ArticleSummary) -> Text:
    """One article where a table has no room."""
    short_id, published, publisher, title, version, original = _cells(summary)
    copy = f"copy of {original}" if original else ""
    return Text(f"{short_id} ", style="bold").append(
        ", ".join(filter(None, (title, publisher, published, f"version {version}", copy))), style="not bold"
    )


def _cells(summary: ArticleSummary) -> tuple[str, ...]:
    metadata = summary.metadata
    title = f"{metadata.title} ({OPINION})" if metadata.opinion else metadata.title
    version, original = str(summary.version), summary.duplicate_of[:SHORT_ID]
    cells = (summary.id[:SHORT_ID], day(metadata.published), metadata.publisher, title, version, original)
    return tuple(map(printable_line, cells))
