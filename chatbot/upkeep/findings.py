"""What a look at one part of a library found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chatbot.errors import ChatbotError


class State(StrEnum):
    """Of a part of a library."""

    OK = "ok"
    REPAIRED = "repaired"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    part: str
    state: State
    said: str
    remedy: str = ""
    """What the reader can do; only where something is broken."""


def well(part: str, said: str) -> Finding:
    return Finding(part, State.OK, said)


def mended(part: str, said: str) -> Finding:
    return Finding(part, State.REPAIRED, said)


def broken(part: str, error: ChatbotError) -> Finding:
    return Finding(part, State.BROKEN, error.reason, error.remedy)
