"""The embedded engine: llama.cpp in this process, reached like any other endpoint over loopback.

It listens on a free port of 127.0.0.1 and answers only to a key that is drawn at start and never stored.
"""

from __future__ import annotations

import os
import secrets
import weakref
from pathlib import Path
from typing import Any, Self

from chatbot.errors import ModelError, WeightsError

CONTEXT_TOKENS = 8192
_GGUF_MAGIC = b"GGUF"
_START_SECONDS = 60.0
"""Until a server that has loaded its model answers: a loaded machine takes seconds."""
_SLOTS = 2
"""Each slot keeps the beginning of its last prompt: one for rewriting questions, one for answers."""


class EmbeddedEngine:
    """A running llama.cpp server for one GGUF file. Use as a context manager, or `close()` it.

    Args:
        model_path: the GGUF file.
        context_tokens: longest prompt and reply together, shared by the requests that run at once.
        threads: computing threads; all cores that this process may use by default.
        seed: for sampling at a temperature above zero.

    Raises:
        WeightsError: the file is missing or no GGUF file.
        ModelError: llama.cpp cannot run it.
    """

    def __init__(
        self, model_path: Path, *, context_tokens: int = CONTEXT_TOKENS, threads: int | None = None, seed: int = 0
    ) -> None:
        _require_gguf(model_path)
        self.model_name = model_path.stem
        self.api_key = secrets.token_urlsafe(32)
        params = _parameters(model_path, self.model_name, self.api_key)
        params.n_ctx = context_tokens
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads or _cores()
        params.sampling.seed = seed
        running = [_start(params, model_path)]
        _await_loop(running[0].listening_address, self.api_key)
        self.base_url = f"{running[0].listening_address}/v1"
        # The server stops when its last reference goes, which at interpreter exit nothing else would guarantee.
        self._stop = weakref.finalize(self, running.clear)

    def close(self) -> None:
        """Stop the server and free the model's memory. Closing again does nothing."""
        self._stop()

    def __repr__(self) -> str:
        return f"EmbeddedEngine({self.model_name!r}, {self.base_url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _require_gguf(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(len(_GGUF_MAGIC))
    except OSError as error:
        raise WeightsError(
            f"The model {path} cannot be read: {error.strerror}", "Set CHATBOT_LLM_PATH to a GGUF file, or unset it."
        ) from error
    if magic != _GGUF_MAGIC:
        raise WeightsError(f"{path} is not a GGUF file", "Set CHATBOT_LLM_PATH to a GGUF file, or unset it.")


def _parameters(path: Path, name: str, key: str) -> Any:
    # Read when the library is loaded. By default its threads spin while they wait for each other, which on a machine
    # with anything else to do makes generating five times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    # They still spin for about a millisecond, which on a quiet machine makes generating twice as fast as not at all.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000000")
    from xllamacpp import CommonParams

    params = CommonParams()
    params.model.path = str(path)
    params.model_alias = {name}
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any free one
    params.api_keys = [key]
    params.ui = False
    params.verbosity = -1
    params.n_parallel = _SLOTS
    params.n_threads_http = _SLOTS + 2
    params.kv_unified = True
    params.cache_prompt = True
    # By default llama.cpp also keeps up to 8 GB of earlier prompts, which questions about news never share.
    params.cache_ram_mib = 0
    params.cache_idle_slots = False
    # The warm-up is one token; the first question pays it anyway.
    params.warmup = False
    return params


def _start(params: Any, path: Path) -> Any:
    from xllamacpp import Server

    try:
        return Server(params)
    except RuntimeError as error:
        raise ModelError(
            f"llama.cpp cannot run {path}", "The file may be incomplete, of an unknown kind, or too big for the memory."
        ) from error


def _await_loop(address: str, key: str) -> None:
    """Return when the server works on requests, not only accepts them.

    It says that it is ready before its loop begins. Stopping it in between would be forgotten when the loop begins, and
    whoever stops it would wait for ever.
    """
    import httpx

    headers = {"Authorization": f"Bearer {key}"}
    # The slots' state is told by the loop.
    httpx.get(f"{address}/slots", headers=headers, timeout=_START_SECONDS, trust_env=False).raise_for_status()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
