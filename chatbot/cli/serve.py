"""`chatbot serve`: the page and the interfaces for programs."""

from __future__ import annotations

from pathlib import Path

from chatbot.app import build_chatbot
from chatbot.web.access import Access, load_access
from chatbot.web.server import serve


def run_serve(host: str, port: int, auth: Path | None, library: Path | None) -> None:
    """Serve until interrupted."""
    access = load_access(auth) if auth else Access()
    with build_chatbot(library=library) as chatbot:
        serve(chatbot, host, port, access)
