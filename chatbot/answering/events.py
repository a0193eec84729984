"""What an answer in the making tells whoever shows it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from chatbot.records import Answer, Block, BlockKind, Citation, Note, Sentence


class Stage(StrEnum):
    UNDERSTANDING = "understanding"
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
    """A sentence has been checked and may be displayed, with the citations that it uses.

    Sentences come in the order of the answer. Those with the same `block` belong to one block.
    """

    block: int
    """Place of its block in the answer, counted from 0."""
    kind: BlockKind
    sentence: Sentence
    citations: tuple[Citation, ...] = ()
    """Those that the sentence names, backing it or nearest to it."""
    level: int = 0
    """As in `Block`."""
    head: bool = False
    """As in `Block`."""
    settled: bool = True
    """Whether its check has ended; otherwise a `Revised` for it may follow."""


@dataclass(frozen=True, slots=True)
class Revised:
    """A sentence that was shown has been checked again, or corrected by the model that wrote it."""

    place: int
    """Which sentence of the answer, counted from 0 over all blocks."""
    sentence: Sentence | None
    """None: it is withheld, because only supported sentences are wanted."""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """A note beside the answer."""

    note: Note
    citations: tuple[Citation, ...] = ()


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


Event = Progress | Shown | Revised | Noted | Finished


@dataclass(slots=True)
class AnswerSoFar:
    """Collects what has been told, for a display that draws itself anew after each event."""

    shown: list[Shown] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    citations: dict[int, Citation] = field(default_factory=dict)
    _withheld: set[int] = field(default_factory=set)

    def add(self, event: Shown | Revised | Noted) -> None:
        """Take in an event; others than these three change nothing that is displayed."""
        self.citations.update({citation.id: citation for citation in event.citations})
        if isinstance(event, Noted):
            self.notes.append(event.note)
        elif isinstance(event, Shown):
            self.shown.append(event)
        elif event.sentence is None:
            self._withheld.add(event.place)
        else:
            self.shown[event.place] = _revised(self.shown[event.place], event)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks as they stand now."""
        kept = [item for place, item in enumerate(self.shown) if place not in self._withheld]
        blocks: dict[int, list[Shown]] = {}
        for item in kept:
            blocks.setdefault(item.block, []).append(item)
        return tuple(
            Block(items[0].kind, tuple(item.sentence for item in items), items[0].level, items[0].head)
            for items in blocks.values()
        )


def in_order(events: Iterator[Event]) -> Iterator[Event]:
    """The same events for a display that cannot take back what it has printed: a sentence comes when it is settled.

    What follows a sentence that is not settled waits for it, so that the order stays that of the answer.
    """
    waiting: deque[Shown | Noted | None] = deque()
    places: dict[int, int] = {}
    shown = gone = 0
    for event in events:
        if isinstance(event, Revised):
            _revise(waiting, places[event.place] - gone, event)
        elif isinstance(event, Shown | Noted):
            if isinstance(event, Shown):
                places[shown] = gone + len(waiting)
                shown += 1
            waiting.append(event)
        while waiting and (isinstance(event, Finished) or _is_settled(waiting[0])):
            gone += 1
            if (item := waiting.popleft()) is not None:
                yield item
        if isinstance(event, Progress | Finished):
            yield event


def _revise(waiting: deque[Shown | Noted | None], at: int, event: Revised) -> None:
    """Put another result in the place of a sentence that waits; one that is withheld leaves a gap."""
    found = waiting[at] if at >= 0 else None
    if isinstance(found, Shown):
        waiting[at] = _revised(found, event) if event.sentence else None


def _is_settled(item: Shown | Noted | None) -> bool:
    return not isinstance(item, Shown) or item.settled


def _revised(shown: Shown, event: Revised) -> Shown:
    sentence = event.sentence or shown.sentence
    return Shown(shown.block, shown.kind, sentence, event.citations, shown.level, shown.head)
