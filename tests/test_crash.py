"""Killed at any moment of an ingest, the library holds every article whole or not at all, and can go on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.ingest import Change, Ingestor
from chatbot.library.library import Library
from tests.conftest import document, repair_vectors

KILLS = 20
ARTICLES = 120
BATCH_PASSAGES = 6

WORKER = """
import sys
from pathlib import Path
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.embedding.encoder import SentenceEncoder
from tests.test_crash import BATCH_PASSAGES, articles

encoder = SentenceEncoder()
with Library.open(Path(sys.argv[1]), encoder.fingerprint) as library:
    print("open", flush=True)
    for _ in Ingestor(library, encoder, batch_passages=BATCH_PASSAGES).run(articles(sys.argv[2])):
        pass
"""


def articles(edition: str) -> list[object]:
    """Articles of one or several passages; another edition has other texts under the same names."""
    return [
        document(
            f"/{number}.txt",
            f"Edition {edition}. " + f"Report {number} counts {number + 7} boats. " * (1 + number % 60),
        )
        for number in range(ARTICLES)
    ]


def test_killed_twenty_times_every_article_is_whole_or_absent(tmp_path: Path, encoder: SentenceEncoder) -> None:
    chance = random.Random(20250318)
    for kill in range(KILLS):
        _ingest_and_kill(tmp_path, edition=str(kill // 7), after=chance.uniform(0.0, 0.6))
        repair_vectors(tmp_path, encoder)
        with Library.open(tmp_path, encoder.fingerprint) as library:
            assert_whole(library)

    with Library.open(tmp_path, encoder.fingerprint) as library:
        outcomes = list(Ingestor(library, encoder).run(articles("last")))
        assert Change.FAILED not in {outcome.change for outcome in outcomes}
        assert len(library.summaries()) == ARTICLES
        assert_whole(library)


def _ingest_and_kill(folder: Path, edition: str, after: float) -> None:
    command = [sys.executable, "-c", WORKER, str(folder), edition]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"open\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)


def assert_whole(library: Library) -> None:
    rows = library.passages.get(include=["metadatas", "documents"])
    found: dict[str, list[str]] = {}
    for row, text in zip(rows["metadatas"] or (), rows["documents"] or (), strict=True):
        article = library.get(str(row["article_id"]), int(row["version"]))
        assert article.text[row["start"] : row["end"]] == text
        found.setdefault(article.key, []).append(text)
    newest = {f"{summary.id}@{summary.version}": summary.passage_count for summary in library.summaries()}
    assert {key: len(texts) for key, texts in found.items()} == newest
    assert len(library.lexical) == len(rows["ids"])
