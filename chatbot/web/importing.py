"""Keeps what the environment says of the way to other hosts from a library that asks none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_ABOUT_OTHERS = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"}


@contextmanager
def away_from_proxies() -> Iterator[None]:
    """Let Gradio be imported in this context, before threads read the environment.

    It makes an HTTP client while it is imported, which this server never uses, and which fails where a SOCKS proxy is
    named or a file of certificates is missing.
    """
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.upper() in _ABOUT_OTHERS}
    try:
        yield
    finally:
        os.environ.update(hidden)
