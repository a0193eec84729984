"""`python -m evals.growth`: what a library costs as it grows: opening, memory, retrieval, ingest.

Texts are shuffled words of the samples, vectors are made up, and Chroma writes its index less often while the library
is filled, so that a million passages take an hour and not a day; everything else is the product. Each size is measured
in a process of its own. With `--folder` the library is kept, and a run that was stopped goes on with it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.library import Library
from chatbot.library.opening import CHROMA_FOLDER
from chatbot.question.understanding import plain_question
from chatbot.records import Question
from chatbot.retrieval.retriever import Retriever
from chatbot.watching.process import process_figures
from evals.filling import fill, seldom_written
from evals.tasks.speed import QUESTIONS

SIZES = (10_000, 100_000, 1_000_000)
LAST = 2_000
"""Passages of each size that are stored as the product stores them, so that the index is written at the end."""
ROUNDS = 5
PASSAGES = 12
COLUMNS = ("passages", "open_s", "first_retrieval_s", "retrieval_ms_p50", "retrieval_ms_p95", "memory_mb", "disk_mb")


def measure(folder: Path) -> dict[str, float]:
    """Open the library and ask it, in this process.

    Returns:
        Seconds to open it and for the first retrieval, which loads the vector index; milliseconds of the later ones;
        resident memory and files in MB.
    """
    encoder = SentenceEncoder()
    encoder.encode(["warm up"])
    began = time.perf_counter()
    with Library.open(folder, encoder.fingerprint) as library:
        opened = time.perf_counter()
        retriever, now = Retriever(library, encoder), datetime.now(UTC)
        times = []
        for text in (QUESTIONS[0], *QUESTIONS * ROUNDS):
            started = time.perf_counter()
            retriever.retrieve(plain_question(Question(text, now)), PASSAGES)
            times.append(time.perf_counter() - started)
        p50, p95 = (float(np.percentile(times[1:], part)) * 1000 for part in (50, 95))
        memory = process_figures(os.getpid()).get("memory", float("nan")) / 1e6
        figures = (float(library.passages.count()), opened - began, times[0], p50, p95, memory, _disk_mb(folder))
    return dict(zip(COLUMNS, figures, strict=True))


def grow(folder: Path, sizes: Sequence[int]) -> Iterator[dict[str, float]]:
    """Fill the library in this folder to each size and measure it.

    Yields:
        Figures as `measure` gives them, and passages stored a second.
    """
    for size in sizes:
        before, seconds = _filled(folder, size)
        command = [sys.executable, "-m", "evals.growth", "--measure", "--folder", str(folder)]
        told = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603 -- our own
        figures: dict[str, float] = json.loads(told)
        yield figures | {"stored_per_s": (figures["passages"] - before) / seconds}


def _filled(folder: Path, size: int) -> tuple[int, float]:
    """How many passages there were before, and the seconds that the others took."""
    fingerprint = SentenceEncoder().fingerprint
    with Library.open(folder, fingerprint) as library:
        before, began = library.passages.count(), time.perf_counter()
    if size - before > LAST:
        with seldom_written(folder / CHROMA_FOLDER), Library.open(folder, fingerprint) as library:
            fill(library, size - LAST)
    with Library.open(folder, fingerprint) as library:
        fill(library, size)
    return before, time.perf_counter() - began


def _disk_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        yield kept
    else:
        with tempfile.TemporaryDirectory(prefix="growth-") as folder:
            yield Path(folder)


def main() -> None:
    """Print a row for each size as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of passages, the smallest first")
    parser.add_argument("--folder", type=Path, help="keep the library here and go on with it")
    parser.add_argument("--measure", action="store_true", help="only measure the library in the folder, as JSON")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.folder)))
        return
    columns = (*COLUMNS, "stored_per_s")
    print("| " + " | ".join(columns) + " |\n" + "|---" * len(columns) + "|", flush=True)
    with _folder(options.folder) as folder:
        for row in grow(folder, sorted(options.sizes)):
            print("| " + " | ".join(f"{row[name]:,.4g}" for name in columns) + " |", flush=True)


if __name__ == "__main__":
    main()
