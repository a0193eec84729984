"""Tells whoever watches what happens, while the events and outcomes pass by."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from chatbot.answering.events import Event, Finished
from chatbot.errors import ChatbotError

if TYPE_CHECKING:
    from chatbot.library.ingest import Outcome


class Observer(Protocol):
    """Somebody who watches; threads call it side by side."""

    def answered(self, done: Finished) -> None:
        """An answer is finished."""

    def failed(self, error: ChatbotError, seconds: float) -> None:
        """An answer failed after so many seconds."""

    def stopped(self, seconds: float) -> None:
        """Nobody waited for an answer any more."""

    def ingested(self, outcome: Outcome) -> None:
        """Something became of a source."""

    def rated(self, *, helpful: bool) -> None:
        """A reader rated an answer."""


class Watch:
    """All who watch one chatbot; nobody at first."""

    def __init__(self) -> None:
        self.observers: list[Observer] = []

    def following(self, events: Iterator[Event]) -> Iterator[Event]:
        """The events of an answer as they come; closing closes them."""
        began, done = time.monotonic(), False
        try:
            with closing(events):  # type: ignore[type-var]  # a generator
                for event in events:
                    if isinstance(event, Finished):
                        done = True
                        self._answered(event)
                    yield event
        except ChatbotError as error:
            for observer in self.observers:
                observer.failed(error, time.monotonic() - began)
            raise
        except GeneratorExit:
            for observer in () if done else self.observers:
                observer.stopped(time.monotonic() - began)
            raise

    def _answered(self, done: Finished) -> None:
        for observer in self.observers:
            observer.answered(done)

    def ingesting(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes as they come."""
        for outcome in outcomes:
            for observer in self.observers:
                observer.ingested(outcome)
            yield outcome

    def rated(self, *, helpful: bool) -> None:
        """A reader rated an answer."""
        for observer in self.observers:
            observer.rated(helpful=helpful)
