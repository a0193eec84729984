"""Moves what earlier versions remembered of briefings out of their file, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chatbot.briefing.keeping.records import EarlierBriefing
from chatbot.briefing.keeping.serialising import earlier_from_file
from chatbot.errors import BriefingError

OLDER_FILE_NAME = "briefings.json"
"""Ids and offsets of the latest briefing on each topic: what libraries knew before there were kept briefings."""


def move_over(file: Path, take_over: Callable[[dict[str, EarlierBriefing]], None]) -> None:
    """Hand over what the file holds, and delete it once that is safe. Does nothing where there is no file.

    Killed in between, the next opening does it again.

    Raises:
        BriefingError: the file is damaged, or cannot be read or deleted; it is left as it is.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise _unreadable(file, error) from error
    take_over(read_older(file, text))
    try:
        file.unlink(missing_ok=True)  # Another process may have moved it at the same time.
    except OSError as error:
        raise BriefingError(
            f"The record of earlier briefings, {file}, cannot be deleted ({error.strerror})",
            "Make the library's folder writable.",
        ) from error


def read_older(file: Path, text: str) -> dict[str, EarlierBriefing]:
    """What the text of the file says.

    Raises:
        BriefingError: it is damaged.
    """
    try:
        return earlier_from_file(text)
    except ValueError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> BriefingError:
    told = str(error).strip().partition("\n")[0]
    return BriefingError(
        f"The record of earlier briefings, {file}, cannot be read ({told})",
        "Run `chatbot doctor --repair`, which sets it aside: only the section on what changed needs it.",
    )
