"""`chatbot ingest`: progress while it runs, a summary at its end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from chatbot.app import build_chatbot
from chatbot.cli.console import tell_who_receives_text, terminal
from chatbot.control_characters import printable_line
from chatbot.library.folders import skipped_in
from chatbot.library.ingest import Change, Outcome
from chatbot.library.sources import count_sources
from chatbot.records import Metadata

MOST_KINDS = 6
"""Kinds of skipped files that are named one by one."""


def run_ingest(sources: Sequence[str], metadata: Metadata, library: Path | None, ray: str) -> int:
    """Ingest and report. Returns the exit status: 1 when anything failed."""
    console = terminal(stderr=True)
    failures: list[Outcome] = []
    noted: dict[str, list[str]] = defaultdict(list)
    counts: Counter[Change] = Counter()
    with build_chatbot(library=library) as chatbot, _progress(console) as progress:
        tell_who_receives_text(chatbot.embeds_text)
        task = progress.add_task("Reading", total=count_sources(sources))
        for outcome in chatbot.ingest(sources, metadata, ray=ray):
            counts[outcome.change] += 1
            progress.update(task, advance=1, description=_short(outcome.title or outcome.source))
            if outcome.error:
                failures.append(outcome)
            for note in outcome.notes:
                noted[note].append(outcome.title or outcome.source)
            if outcome.duplicate_of:
                progress.console.print(_copy_note(outcome), style="dim")
        progress.update(task, total=sum(counts.values()), description="Done")
    _print_failures(console, failures)
    for note, names in noted.items():
        console.print(_note_line(note, names), style="dim")
    console.print(", ".join(_summary(counts)) + ".")
    if skipped := _skipped_line(*skipped_in(sources)):
        console.print(skipped)
    return 1 if failures else 0


def _progress(console: Console) -> Progress:
    columns = (SpinnerColumn(), MofNCompleteColumn(), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, TextColumn("{task.description}", markup=False), console=console, transient=True)


def _print_failures(console: Console, failures: Sequence[Outcome]) -> None:
    for outcome in failures:
        if outcome.error:
            console.print(f"Failed: {printable_line(outcome.source)}", style="bold red")
            console.print(f"  {printable_line(str(outcome.error))}")


def _summary(counts: Counter[Change]) -> Iterator[str]:
    for change in Change:
        yield f"{counts[change]} {change}"


def _note_line(note: str, names: Sequence[str]) -> str:
    """What was done to articles, said once for all of them."""
    more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    return f"{printable_line(note)} ({_short(names[0])}{more})"


def _skipped_line(files: Counter[str], linked: int) -> str:
    """What lies in the folders and was not read: `Skipped 9 files: 4 .png, 3 .xlsx, 2 without a suffix.`"""
    kinds = sorted(files.items(), key=lambda kind: (-kind[1], not kind[0], kind[0]))
    named = [f"{count:,} {printable_line(suffix)[:20] or 'without a suffix'}" for suffix, count in kinds[:MOST_KINDS]]
    if rest := sum(count for _, count in kinds[MOST_KINDS:]):
        named.append(f"{rest:,} of other kinds")
    lines = [f"Skipped {_counted(files.total(), 'file')}: {', '.join(named)}."] if named else []
    if linked:
        lines.append(f"Skipped {_counted(linked, 'linked folder')}; name them to read them.")
    return " ".join(lines)


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def _copy_note(outcome: Outcome) -> str:
    return f"{_short(outcome.title)}: a copy of article {outcome.duplicate_of}"


def _short(text: str) -> str:
    return printable_line(text)[:60]
