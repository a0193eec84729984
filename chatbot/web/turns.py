"""Whose answer is written now: first come, first served, over the page, the OpenAI protocol, MCP and Gradio's clients.

Answers are written by a model that takes a few at once. Whoever comes later waits in one line and is told how many
answers must end first; when the line is full, the next one is told to come back rather than to wait for a time-out.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable

from chatbot.errors import Busy

MOST_WAITING = 64
"""Questions that may wait. At ten seconds an answer the last one waits ten minutes, longer than anyone will."""
_FIRST_GUESS = 10.0
"""Seconds that an answer takes, before any has been measured."""
_LONGEST_RETRY = 60
"""Seconds: clients of the OpenAI protocol heed no longer `Retry-After`."""


class Turns:
    """The line. Threads and event loops may share it.

    Args:
        at_once: how many answers are written at the same time.
        most_waiting: how many may wait beside them.
    """

    def __init__(self, at_once: int, most_waiting: int = MOST_WAITING) -> None:
        self.at_once = at_once
        self._most = at_once + most_waiting
        self._lock = threading.Lock()
        self._tickets: list[Ticket] = []
        self._seconds = _FIRST_GUESS
        self.turned_away = 0
        """How many found the line full."""

    def enter(self) -> Ticket:
        """Take a place; whoever takes one must leave it.

        Raises:
            Busy: the line is full.
        """
        with self._lock:
            if len(self._tickets) >= self._most:
                self.turned_away += 1
                seconds = min(max(math.ceil(self._seconds / self.at_once), 1), _LONGEST_RETRY)
                waiting = self._most - self.at_once
                raise Busy(f"{waiting} questions are waiting already", f"Ask again in {seconds} s.", seconds)
            ticket = Ticket(self)
            self._tickets.append(ticket)
            return ticket

    @property
    def present(self) -> int:
        """How many answers are being written or waited for."""
        return len(self._tickets)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return max(self.present - self.at_once, 0)

    def ahead_of(self, ticket: Ticket) -> int:
        """How many answers must end before this one may begin; 0: it may."""
        with self._lock:
            place = self._tickets.index(ticket) if ticket in self._tickets else 0
        return max(place - self.at_once + 1, 0)

    def remove(self, ticket: Ticket, seconds: float) -> None:
        """Give a place back, after so many seconds of work; giving it back again does nothing."""
        with self._lock:
            if ticket not in self._tickets:
                return
            self._tickets.remove(ticket)
            if seconds:
                self._seconds += (seconds - self._seconds) / 8
            left = list(self._tickets)
        for other in left:
            other.wake()


class Ticket:
    """A place in the line."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._began = 0.0
        self._wake: Callable[[], object] | None = None

    @property
    def ahead(self) -> int:
        """How many answers must end before this one may begin; 0: it may."""
        ahead = self._turns.ahead_of(self)
        if not ahead:
            self._began = self._began or time.monotonic()
        return ahead

    def leave(self) -> None:
        """Make room for the next one, at once."""
        self._turns.remove(self, time.monotonic() - self._began if self._began else 0.0)

    def wake(self) -> None:
        """The line has moved."""
        if wake := self._wake:
            wake()

    async def moved(self, known: int, seconds: float) -> None:
        """Return when `ahead` is no longer what was known, at the latest after so many seconds."""
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(woken.set)
        try:
            if self.ahead == known:
                await asyncio.wait_for(woken.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._wake = None
