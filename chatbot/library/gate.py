"""Lets many threads read the library while none takes its database away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Shared by readers, exclusive for the one who closes and reopens the database. A thread may enter again."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._owner: int | None = None

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Enter as a reader; waits while another thread is inside exclusively."""
        me = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: self._owner in {None, me})
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Enter alone; waits until all readers have left. Must not be entered from within `shared`."""
        with self._changed:
            self._changed.wait_for(lambda: self._owner is None and not self._readers)
            self._owner = threading.get_ident()
        try:
            yield
        finally:
            with self._changed:
                self._owner = None
                self._changed.notify_all()
