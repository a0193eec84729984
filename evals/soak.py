"""`python -m evals.soak`: readers ask while articles stream in, for an hour or less; is anything growing?

Prints, for each of twelve windows, answers, seconds, memory, file handles, threads and articles. Fails when the last
third of the time is worse than the middle one (in the first one, caches fill), or an answer is wrong. Every eighth
question is given up at once, as readers do.

`--users 1 4 8 16` measures instead how throughput and seconds change with the number of readers.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count

import httpx
import numpy as np

from chatbot.watching.process import process_figures
from evals.libraries import folder_environment
from evals.load import EXPECTED, ask
from evals.newsroom import own_newsroom, script_of
from evals.scripted_endpoint import Manner, scripted_endpoint
from evals.served import wait_for

QUESTIONS = list(EXPECTED)
ELSEWHERE = Manner(seconds=0.5, at_once=4)
"""How a fast server elsewhere answers."""
WINDOWS = 12
GIVEN_UP = 8
GROWTH = {"memory": 1.10, "handles": 1.25, "threads": 1.25, "p50": 2.0}
"""Times the middle third that the last one may be: allocators and a shared machine are never quite still."""
SAMPLES = 5
"""Of memory, handles and threads in each window: the median counts, since connections come and go."""


@dataclass(frozen=True, slots=True)
class Window:
    """What was seen in one stretch of time."""

    seconds: list[float]
    wrong: int
    memory: float
    handles: float
    threads: float
    articles: int

    @property
    def p50(self) -> float:
        return float(np.percentile(self.seconds, 50)) if self.seconds else float("nan")

    @property
    def p95(self) -> float:
        return float(np.percentile(self.seconds, 95)) if self.seconds else float("nan")


class Readers:
    """So many readers, each of whom asks one question after the other until they are told to stop."""

    def __init__(self, address: str, number: int) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._done: list[tuple[float, bool]] = []
        self._numbers = count()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask_on) for _ in range(number)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def take(self) -> list[tuple[float, bool]]:
        """Seconds and rightness of the answers since the last time."""
        with self._lock:
            done, self._done = self._done, []
        return done

    def _ask_on(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                number = next(self._numbers)
            if number % GIVEN_UP == GIVEN_UP - 1:
                give_up(self._address, QUESTIONS[number % len(QUESTIONS)])
                continue
            answer = ask(self._address, QUESTIONS[number % len(QUESTIONS)])
            with self._lock:
                self._done.append(answer)


def main() -> int:
    """Measure; returns 1 when something grows or an answer is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long, or how long for each number of users")
    parser.add_argument("--users", type=int, nargs="+", default=[4], help="how many; several: a table")
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two articles")
    parser.add_argument("--endpoint", action="store_true", help="an endpoint that answers four at a time in 0.5 s")
    options = parser.parse_args()
    with server(options.every, endpoint=options.endpoint) as (address, process):
        ask(address, QUESTIONS[0])
        if len(options.users) > 1:
            return crowds(address, options.users, options.minutes * 60)
        return soak(address, process, options.users[0], options.minutes * 60)


def soak(address: str, process: int, users: int, seconds: float) -> int:
    """One number of readers for a long time."""
    print("  minute  answers   p50 s   p95 s    MB  handles  threads  articles", flush=True)
    windows = []
    with Readers(address, users) as readers:
        for number in range(WINDOWS):
            windows.append(observe(address, process, readers, seconds / WINDOWS))
            _print_row((number + 1) * seconds / WINDOWS / 60, windows[-1])
    growing = grown(windows)
    wrong = sum(window.wrong for window in windows)
    print(f"wrong answers: {wrong}; growing: {', '.join(growing) or 'nothing'}", flush=True)
    return int(bool(wrong or growing))


def observe(address: str, process: int, readers: Readers, seconds: float) -> Window:
    """What a server does and holds for so many seconds, while these readers ask it."""
    held = []
    for _ in range(SAMPLES):
        time.sleep(seconds / SAMPLES)
        held.append(process_figures(process))
    done = readers.take()
    median = {name: float(np.median([sample[name] for sample in held])) for name in held[0]}
    articles = int(httpx.get(f"{address}/healthz", timeout=60).json()["articles"])
    return Window([took for took, _ in done], sum(not right for _, right in done), articles=articles, **median)


def grown(windows: Sequence[Window]) -> list[str]:
    """What is larger in the last third of the windows than in the middle third, beyond what is allowed."""
    third = len(windows) // 3
    found = []
    for name, allowed in GROWTH.items():
        middle, last = (
            float(np.nanmedian([getattr(window, name) for window in part]))
            for part in (windows[third : 2 * third], windows[2 * third :])
        )
        if last > middle * allowed:
            found.append(f"{name} from {middle:.4g} to {last:.4g}")
    return found


def crowds(address: str, numbers: Sequence[int], seconds: float) -> int:
    """Several numbers of readers, each for a while."""
    print("   users  answers/min   p50 s   p95 s  wrong", flush=True)
    wrong = 0
    for number in numbers:
        with Readers(address, number) as readers:
            time.sleep(seconds)
            done = readers.take()
        rate = len(done) / seconds * 60
        done += readers.take()  # Those who were being answered when the time was up have waited too.
        times = [took for took, _ in done] or [float("nan")]
        mistakes = sum(not right for _, right in done)
        p50, p95 = np.percentile(times, [50, 95])
        print(f"{number:8d} {rate:12.1f} {p50:7.2f} {p95:7.2f} {mistakes:6d}", flush=True)
        wrong += mistakes
    return int(bool(wrong))


def give_up(address: str, question: str) -> None:
    """Ask, hear the first line, and leave."""
    body = {"model": "news-chatbot", "stream": True, "messages": [{"role": "user", "content": question}]}
    with httpx.stream("POST", f"{address}/v1/chat/completions", json=body, timeout=600) as reply:
        next(reply.iter_lines())


@contextmanager
def server(every: float, *, endpoint: bool) -> Iterator[tuple[str, int]]:
    """Address and process of a server into which articles stream."""
    with ExitStack() as stack:
        environment = folder_environment(stack.enter_context(tempfile.TemporaryDirectory()))
        if endpoint:
            environment["CHATBOT_LLM_BASE_URL"] = stack.enter_context(
                scripted_endpoint(script_of(own_newsroom()), ELSEWHERE)
            )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "evals.streaming", str(port), str(every)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(timeout=60)


def _print_row(minute: float, window: Window) -> None:
    figures = f"{minute:8.1f} {len(window.seconds):8d} {window.p50:7.2f} {window.p95:7.2f} {window.memory / 1e6:5.0f}"
    print(f"{figures} {window.handles:8.0f} {window.threads:8.0f} {window.articles:9d}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
