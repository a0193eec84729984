"""Texts to vectors: what the stages need of an embedding model, and the embedded one that gives it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.embedding.reading import is_in_read_script
from chatbot.letters import plain_letters
from chatbot.weights.files import MINILM_SHA256, minilm_path, minilm_tokenizer_path

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

DIMENSIONS = 384
MAX_TOKENS = 256
"""Longer texts are cut, as the model's own configuration says; both special tokens count."""
_START, _END = 101, 102


class TextEncoder(Protocol):
    """An embedding model as the library and retrieval see it. Implementations may be called from several threads."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights; vectors with different fingerprints cannot be compared."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text, in the order of the texts."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Length of each text in the model's tokens, special ones not counted, nothing cut."""

    def reads(self, text: str) -> bool:
        """Whether the text's vector tells what it says: a model for English knows little of other scripts."""


class SentenceEncoder:
    """all-MiniLM-L6-v2 in int8 on onnxruntime.

    Every text runs alone, and the cores work on different texts: activations are quantised with one scale for each run,
    so a text's vector would otherwise depend on its neighbours; and one passage is already enough work for a core.
    """

    def __init__(self, threads: int = 0) -> None:
        """Prepare the model; it is loaded when it is first used.

        Args:
            threads: texts that are encoded at the same time; 0 means one for each usable core.
        """
        self._threads = threads or usable_cores()
        self._loading = Lock()

    @property
    def fingerprint(self) -> str:
        """See `TextEncoder`."""
        return f"all-MiniLM-L6-v2-int8-{MINILM_SHA256[:12]}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts of any length; those beyond 256 tokens are cut.

        Returns:
            A (number of texts, 384) array; rows have unit length. Equal texts have equal rows, whatever stands beside
            them.

        Raises:
            WeightsError: the model's files are missing or are not the expected ones.
        """
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        tokens = self._tokenize(texts)

        def embed(index: int) -> None:
            vectors[index] = self._embed(tokens[index])

        # The longest first, so that no core is left alone with a long text at the end.
        order = sorted(range(len(tokens)), key=lambda index: -len(tokens[index]))
        if len(order) < 2 or self._threads < 2:
            for index in order:
                embed(index)
        else:
            for _ in self._pool.map(embed, order):
                pass  # The results are in `vectors`; iterating raises what a worker raised.
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `TextEncoder`."""
        return [len(tokens) for tokens in self._tokenize(texts)]

    def reads(self, text: str) -> bool:
        """See `TextEncoder`."""
        return is_in_read_script(text)

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        if isinstance(texts, str):
            raise TypeError("texts must be a sequence of strings, not one string")
        # Half of a surrogate pair is legal in a Python string, but not in UTF-8, which the tokenizer works on.
        encodable = [plain_letters(text).text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return [found.ids for found in self._tokenizer.encode_batch_fast(encodable, add_special_tokens=False)]

    def _embed(self, tokens: list[int]) -> Vectors:
        ids = np.array([[_START, *tokens[: MAX_TOKENS - 2], _END]], np.int64)
        vector: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]
        return vector

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
        return InferenceSession(minilm_path(), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _loaded_tokenizer(self) -> Tokenizer:
        return open_tokenizer()

    @cached_property
    def _started_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="encoder")


def open_tokenizer() -> Tokenizer:
    """The tokenizer of the embedded models, which neither cuts nor pads.

    Raises:
        WeightsError: its file is missing or is not the expected one.
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(minilm_tokenizer_path()))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def usable_cores() -> int:
    """Cores that this process may run on; a container may allow fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
