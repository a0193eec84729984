"""Asks a peer, and reads its answer as if it were one of ours, so that the same scores apply."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import IO, Any
from uuid import uuid4

from chatbot.answering.claims import is_claim, says_nothing_found
from chatbot.answering.draft_text import DraftReader, DraftSentence
from chatbot.errors import ChatbotError
from chatbot.records import Answer, Block, BlockKind, Citation, Sentence, Usage, Verdict
from evals.datasets import Row
from evals.peers.environments import Peer
from evals.peers.gateway import Gateway

_REFUSAL = re.compile(
    r"\b(?:I|we) (?:cannot|can['’]t|could not|am unable to|do not have enough)\b|"
    r"\b(?:insufficient|not enough|no) (?:information|context|evidence)\b|^empty response",
    re.I,
)


class PeerFailed(ChatbotError):
    """A peer's process has ended."""


class PeerProcess:
    """A peer at work in its own process; threads take turns."""

    def __init__(self, peer: Peer, process: subprocess.Popen[str], complaints: IO[str], gateway: Gateway) -> None:
        self._peer = peer
        self._process = process
        self._complaints = complaints
        self._gateway = gateway
        self._turn = threading.Lock()

    def ask(self, question: str, documents: Sequence[Row]) -> tuple[Answer, float]:
        """The peer's answer in our shape, and its process's peak memory in MB.

        Raises:
            PeerFailed: the process has ended.
        """
        asked = {"question": question, "documents": [{"title": "", **item} for item in documents]}
        with self._turn:
            self._gateway.consumption.reset()
            reply = self._exchange(asked)
            used = self._gateway.consumption
            usage = Usage(used.prompt_tokens, used.completion_tokens)
        return as_answer(question, reply, documents, f"{self._peer.name}, {self._gateway.model}", usage), reply[
            "memory_mb"
        ]

    def tell(self, message: dict[str, Any]) -> None:
        """Send one message to the process."""
        if self._process.stdin:
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()

    def _exchange(self, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            self.tell(asked)
        except BrokenPipeError:
            raise self._failed() from None
        # What a library prints before its first answer is passed over.
        for line in self._process.stdout or ():
            if line.startswith("{"):
                reply: dict[str, Any] = json.loads(line)
                return reply
        raise self._failed()

    def _failed(self) -> PeerFailed:
        self._complaints.seek(0)
        reason = self._complaints.read().strip().splitlines()
        last = reason[-1] if reason else f"exit status {self._process.poll()}"
        return PeerFailed(f"{self._peer.name} has ended: {last}", "See the message; finished rows are kept.")


@contextmanager
def open_peer(peer: Peer, gateway: Gateway) -> Iterator[PeerProcess]:
    """Start a peer and stop it.

    Raises:
        PeerMissing: it is not installed.
    """
    peer.require()
    command = [str(peer.python), str(peer.worker)]
    pipe = subprocess.PIPE
    with (
        # A file, because a library that warns on and on would fill a pipe that nobody empties, and stand still.
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=complaints, text=True) as process,  # noqa: S603
    ):
        try:
            started = PeerProcess(peer, process, complaints, gateway)
            started.tell({"base_url": gateway.base_url, "model": gateway.model})
            yield started
        finally:
            process.kill()


def as_answer(question: str, reply: Row, documents: Sequence[Row], model: str, usage: Usage) -> Answer:
    """A peer's text as cited sentences. Nothing of it has been checked: no sentence counts as supported by itself."""
    written = list(DraftReader().read([reply["answer"]]))
    used = {number for sentence in written for number in sentence.markers if 0 < number <= len(reply["sources"])}
    citations = [_citation(number, reply["sources"][number - 1], documents) for number in sorted(used)]
    refused = not reply["answer"].strip() or all(_refuses(sentence.text) for sentence in written)
    return Answer(
        question=question,
        answer_id=uuid4().hex,
        refused=refused,
        blocks=tuple(_block(list(sentences)) for _, sentences in groupby(written, lambda sentence: sentence.block)),
        citations=tuple(citations),
        model=model,
        usage=usage,
        timings={"first_sentence": reply["first_s"], "total": reply["answer_s"]},
    )


def _block(written: Sequence[DraftSentence]) -> Block:
    return Block(written[0].kind, tuple(map(_sentence, written)), written[0].level, written[0].head)


def _sentence(written: DraftSentence) -> Sentence:
    claims = written.kind is not BlockKind.HEADING and not written.head and is_claim(written.text)
    verdict = Verdict.UNSURE if claims else Verdict.NOT_A_CLAIM
    claim = written.claim if written.claim != written.text else ""
    return Sentence(written.text, verdict, 0.0, written.markers, claim=claim, cells=written.cells)


def _refuses(text: str) -> bool:
    return bool(_REFUSAL.search(text)) or says_nothing_found(text)


def _citation(number: int, chunk: str, documents: Sequence[Row]) -> Citation:
    """A cited chunk, at its place in the first document that holds it; at 0 when chunking has changed its text."""
    chunk = chunk.strip()
    places = [(item.get("title") or "", item["text"].find(chunk)) for item in documents]
    title, start = next((place for place in places if place[1] >= 0), ("", 0))
    return Citation(number, "", 1, title, "", "", None, start, start + len(chunk), chunk)
