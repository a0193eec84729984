"""The corpus: texts that become markup, code, links or commands wherever they are not treated as text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chatbot.control_characters import printable

FILE = Path(__file__).with_name("payloads.jsonl")
PLAIN = "Harmless words"
"""The twin: what stands in the same places when nobody attacks. A view must have one structure for both."""

_QUOTES = str.maketrans("“”‘’\"'", "''''''")


@dataclass(frozen=True, slots=True)
class Payload:
    """One attack."""

    kind: str
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"

    @property
    def shown(self) -> str:
        """What a reader must see of it."""
        return as_read(printable(self.text))


def read_payloads() -> tuple[Payload, ...]:
    """All of them."""
    return tuple(Payload(**json.loads(line)) for line in FILE.read_text(encoding="utf-8").splitlines())


def as_read(text: str) -> str:
    """The text without white space, since lines break anywhere, and with all quotation marks alike: quoting changes
    the marks inside a quotation."""
    return "".join(text.split()).translate(_QUOTES)


def missing(read: str, harmless: str, payload: Payload) -> int:
    """How many of the places that show the harmless words do not show the payload as it is.

    Args:
        read: the words of a view with the payload.
        harmless: the words of the same view with `PLAIN`.
        payload: what is looked for.
    """
    return max(0, as_read(harmless).count(as_read(PLAIN)) - as_read(read).count(payload.shown))


def one_of_each_kind(payloads: Iterable[Payload]) -> list[Payload]:
    """For views in which each payload takes seconds."""
    return list({payload.kind: payload for payload in payloads}.values())


PAYLOADS = read_payloads()
