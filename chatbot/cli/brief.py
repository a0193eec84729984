"""`chatbot brief`: progress while it is written, then the page, in the terminal or in files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from chatbot.app import Chatbot, build_chatbot
from chatbot.briefing.events import BriefingFinished
from chatbot.briefing.export.saving import check_format, render, save
from chatbot.briefing.records import Briefing, BriefingRequest, Length
from chatbot.cli.briefing_page import print_briefing
from chatbot.cli.console import tell_who_receives_text, terminal
from chatbot.cli.main import print_error
from chatbot.cli.rendering import SHORT_ID
from chatbot.cli.serialising import printable_json
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
    keep: bool,
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
            finished = _written(chatbot, request, keep=keep, quiet=quiet or as_json)
        except NothingToReport as error:
            print_error(error)
            return NOTHING
    status = show(finished.briefing, files, quiet=quiet, as_json=as_json)
    if finished.kept_as and not (quiet or as_json):
        name = finished.kept_as[:SHORT_ID]
        terminal(stderr=True).print(f"Kept as {name}; open it again with `chatbot briefings show {name}`.", style="dim")
    return status


def show(briefing: Briefing, files: Sequence[Path], *, quiet: bool = False, as_json: bool) -> int:
    """Save a briefing in files, or print it where no file holds it. Returns the exit status."""
    saved = [path for file in files if (path := _saved(briefing, file))]
    if as_json:
        print(printable_json(render(briefing, ".json").decode()), end="")  # noqa: T201
    elif not quiet and not saved:  # What no file holds is shown at least.
        print_briefing(terminal(), briefing)
    elif not quiet:
        terminal().print("Saved " + ", ".join(printable_line(str(file)) for file in saved))
    return int(len(saved) < len(files))


def _saved(briefing: Briefing, file: Path) -> Path | None:
    """Save a briefing; what is in the way of one file is told, and stands in the way of no other."""
    try:
        return save(briefing, file)
    except BriefingError as error:
        print_error(error)
        return None


def read_length(text: str) -> Length:
    """The length that was typed.

    Raises:
        SettingsError: there is none of this name.
    """
    if text not in set(Length):
        raise SettingsError(f"--length {text!r} is not a length", f"Use one of {', '.join(Length)}.")
    return Length(text)


def _written(chatbot: Chatbot, request: BriefingRequest, *, keep: bool, quiet: bool) -> BriefingFinished:
    with terminal(stderr=True, quiet=quiet).status("opening the library") as status:
        for event in chatbot.brief(request, keep=keep):
            if isinstance(event, BriefingFinished):
                return event
            status.update(str(event))
    raise AssertionError("a stream of briefing events ends with BriefingFinished")
