"""`chatbot serve`: the page and the interfaces for programs, and who watches them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from chatbot.app import Chatbot, build_chatbot
from chatbot.errors import SettingsError
from chatbot.watching.log import Log
from chatbot.watching.traces import open_traces
from chatbot.web.access import Access, load_access

_OF_OTHER_HOSTS = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"}


class Logging(StrEnum):
    """What the log holds."""

    OFF = "off"
    FIGURES = "figures"
    TEXT = "text"


def run_serve(host: str, port: int, auth: Path | None, library: Path | None, logging: Logging) -> None:
    """Serve until interrupted."""
    with _without_proxies():
        from chatbot.web.server import serve

    access = load_access(auth) if auth else Access()
    with build_chatbot(library=library) as chatbot, _watched(chatbot, logging):
        serve(chatbot, host, port, access)


def logging_named(name: str) -> Logging:
    """The kind of log of this name.

    Raises:
        SettingsError: there is none.
    """
    if name not in set(Logging):
        raise SettingsError(f"There is no log {name!r}", f"Use one of {', '.join(Logging)}.")
    return Logging(name)


@contextmanager
def _without_proxies() -> Iterator[None]:
    """Hide what the environment says of the way to other hosts, while Gradio is imported and before threads read it.

    Gradio makes an HTTP client when it is imported, which this server never uses, and which fails where a SOCKS proxy
    is named or a file of certificates is missing.
    """
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.upper() in _OF_OTHER_HOSTS}
    try:
        yield
    finally:
        os.environ.update(hidden)


@contextmanager
def _watched(chatbot: Chatbot, logging: Logging) -> Iterator[None]:
    if logging is not Logging.OFF:
        chatbot.watch.observers.append(Log(sys.stderr, with_text=logging is Logging.TEXT))
    traces = open_traces()
    if traces is None:
        yield
        return
    chatbot.watch.observers.append(traces)
    try:
        yield
    finally:
        traces.close()
