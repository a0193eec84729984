"""`python -m evals speed`: how fast the product is on this machine, with the embedded models.

Prints one figure a line. Ingestion is a ratio against the bare ONNX session on the same passages, run in turns with it,
because machines are shared and noisy; the other figures are wall-clock times and want a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from chatbot.answering.draft import FIRST_SENTENCE
from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.library.ingest import Ingestor, embedded_text
from chatbot.library.library import Library
from chatbot.library.readers import read_file
from chatbot.models.encoder import SentenceEncoder
from chatbot.models.files import minilm_path, minilm_tokenizer_path
from chatbot.records import Document, Question
from chatbot.retrieval.retriever import Retriever

QUESTIONS = (
    "How long did Trump and Putin talk?",
    "Who is the Kremlin spokesman?",
    "How many people were injured in the ferry accident?",
    "How much will the water main program cost?",
    "What raise did the Arden Valley drivers get?",
    "How many schools closed early in Storm Edda?",
    "Who won the University district in Port Arden?",
    "What does the new bridge for bicycles cost?",
    "What did Moscow demand before the Black Sea deal took effect?",
    "How many prisoners were exchanged?",
    "What did Kyiv accept in Saudi Arabia?",
    "Which heaters were recalled?",
    "To what rate did the Bank of Caldria cut?",
    "What did the appeals court decide about police drones?",
    "What did the puffin study find?",
    "Who won the 1,500 metres?",
    "How high was the peak gust of the storm?",
    "When did the Carrow Street library open again?",
    "What happened to the dam at Wexley?",
    "What did Lukashenko have to do with Witkoff's visit?",
)
ROUNDS = 3
GROWTH_PASSAGES = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=GROWTH_PASSAGES, help="size of the library for retrieval times")
    options = parser.parse_args()
    documents = _documents()
    ratio, product = ingestion(documents)
    _say("ingestion, share of the bare session's passages/s", f"{ratio:.3f}")
    _say("ingestion, passages/s", f"{product:.1f}")
    with tempfile.TemporaryDirectory() as folder, build_chatbot(library=Path(folder)) as chatbot:
        list(chatbot.ingest([str(SEEDS)]))
        first, whole = answers(chatbot)
        _say(f"first verified sentence, s, p50 of {len(first)}", f"{statistics.median(first):.2f}")
        _say(f"first verified sentence, s, p95 of {len(first)}", f"{np.percentile(first, 95):.2f}")
        _say(f"whole answer, s, p50 of {len(whole)}", f"{statistics.median(whole):.2f}")
    p50, p95 = retrieval(options.passages)
    _say(f"retrieval at {options.passages} passages, ms, p50 and p95", f"{p50:.1f} {p95:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        _chatbot(folder, "ingest", "--seeds")
        _say("ask, cold, s", f"{_timed(lambda: _chatbot(folder, 'ask', QUESTIONS[1])):.2f}")
        _say(
            "--help, s, median of 5",
            f"{statistics.median(_timed(lambda: _chatbot(folder, '--help')) for _ in range(5)):.2f}",
        )


def ingestion(documents: Sequence[Document]) -> tuple[float, float]:
    """The product's passages/s as a share of the bare session's on the same texts; and the product's."""
    encoder = SentenceEncoder()
    encoder.encode(["warm up"])
    texts = _ingested(documents, encoder)[1]
    product, bare = [], []
    for _ in range(ROUNDS):
        product.append(_ingested(documents, encoder)[0])
        bare.append(_timed(lambda: bare_session(texts)))
    return min(bare) / min(product), len(texts) / min(product)


def _ingested(documents: Sequence[Document], encoder: SentenceEncoder) -> tuple[float, list[str]]:
    """Seconds to ingest into a fresh library, and the texts that were embedded."""
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), encoder.fingerprint) as library:
        seconds = _timed(lambda: list(Ingestor(library, encoder).run(documents)))
        return seconds, _stored_texts(library)


def bare_session(texts: Sequence[str]) -> None:
    """The ONNX session fed with sorted, padded batches of 16, both cores in each run: the usual way to use it."""
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(minilm_tokenizer_path()))
    tokenizer.enable_truncation(256)
    tokenizer.enable_padding()
    options = SessionOptions()
    options.intra_op_num_threads = os.cpu_count() or 1
    session = InferenceSession(minilm_path(), options, providers=["CPUExecutionProvider"])
    ordered = sorted(texts, key=len)
    for at in range(0, len(ordered), 16):
        encodings = tokenizer.encode_batch(ordered[at : at + 16])
        ids = np.array([encoding.ids for encoding in encodings], np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], np.int64)
        session.run(None, {"input_ids": ids, "attention_mask": mask})


def answers(chatbot: Chatbot) -> tuple[list[float], list[float]]:
    """Seconds to the first verified sentence and to the whole answer, for each question, everything warm."""
    chatbot.ask("What happened?")
    found = [chatbot.ask(question) for question in QUESTIONS]
    return [answer.timings[FIRST_SENTENCE] for answer in found], [answer.timings["total"] for answer in found]


def retrieval(passages: int) -> tuple[float, float]:
    """Milliseconds, p50 and p95, to rank passages in a library of this size, made of the seeds' own words, shuffled."""
    encoder = SentenceEncoder()
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), encoder.fingerprint) as library:
        fill(library, passages)
        retriever = Retriever(library, encoder)
        now = datetime.now(UTC)
        retriever.retrieve(Question("warm up", now), 12)
        questions = [Question(text, now) for text in QUESTIONS * 5]
        times = [_timed(partial(retriever.retrieve, question, 12)) for question in questions]
    return float(np.percentile(times, 50)) * 1000, float(np.percentile(times, 95)) * 1000


def fill(library: Library, passages: int) -> None:
    """Fill a library with passages of shuffled words and clustered vectors: embedding real ones would take minutes."""
    random = np.random.default_rng(0)
    words = np.array(" ".join(document.text for document in _documents()).split())
    centres = random.normal(size=(200, 384))
    encoder = _ClusteredVectors(random, centres)
    length = 10 * 130
    documents = (
        Document(f"/{number}.txt", _sentences(random.choice(words, length).tolist())) for number in range(passages // 9)
    )
    for _ in Ingestor(library, encoder).run(documents):
        if library.passages.count() >= passages:
            return


class _ClusteredVectors:
    """Stands in for the encoder where only the number of vectors matters."""

    fingerprint = SentenceEncoder().fingerprint

    def __init__(self, random: np.random.Generator, centres: np.ndarray) -> None:
        self._random = random
        self._centres = centres

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        near = self._centres[self._random.integers(0, len(self._centres), len(texts))]
        vectors = near + self._random.normal(size=near.shape)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) * 4 // 3 for text in texts]


def _sentences(words: Sequence[str]) -> str:
    return " ".join(f"{word.strip('.')}." if at % 20 == 19 else word for at, word in enumerate(words))


def _documents() -> list[Document]:
    paths = sorted(path for path in SEEDS.glob("*.md") if path.stem != "README")
    return [document for path in paths for document in read_file(path).documents]


def _stored_texts(library: Library) -> list[str]:
    ids = library.passages.get(include=[])["ids"]
    return [embedded_text(stored) for stored in library.passages_by_id(ids).values()]


def _chatbot(library: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "chatbot", *arguments]
    environment = {**os.environ, "CHATBOT_LIBRARY": library}
    subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603 -- our own command line


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _say(what: str, figure: str) -> None:
    print(f"{what}: {figure}", flush=True)


if __name__ == "__main__":
    main()
