"""Chooses the format by a file's name and writes it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from chatbot.briefing.export.naming import file_name
from chatbot.briefing.records import Briefing
from chatbot.errors import BriefingError

FORMATS = {
    ".md": "chatbot.briefing.export.markdown",
    ".html": "chatbot.briefing.export.html",
    ".docx": "chatbot.briefing.export.docx",
    ".pdf": "chatbot.briefing.export.pdf",
    ".json": "chatbot.briefing.export.json",
}
"""Suffix → the module whose `render` turns a briefing into bytes."""


def render(briefing: Briefing, suffix: str) -> bytes:
    """The content of a file.

    Args:
        briefing: finished.
        suffix: one of `FORMATS`, upper or lower case.

    Raises:
        BriefingError: there is no such format, or it cannot show the briefing's letters.
    """
    module = FORMATS.get(suffix.lower())
    if module is None:
        raise BriefingError(f"Briefings cannot be saved as {suffix or 'a file without a suffix'}", _remedy())
    return cast("Callable[[Briefing], bytes]", import_module(module).render)(briefing)


def check_format(path: Path) -> None:
    """Refuse a file name of unknown format before any work is done.

    Raises:
        BriefingError: the suffix names no format.
    """
    if _suffix(path) not in FORMATS:
        raise BriefingError(f"{path} names no format in which a briefing can be saved", _remedy())


def save(briefing: Briefing, path: Path) -> Path:
    """Write a briefing; an existing file is replaced at once, or not at all. Returns the file.

    Args:
        briefing: finished.
        path: of the file; one that is a suffix alone, such as `reports/.docx`, is named after topic and day.

    Raises:
        BriefingError: the format is unknown or cannot show the briefing's letters, or the file cannot be written.
    """
    content = render(briefing, _suffix(path))
    file = path if path.suffix else path.with_name(file_name(briefing, path.name))
    fresh = file.with_name(f".{file.name}.new")
    try:
        fresh.write_bytes(content)
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BriefingError(f"{file} cannot be written ({error.strerror})", "Name another file.") from error
    return file


def _suffix(path: Path) -> str:
    """The suffix of a name, also of one that consists of nothing else."""
    return (path.suffix or path.name).lower()


def _remedy() -> str:
    return (
        f"Use a name that ends with {', '.join(FORMATS)}; the ending alone, such as `-o .docx`, names the file after"
        " topic and day."
    )
