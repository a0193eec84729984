"""What a server says in a body that is not the reply that was asked for: JSON of any shape, a page, or plain text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from chatbot.control_characters import printable_line

LONGEST_WORDS = 200
"""Characters of a server that are shown."""
_READ_CHARACTERS = 20_000
_DEEPEST = 5
_MOST_ITEMS = 3
_SAYING = ("error", "message", "detail", "errors", "msg", "reason", "description", "error_description", "title")
"""Where servers put what is wrong, the most telling first."""
_UNSEEN = {"script", "style", "head"}


class NoReply(Exception):
    """The server answered with success, and with something that is not what the protocol promises.

    Args:
        message: the server's own words, or what came instead of a reply.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def server_words(body: object) -> str:
    """A server's own words, short, on one line, without characters that steer a display; empty if there are none.

    Args:
        body: a parsed JSON value, or the text of a body: JSON, HTML or plain.
    """
    if isinstance(body, str):
        text = body.strip()
        parsed = _parsed(text)
        said = "; ".join(_said(parsed)) or _plain_text(text)
    else:
        said = "; ".join(_said(body))
    return printable_line(said[:_READ_CHARACTERS])[:LONGEST_WORDS].strip()


def error_in(value: dict[str, Any]) -> str:
    """The words of the error that a JSON object is; empty for one that is none."""
    if value.get("error"):
        return server_words(value) or "an error without words"
    if "choices" in value or "data" in value:
        return ""
    is_error = "error" in {value.get("object"), value.get("type")} or bool(value.keys() & {"detail", "errors"})
    in_words = any(isinstance(value.get(name), str) for name in ("message", "msg"))
    return server_words(value) if is_error or in_words else ""


def _said(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < _DEEPEST:
        for item in value[:_MOST_ITEMS]:
            yield from _said(item, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        found = next((said for name in _SAYING if (said := "; ".join(_said(value.get(name), depth + 1)))), "")
        about = next((str(value[name]) for name in ("param", "loc") if value.get(name)), "")
        if found:
            yield f"{found} ({about})" if about and about not in found else found


def _plain_text(text: str) -> str:
    if not text.startswith("<"):
        return text
    page = _Page()
    page.feed(text[:_READ_CHARACTERS])
    return page.title.strip() or page.text


class _Page(HTMLParser):
    """The title and the visible words of an HTML page."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.text = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- the parser calls it so
        if tag == "title" or tag in _UNSEEN:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data
        elif not self._open and len(self.text) < LONGEST_WORDS:
            self.text += data


def _parsed(text: str) -> object:
    if not text.startswith(("{", "[", '"')):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
