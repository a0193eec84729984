"""Which model answers, from what is configured, and who then receives text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

OPENAI_URL = "https://api.openai.com/v1"
OPENAI_MODEL = "gpt-6-luna"
"""OpenAI's small model for much work; another is named by CHATBOT_LLM_MODEL."""
EVIDENCE_TOKENS = 6000
"""Of a prompt for an endpoint, unless CHATBOT_EVIDENCE_TOKENS says otherwise."""
_UNREADABLE = "the configured address"


class Writer(Enum):
    """Who writes answers."""

    NOBODY = auto()
    """The embedded mode: article sentences are quoted."""
    FILE = auto()
    """A GGUF file in the embedded engine."""
    ENDPOINT = auto()
    """A model behind an OpenAI-compatible endpoint."""


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """The model that the configuration asks for."""

    writer: Writer
    base_url: str = field(default="", repr=False)
    """Of an endpoint; may hold a password."""
    model: str = ""
    """Name at the endpoint; empty: the first one that it lists."""
    path: Path | None = None
    """The GGUF file, where that is chosen."""
    host: str = ""
    """Who receives text, with the port where one is named; empty where no endpoint does."""
    is_remote: bool = False
    """Whether text leaves this machine."""


def chosen_endpoint(base_url: str, api_key: str, model: str, path: Path | None) -> ChosenModel:
    """The model that answers.

    Args:
        base_url: of an endpoint; goes first.
        api_key: without a base URL and a file, it is OpenAI's. Give none that is for embeddings alone.
        model: name at the endpoint.
        path: a GGUF file for the embedded engine; goes before a key alone.
    """
    if address := base_url.strip():
        return _endpoint(address, model)
    if path:
        return ChosenModel(Writer.FILE, path=path)
    return _endpoint(OPENAI_URL, model or OPENAI_MODEL) if api_key.strip() else ChosenModel(Writer.NOBODY)


def receives_text(chosen: ChosenModel) -> str:
    """One line that tells where text goes; empty where it stays on this machine."""
    return f"Questions and passages of your articles go to {chosen.host}." if chosen.is_remote else ""


def embeds_text(base_url: str) -> str:
    """One line that tells where all text goes to be embedded; empty where it stays on this machine.

    Args:
        base_url: of the endpoint for embeddings; empty for the embedded model.
    """
    host, is_remote = _place(base_url.strip())
    return f"Questions and all your articles go to {host} to be embedded." if base_url and is_remote else ""


def host_of(base_url: str) -> str:
    """Host and port of an endpoint for display, wherever it is; empty without one."""
    return _place(base_url.strip())[0] if base_url.strip() else ""


def is_this_machine(address: str) -> bool:
    """Whether what is sent to this base URL stays here."""
    return not _place(address)[1]


def _endpoint(address: str, model: str) -> ChosenModel:
    host, is_remote = _place(address)
    return ChosenModel(Writer.ENDPOINT, address, model, host=host, is_remote=is_remote)


def _place(address: str) -> tuple[str, bool]:
    """Host and port for display, and whether they are elsewhere. What cannot be read counts as elsewhere."""
    try:
        url = urlsplit(address)
        port = url.port
    except ValueError:
        return _UNREADABLE, True
    host = url.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return (f"{shown}:{port}" if port else shown) or _UNREADABLE, not _is_this_machine(url)


def _is_this_machine(url: SplitResult) -> bool:
    """Names are not looked up: one that leads here by chance is rather named too often than too rarely."""
    host = (url.hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback or address.is_unspecified
