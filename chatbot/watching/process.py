"""What this process holds: memory, threads, file handles (Linux; elsewhere nothing is told)."""

from __future__ import annotations

import os
from pathlib import Path

from chatbot.watching.exposition import Reading

_PROC = Path("/proc")


def process_readings() -> list[Reading]:
    """Memory, threads and handles of this process, as Prometheus' own clients name them."""
    found = process_figures(os.getpid())
    names = {
        "memory": ("process_resident_memory_bytes", "Resident memory in bytes."),
        "handles": ("process_open_fds", "Open file handles."),
        "threads": ("process_threads", "Threads."),
    }
    return [Reading(*names[name], number) for name, number in found.items()]


def process_figures(process: int) -> dict[str, float]:
    """`memory` in bytes, `handles`, `threads` of a process; empty where the system does not tell."""
    folder = _PROC / str(process)
    if not (folder / "statm").is_file():
        return {}
    pages = int((folder / "statm").read_text(encoding="ascii").split()[1])
    return {
        "memory": float(pages * os.sysconf("SC_PAGE_SIZE")),
        "handles": float(len(list((folder / "fd").iterdir()))),
        "threads": float(len(list((folder / "task").iterdir()))),
    }
