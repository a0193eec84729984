"""`chatbot brief`: progress while it is written, then the page, in the terminal or in files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from chatbot.app import Chatbot, build_chatbot
from chatbot.briefing import wording
from chatbot.briefing.events import BriefingFinished
from chatbot.briefing.export.saving import check_format, render, save
from chatbot.briefing.records import Briefing, BriefingRequest, Entry, Length
from chatbot.cli.console import tell_who_receives_text, terminal
from chatbot.cli.hanging import Hanging
from chatbot.cli.main import print_error
from chatbot.cli.serialising import printable_json
from chatbot.cli.sources import print_citations
from chatbot.control_characters import printable_line
from chatbot.errors import BriefingError, NothingToReport, SettingsError
from chatbot.records import Filters

NOTHING = 3
"""Exit status when no article is in scope: for cron jobs that need to tell it from a failure."""


def run_brief(  # noqa: PLR0913 -- the options
    topic: str,
    filters: Filters,
    length: str,
    audience: str,
    asked_at: datetime | None,
    files: Sequence[Path],
    library: Path | None,
    *,
    quiet: bool,
    as_json: bool,
) -> int:
    """Write a briefing, show and save it. Returns the exit status."""
    for file in files:
        check_format(file)
    request = BriefingRequest(asked_at or datetime.now(UTC).astimezone(), topic, filters, read_length(length), audience)
    with build_chatbot(library=library) as chatbot:
        if not quiet:
            tell_who_receives_text(chatbot.receives_text)
        try:
            briefing = _written(chatbot, request, quiet=quiet or as_json)
        except NothingToReport as error:
            print_error(error)
            return NOTHING
    saved = [file for file in files if _is_saved(briefing, file)]
    if as_json:
        print(printable_json(render(briefing, ".json").decode()), end="")  # noqa: T201
    elif not quiet and not saved:  # What no file holds is shown at least.
        print_briefing(terminal(), briefing)
    elif not quiet:
        terminal().print("Saved " + ", ".join(printable_line(str(file)) for file in saved))
    return int(len(saved) < len(files))


def _is_saved(briefing: Briefing, file: Path) -> bool:
    """Save a briefing; what is in the way of one file is told, and stands in the way of no other."""
    try:
        save(briefing, file)
    except BriefingError as error:
        print_error(error)
        return False
    return True


def read_length(text: str) -> Length:
    """The length that was typed.

    Raises:
        SettingsError: there is none of this name.
    """
    if text not in set(Length):
        raise SettingsError(f"--length {text!r} is not a length", f"Use one of {', '.join(Length)}.")
    return Length(text)


def _written(chatbot: Chatbot, request: BriefingRequest, *, quiet: bool) -> Briefing:
    with terminal(stderr=True, quiet=quiet).status("opening the library") as status:
        for event in chatbot.brief(request):
            if isinstance(event, BriefingFinished):
                return event.briefing
            status.update(str(event))
    raise AssertionError("a stream of briefing events ends with BriefingFinished")


def print_briefing(console: Console, briefing: Briefing) -> None:
    """The whole page, with its sources."""
    console.print(Text(printable_line(briefing.title), style="bold"))
    console.print(Text(printable_line(wording.origin(briefing)), style="dim"))
    for note in briefing.notes:
        console.print(Text(printable_line(note), style="yellow"))
    for section in briefing.sections:
        console.print(Text(f"\n{printable_line(section.title)}", style="bold green"))
        for entry in section.entries:
            console.print(Hanging(_entry(entry), "  • "))
    console.print(Text("\nThe very words", style="bold green"))
    print_citations(console, briefing.citations)
    uses = ", ".join(f"{printable_line(wording.named(use))} ({use.citations}×)" for use in briefing.sources)
    console.print(Text(f"\nSources: {uses}", style="dim"))


def _entry(entry: Entry) -> Text:
    text = Text()
    if lead := printable_line(wording.lead(entry)):
        text.append(f"{lead}: ", style="bold")
    text.append(printable_line(entry.sentence.text))
    for number in entry.sentence.citations:
        text.append(f" [{number}]", style="bold cyan")
    return text
