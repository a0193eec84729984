"""Who may use the library when: many threads read, one writes, and none takes the database away from another."""

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


class WriterLock:
    """Held by the one thread that writes, which may enter again; counts the writers that have left."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.finished = 0
        """What was read while this had another value may be out of date."""

    def acquire(self, *, blocking: bool = True) -> bool:
        """Enter; False when another thread is inside and `blocking` is False."""
        return self._lock.acquire(blocking=blocking)

    def release(self) -> None:
        self.finished += 1
        self._lock.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()
