"""Articles that are chosen in the library's table, told in one summary above it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import gradio as gr

from chatbot.app import Chatbot
from chatbot.briefing.summary_export import FORMATS, render
from chatbot.briefing.summary_records import Summary, SummaryForm
from chatbot.control_characters import inline_html
from chatbot.errors import ChatbotError
from chatbot.web.answer_markup import answer_html
from chatbot.web.markup import error_html, note_html
from chatbot.web.sharing import HIDDEN, html_view

CHOOSE_FIRST = "Choose articles by the boxes before their titles first."
_TYPES = {".md": "text/markdown", ".json": "application/json"}


class SummaryView:
    """The place where a summary is shown."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot

    def build(self) -> None:
        self.result = html_view("summary", script_name="conversation.js", elem_classes="draft")

    def connect(self, table: gr.HTML) -> None:
        """The events. `table`: the library's, which says what to summarize."""
        table.summarize(self._summarize, None, self.result, concurrency_id="summary", concurrency_limit=1, **HIDDEN)

    def _summarize(self, event: gr.EventData) -> Iterator[str]:
        names, form = _asked(event)
        if not names:
            yield error_html(CHOOSE_FIRST)
            return
        yield note_html(f"Summarizing {len(names)} article{'s' if len(names) > 1 else ''} …")
        try:
            articles = [self._chatbot.library.get(name) for name in names]
            yield summary_html(self._chatbot.summarizer.summarize(articles, form))
        except ChatbotError as error:
            yield error_html(str(error))


def summary_html(summary: Summary) -> str:
    """A finished summary under its title, with the same as files, since nothing of it stays on the server."""
    author = f"written by {summary.model}, each sentence checked" if summary.model else "in the articles’ own words"
    links = " ".join(
        f'<a class="save" download="summary{suffix}" href="{_address(summary, suffix)}">summary{suffix}</a>'
        for suffix in FORMATS
    )
    titles = "".join(f"<li>{inline_html(title)}</li>" for title in summary.titles)
    named = f'<ul class="told">{titles}</ul>' if len(summary.titles) > 1 else ""
    note = note_html(summary.note) if summary.note else ""
    return (
        f'<article class="summary"><h3>{inline_html(summary.title)}</h3>{named}'
        f'<p class="facts">{inline_html(author)}</p>{note}'
        f"{answer_html(summary.blocks, summary.notes, summary.citations)}"
        f'<p class="saves">Save as {links}</p></article>'
    )


def _asked(event: gr.EventData) -> tuple[list[str], SummaryForm]:
    """The articles and the form that the page sends, which may send anything."""
    data: Any = event._data
    ids, form = data.get("ids"), data.get("form")
    names = [name for name in ids if isinstance(name, str)] if isinstance(ids, list) else []
    return list(dict.fromkeys(names)), SummaryForm(form) if form in set(SummaryForm) else SummaryForm.STANDARD


def _address(summary: Summary, suffix: str) -> str:
    content = base64.b64encode(render(summary, suffix).encode()).decode()
    return f"data:{_TYPES[suffix]};base64,{content}"
