"""`chatbot articles`: list, show, delete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from chatbot.answering.wording import day
from chatbot.app import build_chatbot
from chatbot.cli.console import terminal
from chatbot.cli.hanging import Hanging
from chatbot.cli.rendering import SHORT_ID
from chatbot.cli.serialising import article_object, print_json, summary_object
from chatbot.control_characters import printable, printable_line
from chatbot.errors import ArticleNotFound
from chatbot.library.library import Library
from chatbot.records import Article, ArticleSummary

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
        article = _find(chatbot.library, name)
    if as_json:
        print_json(article_object(article))
        return
    console = terminal()
    for label, value in _facts(article):
        console.print(Text(f"{label}: ", style="dim") + Text(printable_line(value)))
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


def _find(library: Library, name: str) -> Article:
    prefix, _, version = name.partition("@")
    if version and not version.isdigit():
        raise ArticleNotFound(f"{name!r} does not name a version of an article", "Write it like 1a2b3c4d@2.")
    return library.get(library.resolve(prefix), int(version) if version else None)


def _table(summaries: Sequence[ArticleSummary]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("Id", "Published", "Publisher", "Title", "Version", "Copy of"):
        table.add_column(name, overflow="fold")
    for summary in summaries:
        table.add_row(*(Text(cell) for cell in _cells(summary)))
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
    version, original = str(summary.version), summary.duplicate_of[:SHORT_ID]
    cells = (summary.id[:SHORT_ID], day(metadata.published), metadata.publisher, metadata.title, version, original)
    return tuple(map(printable_line, cells))


def _facts(article: Article) -> list[tuple[str, str]]:
    metadata = article.metadata
    facts = [
        ("Id", article.key),
        ("Title", metadata.title),
        ("Publisher", metadata.publisher),
        ("Authors", ", ".join(metadata.authors)),
        ("Published", metadata.published.isoformat() if metadata.published else ""),
        ("Updated", metadata.updated.isoformat() if metadata.updated else ""),
        ("Language", metadata.language),
        ("URL", metadata.url),
        ("Source", article.source),
        ("Copy of", article.duplicate_of),
    ]
    return [(label, value) for label, value in facts if value]
