"""Names of hosts, which stand for publishers that are not named."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(address: str) -> str:
    """The host of a web address without `www.`, in lower case; empty when it has none."""
    try:
        return (urlsplit(address).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
