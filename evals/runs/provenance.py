"""What a run was made with: enough to repeat it, and to tell two runs apart."""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from chatbot.llm.chat import open_chat_model
from chatbot.prompts import PROMPTS, load_prompt
from chatbot.settings import load_settings
from chatbot.weights.files import smollm2_path

EMBEDDED = "embedded"
"""For `--llm`: what the product does without an endpoint, or with the model file of the settings."""
PRODUCT = "chatbot"
"""For `--system`: the product, which without a model quotes; peers are given the bundled model."""
NOBODY = "none"
"""The chat model of a run in which no model writes."""
PACKAGES = ("chromadb", "llama-index-core", "numpy", "onnxruntime", "tantivy", "xllamacpp")
ROOT = Path(__file__).parents[2]
CODE = ("chatbot", "evals/cases", "evals/scoring", "evals/tasks")
"""What rows depend on: the product with its weights and prompts, the own cases, and how answers are scored."""
_PLACES = frozenset(("library", "chroma_url", "llm_base_url", "embedding_base_url", "evals_page", "llm_path"))
"""Settings that say where something lies and not what is measured; those of the models are noted by their names."""

_ABOUT_THE_RUN = frozenset(("out", "fresh", "workers", "task", "run"))
"""Options that change no figure."""
_CHAT_OPTIONS = frozenset(("llm", "model"))
_DATA_OPTIONS = frozenset(("data", "articles"))
"""Options that may name folders with data; a folder that another option names is written to."""


def current_commit() -> str:
    """The commit of the checked-out code, with "-dirty" when files differ from it; "unknown" outside a repository."""
    here = Path(__file__).parent
    command = ["git", "-C", str(here), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip() or "unknown"


def provenance(options: argparse.Namespace, *, asks: bool = True) -> dict[str, Any]:
    """Everything that a run depends on: options, data, product settings, packages, code, chat model and prompts.

    Args:
        options: of the run.
        asks: whether a chat model takes part; where none does, neither it nor a prompt can change a figure.
    """
    left_out = _CHAT_OPTIONS | _ABOUT_THE_RUN if not asks else _ABOUT_THE_RUN
    given = {name: value for name, value in vars(options).items() if name not in left_out}
    facts = {
        "options": {name: _plain(value) for name, value in given.items()},
        "data": {path.name: digest(path) for path in _data_paths(given)},
        "product": product_settings(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "code": code_digest(),
    }
    if not asks:
        return facts
    prompts = {path.stem: load_prompt(path.stem).hash for path in sorted(PROMPTS.glob("*.md"))}
    return facts | {"prompts": prompts, "chat_model": _chat_model(options)}


def fingerprint(facts: dict[str, Any]) -> str:
    """Equal for runs that depend on the same; how many rows were asked for does not count."""
    counted = facts | {"options": {name: value for name, value in facts["options"].items() if name != "limit"}}
    return hashlib.sha256(json.dumps(counted, sort_keys=True).encode()).hexdigest()[:16]


def product_settings() -> dict[str, Any]:
    """The product's settings as configured, without secrets and places."""
    settings = load_settings()
    values = settings.model_dump(mode="json", exclude={"api_key", "chroma_token"})
    return {name: value for name, value in values.items() if name not in _PLACES}


def digest(path: Path) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of a file, or of all files of a folder with their names."""
    if path.is_dir():
        return _digest_of([file for file in path.rglob("*") if file.is_file()], path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def code_digest() -> str:
    """The same of all files in `CODE`; compiled ones do not take part."""
    files = (path for part in CODE for path in (ROOT / part).rglob("*") if "__pycache__" not in path.parts)
    return _digest_of([path for path in files if path.is_file()], ROOT)


def _digest_of(files: Sequence[Path], root: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path.relative_to(root)} {digest(path)}\n".encode())
    return whole.hexdigest()[:12]


def _chat_model(options: argparse.Namespace) -> str:
    """Which model answers: its file by name and content, or its name at the endpoint, asked for where none is given."""
    settings = load_settings()
    if options.llm == EMBEDDED:
        path = settings.llm_path or (smollm2_path() if getattr(options, "system", PRODUCT) != PRODUCT else None)
        return f"{path.name} {digest(path)}" if path else NOBODY
    if options.model:
        return str(options.model)
    with open_chat_model(options.llm, "", settings.api_key.get_secret_value()) as model:
        return model.name


def _data_paths(given: Mapping[str, object]) -> list[Path]:
    """The files that options name, and the folders of those that name data."""
    named = [(name, item) for name, value in given.items() for item in (value if isinstance(value, list) else [value])]
    paths = [(name, item) for name, item in named if isinstance(item, Path)]
    return [path for name, path in paths if path.is_file() or (name in _DATA_OPTIONS and path.is_dir())]


def _plain(value: object) -> object:
    """An option as a report may hold it: of a path its name, not where it lies on this machine."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.name if isinstance(value, Path) else value
