"""The "Check a draft" tab: each sentence of a text with its support in the library."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from chatbot.app import Chatbot
from chatbot.errors import ChatbotError
from chatbot.records import Verdict
from chatbot.web.markup import error_html, note_html, sentences_html
from chatbot.web.sharing import HIDDEN, html_view

MOST_CHARACTERS = 20_000


class DraftView:
    """Builds the tab and holds its components."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot

    def build(self) -> None:
        self.text = gr.Textbox(
            label="Your draft", lines=8, max_length=MOST_CHARACTERS, placeholder="Paste a text", elem_id="draft"
        )
        self.check = gr.Button("Check against the library", variant="primary", elem_id="check")
        self.result = html_view("checked", script_name="conversation.js", elem_classes="draft")

    def connect(self) -> None:
        self.check.click(self._check, [self.text], self.result, concurrency_id="check", concurrency_limit=2, **HIDDEN)

    def _check(self, text: str | None) -> Iterator[str]:
        if not text or not text.strip():
            raise gr.Error("Paste a text first.", duration=4, print_exception=False)
        yield note_html("Checking each sentence …")
        try:
            checked = self._chatbot.check(text[:MOST_CHARACTERS])
        except ChatbotError as error:
            yield error_html(str(error))
            return
        claims = [sentence for sentence in checked.sentences if sentence.verdict is not Verdict.NOT_A_CLAIM]
        backed = sum(sentence.verdict is Verdict.SUPPORTED for sentence in claims)
        summary = note_html(f"{backed} of {len(claims)} sentences are backed by your library.")
        yield summary + sentences_html(checked.sentences, checked.citations)
