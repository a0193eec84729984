"""The systems that the same task can be given to: the product, or a peer."""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.llm.chat import open_chat_model
from chatbot.llm.engine import EmbeddedEngine
from chatbot.records import Citation
from chatbot.settings import load_settings
from chatbot.verification.evidence import FeatureSupportModel
from chatbot.weights.files import smollm2_path
from evals.datasets import Row
from evals.peers.asking import open_peer
from evals.peers.environments import PEERS, Peer
from evals.peers.gateway import Gateway, open_gateway
from evals.runs.answering import answer_row, ask_row, open_chatbot
from evals.runs.provenance import EMBEDDED, PRODUCT
from evals.scoring.citations import CitationJudge

SYSTEMS = (PRODUCT, *PEERS)
Ask = Callable[[Row], Row]
"""From a row with `question` and `documents` to the row of a report."""


def add_system(parser: argparse.ArgumentParser) -> None:
    """The option that chooses the system."""
    parser.add_argument("--system", choices=SYSTEMS, default=PRODUCT, help="who answers; the product by default")


@contextmanager
def open_system(options: argparse.Namespace) -> Iterator[Ask]:
    """The chosen system with the chosen chat model, ready to answer."""
    if options.system == PRODUCT:
        with open_chatbot(options) as chatbot:
            yield lambda row: ask_row(row, chatbot) | {"memory_mb": _memory_mb()}
    else:
        with _gateway(options) as gateway, _open_peer(PEERS[options.system], gateway) as ask:
            yield ask


@contextmanager
def _open_peer(peer: Peer, gateway: Gateway) -> Iterator[Ask]:
    judge = CitationJudge(FeatureSupportModel(SentenceEncoder()))
    with open_peer(peer, gateway) as process:

        def ask(row: Row) -> Row:
            answer, memory = process.ask(row["question"], row["documents"])

            def find(citation: Citation) -> tuple[str, str]:
                texts = (item["text"] for item in row["documents"])
                return citation.title, next((text for text in texts if citation.quote in text), "")

            facts = {"id": row["id"], "question": row["question"], "memory_mb": memory}
            return facts | answer_row(answer, judge, find)

        yield ask


@contextmanager
def _gateway(options: argparse.Namespace) -> Iterator[Gateway]:
    """The same model and embeddings for a peer as for the product."""
    encoder = SentenceEncoder()
    if options.llm == EMBEDDED:
        with (
            EmbeddedEngine(load_settings().llm_path or smollm2_path()) as engine,
            open_gateway(engine.base_url, engine.api_key, engine.model_name, encoder) as gateway,
        ):
            yield gateway
        return
    key = load_settings().api_key.get_secret_value()
    with open_chat_model(options.llm, options.model, key) as model:
        name = options.model or model.name.partition(" (the first of")[0]
    with open_gateway(options.llm, key, name, encoder) as gateway:
        yield gateway


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
