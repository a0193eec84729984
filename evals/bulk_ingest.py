"""`python -m evals.bulk_ingest --corpus ARTICLES`: does Ray ingest faster than one process on this machine?

The same articles go into fresh libraries, in turns, so that other work on the machine meets both: alone, in this
process with all its cores; with Ray, in workers of one core each. Starting Ray is told apart, because a long ingest
pays it once. And the writer alone, given what is already embedded, says how many workers it could keep up with.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.distributed import RayPreparer
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.library.preparing import PreparedDocument, Preparer, Preparing
from chatbot.library.ray_cluster import running_ray
from chatbot.records import Document
from evals.datasets import read_rows
from evals.libraries import document_from

PASSAGE_TOKENS = 200


class _Kept:
    """Hands out what was prepared before."""

    def __init__(self, prepared: Sequence[PreparedDocument]) -> None:
        self._prepared = iter(prepared)

    def prepare_each(self, groups: Iterable[Sequence[Document]]) -> Iterator[list[PreparedDocument]]:
        return (list(islice(self._prepared, len(group))) for group in groups)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="articles: id, title, text, published")
    parser.add_argument("--articles", type=int, default=200, help="how many of them")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way takes its turn")
    parser.add_argument("--workers", type=int, default=2, help="of Ray, with one core each")
    options = parser.parse_args()
    rows = islice(read_rows(options.corpus, {"id": str, "text": str}), options.articles)
    documents = [document_from(row, str(row["id"])) for row in rows]
    compare(documents, options.rounds, options.workers)


def compare(documents: Sequence[Document], rounds: int, workers: int) -> None:
    """Measure and print a table: the median of the turns, and the median of their ratios."""
    encoder = SentenceEncoder()
    prepared = Preparer(encoder, PASSAGE_TOKENS).prepare(documents)
    begun = time.perf_counter()
    with running_ray(cores=workers):
        starting = time.perf_counter() - begun
        spread = RayPreparer(partial(SentenceEncoder, 1), encoder.fingerprint, PASSAGE_TOKENS, workers)
        ways: dict[str, Callable[[], Preparing | None]] = {
            "one process": lambda: None,
            f"Ray, {workers} workers": lambda: spread,
            "writer alone": lambda: _Kept(prepared),
        }
        turns = [{name: _ingested(documents, encoder, way()) for name, way in ways.items()} for _ in range(rounds)]
    alone = next(iter(ways))
    print(f"{len(documents)} articles, {os.cpu_count()} cores, {rounds} turns; Ray started in {starting:.1f} s")
    print(f"{'':16} {'seconds':>8} {'articles/s':>11} {'passages/s':>11} {'times as fast':>14}")
    for name in ways:
        seconds = statistics.median(turn[name][0] for turn in turns)
        ratio = statistics.median(turn[alone][0] / turn[name][0] for turn in turns)
        passages = turns[0][name][1]
        print(f"{name:16} {seconds:8.1f} {len(documents) / seconds:11.2f} {passages / seconds:11.1f} {ratio:14.2f}")


def _ingested(
    documents: Sequence[Document], encoder: SentenceEncoder, preparing: Preparing | None
) -> tuple[float, int]:
    """Seconds to ingest into a fresh library, and how many passages it holds."""
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), encoder.fingerprint) as library:
        ingestor = Ingestor(library, encoder, PASSAGE_TOKENS, preparing=preparing)
        begun = time.perf_counter()
        for _ in ingestor.run(documents):
            pass
        return time.perf_counter() - begun, library.passages.count()


if __name__ == "__main__":
    main()
