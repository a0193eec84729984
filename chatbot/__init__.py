"""A chatbot over news articles in which every sentence shown was checked against exact characters of an article.

from chatbot import build_chatbot

with build_chatbot(library="news") as chatbot:
    for outcome in chatbot.ingest(["articles/"]):
        print(outcome.change, outcome.title)
    print(chatbot.ask("Who is the Kremlin spokesman?").text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatbot import telemetry
from chatbot.errors import ChatbotError
from chatbot.records import Answer, Citation, Filters, Metadata, Period, Sentence, Turn, Verdict

if TYPE_CHECKING:
    from chatbot.app import Chatbot, build_chatbot

telemetry.switch_off()

__all__ = [
    "Answer",
    "Chatbot",
    "ChatbotError",
    "Citation",
    "Filters",
    "Metadata",
    "Period",
    "Sentence",
    "Turn",
    "Verdict",
    "build_chatbot",
]


def __getattr__(name: str) -> Any:
    # The app reads settings, which costs half a second to import; `chatbot --help` must not pay for it.
    if name in {"Chatbot", "build_chatbot"}:
        from chatbot import app

        return getattr(app, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
