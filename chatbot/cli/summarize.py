"""`chatbot summarize`: articles in a few sentences, several as one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from chatbot.answering.layout import groups
from chatbot.app import build_chatbot
from chatbot.briefing.summary_export import check_format, save, summary_object
from chatbot.briefing.summary_records import Summary, SummaryForm
from chatbot.cli.console import tell_who_receives_text, terminal
from chatbot.cli.hanging import Hanging
from chatbot.cli.rendering import group_renderable, note_renderable
from chatbot.cli.serialising import print_json
from chatbot.cli.sources import print_citations, told_by
from chatbot.control_characters import printable_line
from chatbot.errors import SettingsError


def run_summarize(
    sources: Sequence[str], form: str, out: Sequence[Path], library: Path | None, *, as_json: bool
) -> None:
    """Summarize, show and save."""
    for path in out:
        check_format(path)
    if form not in set(SummaryForm):
        raise SettingsError(f"--form {form!r} is not a form", f"Use one of {', '.join(SummaryForm)}.")
    with build_chatbot(library=library) as chatbot:
        tell_who_receives_text(chatbot.receives_text)
        summary = chatbot.summarize(sources, SummaryForm(form))
    for path in out:
        save(summary, path)
    if as_json:
        print_json(summary_object(summary))
    else:
        _print(terminal(), summary)


def _print(console: Console, summary: Summary) -> None:
    console.print(printable_line(summary.title), style="bold")
    if len(summary.titles) > 1:
        for title in summary.titles:
            console.print(Hanging(Text(printable_line(title), style="dim"), "  "))
        console.print()
    if summary.note:
        console.print(printable_line(summary.note), style="yellow")
    known = {citation.id: citation for citation in summary.citations}
    before = summary.form is SummaryForm.FIGURES
    for group in groups(summary.blocks):
        if before:
            console.print()
        before = True
        console.print(group_renderable(group, known))
    for note in summary.notes:
        console.print()
        console.print(note_renderable(note, known))
    console.print()
    print_citations(console, summary.citations, told_by(summary.told))
