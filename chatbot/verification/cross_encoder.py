"""Reads a text together with its evidence: is it supported, which words are not, is the question answered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from chatbot.embedding.encoder import open_tokenizer, usable_cores
from chatbot.records import Span
from chatbot.verification.marked_words import join_neighbours
from chatbot.weights.files import evidence_model_path

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MAX_TEXT, MAX_TOKENS = 96, 256
"""Tokens of the text, and of text and evidence together, that are read; training cuts alike."""
REMEMBERED = 20_000
"""Readings kept between calls: an answer asks for some more than once."""
_START, _END = 101, 102


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of one text and its evidence. Logits: 0 is even, above is likelier than not."""

    support: float
    """That the evidence supports the whole text."""
    answer: float
    """That the evidence answers the text, a question."""
    unbacked: tuple[tuple[int, int, float], ...]
    """Start and end of each token in the text, in characters, with the logit that the evidence does not back it."""

    @property
    def worst(self) -> float:
        """The highest logit of a token that it is not backed; -10 for a text without tokens."""
        return max((logit for _, _, logit in self.unbacked), default=-10.0)

    def unbacked_spans(self, text: str) -> tuple[Span, ...]:
        """The words of the text that are likelier unbacked than not, neighbours joined, in order."""
        words = (_whole_word(text, start, end) for start, end, logit in self.unbacked if logit > 0)
        return join_neighbours(words, text)

    @property
    def unbacked_tokens(self) -> float:
        """How many tokens are not backed, counted by their probability."""
        return math.fsum(probability(logit) for _, _, logit in self.unbacked)


def probability(logit: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-logit))


def _whole_word(text: str, start: int, end: int) -> Span:
    """The word that a token is a part of."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)


class Reader(Protocol):
    """Reads texts together with their evidence."""

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """What it says of each text and its evidence, in the order of the pairs."""
        ...


class CrossEncoder:
    """The evidence model, in int8 on onnxruntime. May be called from several threads.

    Every pair runs alone, as in `SentenceEncoder` and for the same reasons: what it says of a pair must not depend on
    the pairs beside it.
    """

    def __init__(self, threads: int = 0) -> None:
        """Prepare the model; it is loaded when it is first used.

        Args:
            threads: pairs that are read at the same time; 0 means one for each usable core.
        """
        self._threads = threads or usable_cores()
        self._loading = Lock()
        self._known: dict[tuple[str, str], Reading] = {}

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """What the model says of each text and its evidence, in the order of the pairs.

        Args:
            pairs: a claim or question of at most 96 tokens, and evidence; longer ones are cut.

        Raises:
            WeightsError: the model's files are missing or are not the expected ones.
        """
        known = self._known  # Another thread may begin a new one meanwhile; this one only grows.
        missing = list(dict.fromkeys(pair for pair in pairs if pair not in known))
        found = dict(zip(missing, self._read_new(missing), strict=True))
        if len(known) + len(found) > REMEMBERED:
            self._known = {}
        self._known.update(found)
        return [found[pair] if pair in found else known[pair] for pair in pairs]

    def _read_new(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        if not pairs:
            return []
        texts = self._tokenize([text for text, _ in pairs])
        evidence = self._tokenize([text for _, text in pairs])
        rows = list(zip(texts, evidence, strict=True))
        if len(rows) < 2 or self._threads < 2:
            return [self._run(*row) for row in rows]
        order = sorted(range(len(rows)), key=lambda at: -len(rows[at][1].ids))
        readings = self._pool.map(lambda at: self._run(*rows[at]), order)
        return [reading for _, reading in sorted(zip(order, readings, strict=True), key=lambda pair: pair[0])]

    def _tokenize(self, texts: Sequence[str]) -> list[Encoding]:
        # Half of a surrogate pair is legal in a Python string, but not in UTF-8, which the tokenizer works on.
        encodable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return list(self._tokenizer.encode_batch(encodable, add_special_tokens=False))

    def _run(self, text: Encoding, evidence: Encoding) -> Reading:
        own = text.ids[:MAX_TEXT]
        ids = [_START, *own, _END, *evidence.ids[: MAX_TOKENS - len(own) - 3], _END]
        tokens = np.array([ids], np.int64)
        types = np.zeros_like(tokens)
        types[0, len(own) + 2 :] = 1
        given = {"input_ids": tokens, "token_type_ids": types, "attention_mask": np.ones_like(tokens)}
        support, answer, unbacked = self._session.run(None, given)
        logits = zip(text.offsets, unbacked[0, 1 : len(own) + 1].tolist(), strict=False)
        return Reading(
            float(support[0]), float(answer[0]), tuple((start, end, logit) for (start, end), logit in logits)
        )

    @property
    def _session(self) -> InferenceSession:
        with self._loading:
            return self._loaded_session

    @property
    def _tokenizer(self) -> Tokenizer:
        with self._loading:
            return self._loaded_tokenizer

    @property
    def _pool(self) -> ThreadPoolExecutor:
        with self._loading:
            return self._started_pool

    @cached_property
    def _loaded_session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1  # The pool keeps the cores busy; more threads in one run only wait.
        # Its kernel that adds and normalises at once takes a tenth longer than the two one after the other.
        unfused = ["SkipLayerNormFusion"]
        path, providers = evidence_model_path(), ["CPUExecutionProvider"]
        return InferenceSession(path, options, providers=providers, disabled_optimizers=unfused)

    @cached_property
    def _loaded_tokenizer(self) -> Tokenizer:
        return open_tokenizer()

    @cached_property
    def _started_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="cross-encoder")
