"""What an answer in the making tells whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chatbot.records import Answer, Citation, Sentence


class Stage(StrEnum):
    SEARCHING = "searching"
    READING = "reading"
    WRITING = "writing"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class Progress:
    """Work has reached a stage."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence has been checked and may be displayed, with the citations that it uses."""

    sentence: Sentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class StageTime:
    """When work on a stage was done."""

    name: str
    began: float
    """Seconds since 1970."""
    ended: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer; always the last event."""

    answer: Answer
    stages: tuple[StageTime, ...] = ()
    """In the order in which they ended; sentences are verified while the answer is generated."""


Event = Progress | Shown | Finished
