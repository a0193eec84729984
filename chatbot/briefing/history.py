"""What earlier briefings rested on, so that the next one on the topic can tell what changed.

Only ids and offsets are kept, never words: nothing of a deleted article can remain here.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from chatbot.briefing.records import Briefing, BriefingRequest
from chatbot.errors import BriefingError

FILE_NAME = "briefings.json"
MOST_KEPT = 500
"""Topics; the ones briefed longest ago are forgotten."""


@dataclass(frozen=True, slots=True)
class EarlierBriefing:
    """One briefing on a topic."""

    written_at: str
    """ISO 8601."""
    articles: tuple[str, ...]
    """Keys, `id@version`, of all that was read."""
    quotes: tuple[tuple[str, int, int], ...]
    """Article key, start and end of each citation."""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.written_at)


class BriefingHistory:
    """The latest briefing on each topic, in one small file. Safe for several threads of one process."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()

    def latest(self, request: BriefingRequest, user: str = "") -> EarlierBriefing | None:
        """The latest briefing on this topic for this user, or None.

        Raises:
            BriefingError: the file is damaged.
        """
        with self._lock:
            stored = self._read().get(_key(request, user))
        return self._entry(stored) if stored else None

    def add(self, request: BriefingRequest, briefing: Briefing, articles: Iterable[str], user: str = "") -> None:
        """Remember a briefing in place of the earlier one on its topic.

        Raises:
            BriefingError: the file cannot be written.
        """
        quotes = tuple((f"{item.article_id}@{item.version}", item.start, item.end) for item in briefing.citations)
        entry = EarlierBriefing(briefing.written_at.isoformat(), tuple(articles), quotes)
        with self._lock:
            known = self._read()
            known.pop(_key(request, user), None)
            known[_key(request, user)] = asdict(entry)
            self._write(dict(list(known.items())[-MOST_KEPT:]))

    def check(self) -> int:
        """How many briefings are remembered, after reading each.

        Raises:
            BriefingError: the file is damaged.
        """
        with self._lock:
            stored = self._read()
        return len([self._entry(item) for item in stored.values()])

    def forget(self, article_id: str) -> None:
        """Drop every mention of an article."""
        with self._lock:
            known = self._read()
            for entry in known.values():
                entry["articles"] = [key for key in entry["articles"] if not _is_of(key, article_id)]
                entry["quotes"] = [quote for quote in entry["quotes"] if not _is_of(quote[0], article_id)]
            if known:
                self._write(known)

    def _read(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError) as error:
            raise self._damaged(error) from error

    def _entry(self, stored: dict[str, Any]) -> EarlierBriefing:
        try:
            return _from_object(stored)
        except (ValueError, TypeError, KeyError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> BriefingError:
        return BriefingError(
            f"The record of earlier briefings, {self._file}, cannot be read ({error!r})",
            "Run `chatbot doctor --repair`, which sets it aside: only the section on what changed needs it.",
        )

    def _write(self, known: dict[str, Any]) -> None:
        fresh = self._file.with_suffix(".new")
        try:
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(known, file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._file)
        except OSError as error:
            raise BriefingError(
                f"The record of earlier briefings, {self._file}, cannot be written ({error})",
                "Make the library's folder writable.",
            ) from error


def _key(request: BriefingRequest, user: str) -> str:
    """Topic and publishers; not the period, which moves on from briefing to briefing."""
    topic = " ".join(re.findall(r"\w+", request.topic.casefold()))
    parts = [user, topic, *sorted(request.filters.publishers)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _from_object(stored: dict[str, Any]) -> EarlierBriefing:
    quotes = tuple((key, start, end) for key, start, end in stored["quotes"])
    return EarlierBriefing(stored["written_at"], tuple(stored["articles"]), quotes)


def _is_of(key: str, article_id: str) -> bool:
    return key.partition("@")[0] == article_id
