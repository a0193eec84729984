"""`python -m evals speed`: how fast the product is on this machine.

Ingestion is a ratio against the bare ONNX session on the same passages, run in turns with it, because machines are
shared and noisy; the other figures are wall-clock times and want a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from chatbot.answering.draft import FIRST_SENTENCE, TOTAL
from chatbot.app import Chatbot
from chatbot.embedding.encoder import SentenceEncoder, open_tokenizer
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.library.preparing import embedded_text
from chatbot.question.understanding import plain_question
from chatbot.records import Document, ParsedQuestion, Question
from chatbot.retrieval.retriever import Retriever
from chatbot.weights.files import minilm_path, minilm_tokenizer_path
from evals.cases import sample_documents
from evals.datasets import Row
from evals.filling import fill
from evals.libraries import folder_environment
from evals.runs.answering import library_of, open_chatbot
from evals.runs.report import Metrics
from evals.runs.task import Found, Scores, Task

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
QUERIES = 4
"""Into as many, at most, a question is made for searching."""
CLAIM_PAIRS, PAIR_TOKENS, CLAIM_TOKENS = 300, 128, 28
"""Pairs that the evidence model reads, tokens of each with its three marks, and of these of the claim."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--passages", type=int, default=GROWTH_PASSAGES, help="size of the library for retrieval times")


def _units(_: argparse.Namespace) -> list[Row]:
    return [{"id": name} for name in ("ingestion", "answers", "retrieval", "evidence", "start")]


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    measurements: dict[str, Callable[[], Metrics]] = {
        "ingestion": lambda: ingestion(sample_documents()),
        "answers": lambda: _answers(options),
        "retrieval": lambda: retrieval(options.passages),
        "evidence": lambda: evidence_model(CLAIM_PAIRS),
        "start": start,
    }
    yield lambda unit: [{"id": unit["id"], "figures": measurements[unit["id"]]()}]


def score(rows: Sequence[Row]) -> Scores:
    """The figures as they were measured."""
    return Scores({name: value for row in rows for name, value in row["figures"].items()})


def ingestion(documents: Sequence[Document]) -> Metrics:
    """The product's passages/s as a share of the bare session's on the same texts; and the product's."""
    encoder = SentenceEncoder()
    encoder.encode(["warm up"])
    texts = _ingested(documents, encoder)[1]
    product, bare = [], []
    for _ in range(ROUNDS):
        product.append(_ingested(documents, encoder)[0])
        bare.append(_timed(lambda: bare_session(texts)))
    return {"ingestion_share": min(bare) / min(product), "ingestion_passages_per_s": len(texts) / min(product)}


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


def _answers(options: argparse.Namespace) -> Metrics:
    with open_chatbot(options) as models, library_of(sample_documents(), models) as chatbot:
        return answers(chatbot)


def answers(chatbot: Chatbot) -> Metrics:
    """Seconds to the first verified sentence and to the whole answer, everything warm."""
    chatbot.ask("What happened?")
    timings = [chatbot.ask(question).timings for question in QUESTIONS]
    # What is refused shows no sentence: the refusal is the first that a reader sees.
    first = [timing.get(FIRST_SENTENCE, timing[TOTAL]) for timing in timings]
    return {
        "first_sentence_s_p50": statistics.median(first),
        "first_sentence_s_p95": float(np.percentile(first, 95)),
        "answer_s_p50": statistics.median(timing[TOTAL] for timing in timings),
    }


def start() -> Metrics:
    """Seconds for a first answer from a new process, and for its help text."""
    with tempfile.TemporaryDirectory() as folder:
        _chatbot(folder, "ingest", "--seeds")
        cold = _timed(lambda: _chatbot(folder, "ask", QUESTIONS[1]))
        help_text = statistics.median(_timed(lambda: _chatbot(folder, "--help")) for _ in range(5))
    return {"cold_ask_s": cold, "help_s": help_text}


def retrieval(passages: int) -> Metrics:
    """Milliseconds, p50 and p95, to rank passages in a library of this size, made of the seeds' own words, shuffled:
    for a question that is searched for as it is, and for one that has become several queries.
    """
    encoder = SentenceEncoder()
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), encoder.fingerprint) as library:
        fill(library, passages)
        retriever = Retriever(library, encoder)
        now = datetime.now(UTC)
        retriever.retrieve(plain_question(Question("warm up", now)), 12)
        plain = [plain_question(Question(text, now)) for text in QUESTIONS * 5]
        several = [
            replace(question, queries=tuple(QUESTIONS[(at + more) % len(QUESTIONS)] for more in range(QUERIES)))
            for at, question in enumerate(plain)
        ]
        figures = _spread("retrieval_ms", retriever, plain) | _spread(f"retrieval_{QUERIES}_ms", retriever, several)
    return figures | {"retrieval_passages": float(passages)}


def _spread(name: str, retriever: Retriever, questions: Sequence[ParsedQuestion]) -> Metrics:
    times = [_timed(partial(retriever.retrieve, question, 12)) for question in questions]
    p50, p95 = (float(np.percentile(times, part)) * 1000 for part in (50, 95))
    return {f"{name}_p50": p50, f"{name}_p95": p95}


def evidence_model(pairs: int) -> Metrics:
    """Pairs of claim and evidence, of 128 tokens each, that the evidence model reads in a second, none twice."""
    from chatbot.verification.cross_encoder import CrossEncoder

    reader = CrossEncoder()
    reader.read([("warm up", "warm"), ("warm", "up")])
    given = claim_pairs(" ".join(document.text for document in sample_documents()), pairs)
    return {"claim_pairs_per_s": pairs / _timed(lambda: reader.read(given))}


def claim_pairs(text: str, number: int) -> list[tuple[str, str]]:
    """Distinct pieces of a text, each as a claim of 28 tokens and evidence of those that follow."""
    places = open_tokenizer().encode(text, add_special_tokens=False).offsets
    length = PAIR_TOKENS - 3
    step = (len(places) - length) // number

    def piece(first: int, last: int) -> str:
        return text[places[first][0] : places[last - 1][1]]

    starts = range(0, number * step, step)
    return [(piece(at, at + CLAIM_TOKENS), piece(at + CLAIM_TOKENS, at + length)) for at in starts]


def _stored_texts(library: Library) -> list[str]:
    ids = library.passages.get(include=[])["ids"]
    found = library.passages_by_id(ids).values()
    return [embedded_text(stored.metadata.title, stored.passage.text) for stored in found]


def _chatbot(library: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "chatbot", *arguments]
    subprocess.run(command, env=folder_environment(library), capture_output=True, check=True)  # noqa: S603 -- our own command line


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


TASK = Task(
    name="speed",
    purpose="ingestion, first sentence, retrieval in a large library, the evidence model, cold start",
    units=_units,
    open=_open,
    score=score,
    add_arguments=_add_arguments,
)
