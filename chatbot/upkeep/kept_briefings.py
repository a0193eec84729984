"""Looks at the kept briefings, and sets aside what is damaged of them: nothing is deleted that was not copied."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from chatbot.briefing.keeping.moving import OLDER_FILE_NAME, read_older
from chatbot.briefing.keeping.serialising import earlier_from_json, record_from_json
from chatbot.briefing.keeping.store import FILE_NAME
from chatbot.errors import BriefingError
from chatbot.library.opening import reading_database
from chatbot.upkeep.files import check_integrity, set_aside
from chatbot.upkeep.findings import Finding, broken, mended, well
from chatbot.upkeep.rebuilding import stamp

PART, OLDER_PART = "briefings", "earlier briefings"
_REMEDY = "Run `chatbot doctor --repair`, which sets aside what is damaged, or `chatbot restore` a backup."


class _Damaged(NamedTuple):
    """Rows that cannot be read."""

    briefings: list[int]
    """By position."""
    earlier: list[str]
    """By the keys of their topics."""


def check_briefings(library: Path, *, repair: bool) -> Iterator[Finding]:
    """Check every kept briefing; a damaged one may be set aside, never deleted."""
    older = library / OLDER_FILE_NAME
    if older.exists():
        yield _checked_older(older, repair=repair)
    path = library / FILE_NAME
    if not path.exists():
        yield well(PART, "none kept yet")
        return
    try:
        check_integrity(path, lambda how: BriefingError(f"The briefings in {path} are damaged: {how}", _REMEDY))
        kept, damaged = _rows(path)
    except BriefingError as error:
        yield set_aside(PART, path, error) if repair else broken(PART, error)
        return
    if number := len(damaged.briefings) + len(damaged.earlier):
        found = BriefingError(f"{number} of the {kept} briefings in {path} are damaged", _REMEDY)
        yield _taken_out(path, damaged, found) if repair else broken(PART, found)
    else:
        yield well(PART, f"{kept} can be read")


def _checked_older(path: Path, *, repair: bool) -> Finding:
    """The file in which earlier versions remembered briefings, as long as it waits to be moved over."""
    try:
        known = read_older(path, path.read_text(encoding="utf-8", errors="replace"))
    except BriefingError as error:
        return set_aside(OLDER_PART, path, error) if repair else broken(OLDER_PART, error)
    return well(OLDER_PART, f"{len(known)} of an earlier version are remembered")


def _rows(path: Path) -> tuple[int, _Damaged]:
    """How many rows there are, and those of them that are damaged."""
    try:
        with reading_database(path) as database:
            kept = database.execute(
                "SELECT position, record, written_at, first_day, last_day, articles FROM briefings"
            ).fetchall()
            earlier = database.execute("SELECT topic_key, record FROM earlier_briefings").fetchall()
    except sqlite3.Error as error:
        raise BriefingError(f"The briefings in {path} are damaged: {error}", _REMEDY) from error
    damaged = _Damaged(
        [position for position, *values in kept if not _is_briefing(*values)],
        [key for key, record in earlier if not _is_earlier(record)],
    )
    return len(kept) + len(earlier), damaged


def _is_briefing(record: object, written_at: object, first_day: object, last_day: object, articles: object) -> bool:
    try:
        record_from_json(str(record))
        datetime.fromisoformat(str(written_at))
        for day in (first_day, last_day):
            if day is not None:
                date.fromisoformat(str(day))
    except ValueError:
        return False
    return isinstance(articles, int)


def _is_earlier(record: object) -> bool:
    try:
        earlier_from_json(str(record))
    except ValueError:
        return False
    return True


def _taken_out(path: Path, damaged: _Damaged, error: BriefingError) -> Finding:
    """The whole file set aside as a copy, and the damaged rows out of it: the others stay where readers find them."""
    kept = path.with_name(f"{path.name}.damaged-{stamp()}")
    shutil.copy2(path, kept)
    with reading_database(path) as database:
        database.execute("PRAGMA secure_delete = ON")
        database.executemany("DELETE FROM briefings WHERE position = ?", [(each,) for each in damaged.briefings])
        database.executemany("DELETE FROM earlier_briefings WHERE topic_key = ?", [(each,) for each in damaged.earlier])
        database.commit()
    return mended(PART, f"{error.reason}; set aside in {kept.name}, the others stay")
