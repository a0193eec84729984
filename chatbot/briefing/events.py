"""What a briefing in the making tells whoever waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chatbot.briefing.records import Briefing
from chatbot.records import Evidence


class BriefingStage(StrEnum):
    SELECTING = "selecting articles"
    READING = "reading sentences"
    COMPARING = "comparing articles"
    WRITING = "writing and checking"


@dataclass(frozen=True, slots=True)
class BriefingProgress:
    """Work has reached a point."""

    stage: BriefingStage
    done: int = 0
    total: int = 0
    """0 when it is not known."""

    def __str__(self) -> str:
        return f"{self.stage}: {self.done} of {self.total}" if self.total else str(self.stage)


@dataclass(frozen=True, slots=True)
class BriefingFinished:
    """The whole briefing; always the last event."""

    briefing: Briefing
    evidence: tuple[Evidence, ...] = ()
    """What its citations point to, in their order: number n stands at n - 1."""
    read: tuple[str, ...] = ()
    """Keys, `id@version`, of all articles that were read for it, cited or not."""
    kept_as: str = ""
    """Its id among the briefings that are kept; empty where it is not kept."""


BriefingEvent = BriefingProgress | BriefingFinished
