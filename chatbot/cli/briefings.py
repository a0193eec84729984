"""`chatbot briefings`: list, show, compare, rename, delete. The library stays closed: a server may have it open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from chatbot.answering.wording import day, doubt
from chatbot.app import build_chatbot
from chatbot.briefing.export.saving import check_format
from chatbot.briefing.keeping import wording
from chatbot.briefing.keeping.comparing import Comparison, Told
from chatbot.briefing.keeping.records import BriefingSummary
from chatbot.briefing.wording import period
from chatbot.cli.brief import show
from chatbot.cli.console import tell_who_receives_text, terminal
from chatbot.cli.hanging import Hanging
from chatbot.cli.rendering import SHORT_ID
from chatbot.cli.serialising import print_json
from chatbot.cli.tables import Cells, print_rows
from chatbot.control_characters import printable_line

COLUMNS = ("Id", "Written", "Period", "Articles", "Model", "Title")


def run_list(library: Path | None, *, as_json: bool) -> None:
    with build_chatbot(library=library) as chatbot:
        summaries = chatbot.briefings.summaries()
    if as_json:
        print_json([asdict(summary) for summary in summaries])
        return
    console = terminal()
    if not summaries:
        console.print("No briefing is kept yet. Write one with `chatbot brief`.")
        return
    print_rows(console, COLUMNS, list(map(_cells, summaries)), _line)


def run_show(name: str, files: Sequence[Path], library: Path | None, *, as_json: bool) -> int:
    """Returns the exit status."""
    for file in files:
        check_format(file)
    with build_chatbot(library=library) as chatbot:
        kept = chatbot.briefings.load(name)
    return show(kept.briefing, files, as_json=as_json)


def run_compare(name: str, other: str, library: Path | None, *, as_json: bool) -> None:
    with build_chatbot(library=library) as chatbot:
        tell_who_receives_text(chatbot.embeds_text)
        comparison = chatbot.compare_briefings(name, other)
    if as_json:
        print_json(asdict(comparison))
    else:
        print_comparison(terminal(), comparison)


def run_rename(name: str, title: str, library: Path | None) -> None:
    with build_chatbot(library=library) as chatbot:
        renamed = chatbot.briefings.rename(name, title)
    terminal().print(f"{renamed.id[:SHORT_ID]} is now {printable_line(renamed.title)}")


def run_delete(names: Sequence[str], library: Path | None, *, without_asking: bool) -> None:
    console = terminal()
    with build_chatbot(library=library) as chatbot:
        for name in names:
            found = chatbot.briefings.find(name)
            told = f"{printable_line(found.title)}, written on {day(found.written_at)}"
            if without_asking or typer.confirm(f"Delete {told}?"):
                chatbot.briefings.delete(found.id)
                console.print(f"Deleted {found.id[:SHORT_ID]} {told}")


def print_comparison(console: Console, comparison: Comparison) -> None:
    """What is new, what is counted otherwise, what is gone; each statement with the articles that it cites."""
    console.print(Text(printable_line(wording.side(comparison.after)), style="bold"))
    console.print(Text(f"compared with {printable_line(wording.side(comparison.before))}"))
    console.print(Text(wording.counted(comparison), style="dim"))
    _print_side(console, wording.NEW, comparison.new)
    if comparison.recounted:
        console.print(Text(f"\n{wording.RECOUNTED}", style="bold green"))
        for pair in comparison.recounted:
            console.print(Hanging(_statement(pair.before, wording.THEN), "  • "))
            console.print(Hanging(_statement(pair.after, wording.NOW), "    "))
    _print_side(console, wording.GONE, comparison.gone)


def _print_side(console: Console, title: str, statements: Sequence[Told]) -> None:
    if statements:
        console.print(Text(f"\n{title}", style="bold green"))
    for told in statements:
        console.print(Hanging(_statement(told), "  • "))


def _statement(told: Told, when: str = "") -> Text:
    """A statement; it has no numbers, because those of two briefings are not the same."""
    leads = (when, printable_line(told.lead))
    text = Text("".join(f"{each}: " for each in leads if each), style="bold")
    text.append(printable_line(told.text), style="not bold")
    if mark := doubt(told.entry.sentence):
        text.append(f" [{mark}]", style="not bold red")
    return text


def _line(cells: Cells) -> Text:
    """One briefing where a table has no room."""
    short_id, written, of, articles, model, title = cells
    told = (title, f"written {written}", of, f"{articles} articles", model)
    return Text(f"{short_id} ", style="bold").append(", ".join(filter(None, told)), style="not bold")


def _cells(summary: BriefingSummary) -> Cells:
    written, number = f"{summary.written_at:%Y-%m-%d}", str(summary.articles)
    cells = (summary.id[:SHORT_ID], written, period(summary), number, summary.model, summary.title)
    return tuple(map(printable_line, cells))
