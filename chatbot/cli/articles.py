"""`chatbot articles`: list, show, delete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.text import Text

from chatbot.answering.wording import day
from chatbot.app import build_chatbot
from chatbot.cli.article_facts import facts_of
from chatbot.cli.console import terminal
from chatbot.cli.rendering import SHORT_ID
from chatbot.cli.serialising import article_object, print_json, summary_object
from chatbot.cli.tables import Cells, print_rows
from chatbot.control_characters import printable, printable_line
from chatbot.records import ArticleSummary

OPINION = "opinion"
"""What marks a piece of opinion in a list."""

COLUMNS = ("Id", "Published", "Publisher", "Title", "Version", "Copy of")


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
    print_rows(console, COLUMNS, list(map(_cells, summaries)), _line)


def run_show(name: str, library: Path | None, *, as_json: bool) -> None:
    with build_chatbot(library=library) as chatbot:
        article = chatbot.library.find(name)
    if as_json:
        print_json(article_object(article))
        return
    console = terminal()
    for fact in facts_of(article):
        console.print(fact.line)
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


def _line(cells: Cells) -> Text:
    """One article where a table has no room."""
    short_id, published, publisher, title, version, original = cells
    copy = f"copy of {original}" if original else ""
    return Text(f"{short_id} ", style="bold").append(
        ", ".join(filter(None, (title, publisher, published, f"version {version}", copy))), style="not bold"
    )


def _cells(summary: ArticleSummary) -> Cells:
    metadata = summary.metadata
    title = f"{metadata.title} ({OPINION})" if metadata.opinion else metadata.title
    version, original = str(summary.version), summary.duplicate_of[:SHORT_ID]
    cells = (summary.id[:SHORT_ID], day(metadata.published), metadata.publisher, title, version, original)
    return tuple(map(printable_line, cells))
