"""The "Settings" tab: which models answer, with which thresholds, and where the data lies. Read only."""

from __future__ import annotations

import time
from collections.abc import Mapping
from importlib.metadata import version

import gradio as gr

from chatbot.app import Chatbot
from chatbot.control_characters import escaped
from chatbot.errors import ChatbotError
from chatbot.llm.chat import Message
from chatbot.llm.choice import host_of
from chatbot.web.markup import error_html, note_html
from chatbot.web.sharing import AT_ONCE, HIDDEN, html_view

NO_MODEL = "none: articles are quoted in their own words; `chatbot models` finds and configures one"


def models_and_hosts(answered_with: Mapping[str, str], chat_host: str, embedding_base_url: str) -> dict[str, str]:
    """Which model writes and which one embeds, each with the host that runs it, also where that is this machine.

    Args:
        answered_with: what answers now.
        chat_host: of the chat model; empty without an endpoint.
        embedding_base_url: of the endpoint for embeddings; empty for the embedded model.
    """
    writes, embeds = answered_with.get("chat_model", ""), answered_with.get("embedding_model", "")
    return {
        "Chat model": _at(writes, chat_host) if writes else NO_MODEL,
        **({"Embedding model": _at(embeds, host_of(embedding_base_url))} if embeds else {}),
    }


def _at(model: str, host: str) -> str:
    return f"{model} at {host}" if host else model


class SettingsView:
    """Builds the tab and holds its components."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot

    def build(self) -> None:
        self.facts = html_view("settings")
        writes = bool(self._chatbot.answered_with["chat_model"])
        self.test = gr.Button("Test the chat model", elem_id="test-model", visible=writes)
        self.result = html_view("tested")

    def connect(self, page: gr.Blocks) -> None:
        page.load(self._facts, None, self.facts, **AT_ONCE)
        self.test.click(self._test, None, self.result, **HIDDEN)

    def _facts(self) -> str:
        chatbot, settings = self._chatbot, self._chatbot.settings
        facts = {
            "Who reads along": chatbot.receives_text or "Nobody: all text stays on this machine.",
            **{name.replace("_", " ").capitalize(): value for name, value in chatbot.answered_with.items()},
            **models_and_hosts(chatbot.answered_with, chatbot.chosen_model.host, settings.embedding_base_url),
            "Articles": f"{len(chatbot.library.summaries())} in {settings.chroma_url or settings.library}",
            "Conversations": chatbot.conversations.location,
            "Doubtful sentences": "withheld and counted" if settings.strict else "shown and marked",
            "Version": version("news-chatbot"),
        }
        rows = "".join(
            f'<tr><th scope="row">{escaped(name)}</th><td>{escaped(value)}</td></tr>' for name, value in facts.items()
        )
        return (
            f'<div class="scroll"><table class="settings"><tbody>{rows}</tbody></table></div>'
            '<p class="note">Set them in the environment or in chatbot.toml, then start again.</p>'
        )

    def _test(self) -> str:
        started = time.perf_counter()
        try:
            reply = self._chatbot.chat_model.complete([Message("user", "Say yes.")], max_tokens=5)
        except ChatbotError as error:
            return error_html(str(error))
        seconds = time.perf_counter() - started
        return note_html(f"{self._chatbot.chat_model.name} answered in {seconds:.1f} s: {reply.text.strip()[:60]}")
