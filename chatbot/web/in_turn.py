"""An answer in its turn: waits in the line, then pulls the answer's events in threads, and goes away at once.

A model can be stopped between two sentences only. Whoever stops waiting does not wait for that: the place in the line
is free at once, and the thread closes the answer when its sentence is done.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from functools import cached_property

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from chatbot.answering.events import Event
from chatbot.web.turns import Ticket, Turns

BEAT_SECONDS = 1.0
"""Who waits hears something that often; a server notices only when it says something that nobody listens any more."""
MOST_ENDING = 8
"""Answers that nobody waits for and that have not ended yet; more of them hold up the next one."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Others come first."""

    ahead: int

    @property
    def text(self) -> str:
        """For the reader."""
        return f"Busy, {self.ahead} ahead of you …"


@dataclass(frozen=True, slots=True)
class Working:
    """Nothing new, but the work goes on."""

    ahead = 0
    text = "Working …"


class AnswerLine:
    """The one line of a server.

    Args:
        at_once: how many answers are written at the same time.
    """

    def __init__(self, at_once: int) -> None:
        self.turns = Turns(at_once)

    @cached_property
    def _threads(self) -> CapacityLimiter:
        return CapacityLimiter(self.turns.at_once + MOST_ENDING)

    async def answer(self, ticket: Ticket, events: Iterator[Event]) -> AsyncGenerator[Event | Waiting | Working]:
        """The events of an answer when its turn has come; closing or cancelling ends it at once.

        Args:
            ticket: its place in the line, which is left at the end.
            events: a generator, not begun.

        Raises:
            ChatbotError: as `Chatbot.stream`.
        """
        answer = _Answer(events)
        try:
            while ahead := ticket.ahead:
                yield Waiting(ahead)
                await ticket.moved(ahead, BEAT_SECONDS)
            async with aclosing(self._pulled(answer)) as pulled:
                async for event in pulled:
                    yield event
        finally:
            ticket.leave()
            answer.leave()

    async def _pulled(self, answer: _Answer) -> AsyncGenerator[Event | Working]:
        while True:
            pulling = asyncio.ensure_future(run_sync(answer.pull, abandon_on_cancel=True, limiter=self._threads))
            try:
                while not (await asyncio.wait({pulling}, timeout=BEAT_SECONDS))[0]:
                    yield Working()
            finally:
                pulling.cancel()
            if (event := pulling.result()) is None:
                return
            yield event


class _Answer:
    """Events that one thread at a time pulls, and that anyone may leave meanwhile."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._pulling = threading.Lock()
        self._left = False

    def pull(self) -> Event | None:
        """The next event, or None at the end."""
        try:
            with self._pulling:
                return None if self._left else next(self._events, None)
        finally:
            if self._left:
                self._close()

    def leave(self) -> None:
        """Nobody waits any more; a thread that is at work closes the answer when it has its event."""
        self._left = True
        if self._pulling.acquire(blocking=False):
            self._pulling.release()
            self._close()

    def _close(self) -> None:
        with self._pulling:
            self._events.close()  # type: ignore[attr-defined]  # a generator
