"""The "Check a draft" tab: each sentence of a text with its support in the library."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from chatbot.answering.wording import verdict_line
from chatbot.app import Chatbot
from chatbot.errors import ChatbotError
from chatbot.web.answer_markup import sentences_html
from chatbot.web.asking import read_day
from chatbot.web.markup import error_html, note_html
from chatbot.web.sharing import HIDDEN, day_field, html_view

MOST_CHARACTERS = 20_000
NO_CLAIM = "Nothing in it can be checked."


class DraftView:
    """Builds the tab and holds its components."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot

    def build(self) -> None:
        self.text = gr.Textbox(
            label="Your draft", lines=8, max_length=MOST_CHARACTERS, placeholder="Paste a text", elem_id="draft"
        )
        with gr.Row(elem_id="check-row"):
            self.check = gr.Button("Check against the library", variant="primary", scale=3, elem_id="check")
            self.as_of = day_field("as of", "checked-as-of")
        self.result = html_view("checked", script_name="conversation.js", elem_classes="draft")

    def connect(self) -> None:
        fields = [self.text, self.as_of]
        self.check.click(self._check, fields, self.result, concurrency_id="check", concurrency_limit=2, **HIDDEN)

    def _check(self, text: str | None, as_of: str | None) -> Iterator[str]:
        if not text or not text.strip():
            raise gr.Error("Paste a text first.", duration=4, print_exception=False)
        yield note_html("Checking each sentence …")
        try:
            checked = self._chatbot.check(text[:MOST_CHARACTERS], asked_at=read_day(as_of))
        except ChatbotError as error:
            yield error_html(str(error))
            return
        summary = note_html(verdict_line(checked.sentences) or NO_CLAIM)
        yield summary + sentences_html(checked.sentences, checked.citations)
