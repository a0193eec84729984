"""The "Ask" tab: conversation, question, filters, history."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any

import gradio as gr
from fastapi.concurrency import run_in_threadpool

from chatbot.app import Chatbot
from chatbot.control_characters import escaped
from chatbot.web.asking import (
    MOST_CHARACTERS,
    STOPPED,
    STOPPING,
    Asked,
    Asking,
    Running,
    read_day,
    read_filters,
    suggested_questions,
    transcript_html,
)
from chatbot.web.in_turn import AnswerLine
from chatbot.web.markup import note_html
from chatbot.web.sharing import AT_ONCE, EVERY_PRESS, HIDDEN, day_field, html_view, user_of

SUGGESTIONS = 3
MOST_SECONDS_TO_STOP = 5.0


class ConversationView:
    """Builds the tab and holds its components."""

    def __init__(self, chatbot: Chatbot, line: AnswerLine, source: gr.HTML) -> None:
        self._chatbot = chatbot
        self._asking = Asking(chatbot, line)
        self._source = source

    def build_history(self) -> None:
        """The list of conversations, for the side of the page."""
        self.new = gr.Button("New conversation", variant="primary", size="sm")
        self.history = html_view("history", script_name="conversation.js")
        with gr.Accordion("This conversation", open=False):
            self.title = gr.Textbox("", label="Title", max_length=120, elem_id="conversation-title")
            self.rename = gr.Button("Rename", size="sm")
            self.delete = gr.Button("Delete", variant="stop", size="sm")
            with gr.Row(visible=False) as self.sure:
                self.really = gr.Button("Really delete", variant="stop", size="sm", elem_id="really-delete")
                self.rather_not = gr.Button("Keep", size="sm")

    def build(self) -> None:
        """The conversation itself."""
        self.conversation = gr.BrowserState("", storage_key="conversation", secret="not-a-secret")  # noqa: S106 -- an id
        self.running = gr.State(Running())
        self.transcript = html_view("transcript", script_name="conversation.js")
        self.live = html_view("live", script_name="conversation.js")
        self.suggestions = html_view("suggestions", script_name="conversation.js")
        with gr.Row(elem_id="ask-row"):
            self.question = gr.Textbox(
                "",
                placeholder="Ask about your articles",
                label="Question",
                show_label=False,
                max_length=MOST_CHARACTERS,
                scale=8,
                autofocus=True,
                elem_id="question",
            )
            self.ask = gr.Button("Ask", variant="primary", scale=1, min_width=80, elem_id="ask")
            self.stop = gr.Button("Stop", variant="stop", scale=1, min_width=80, visible=False, elem_id="stop")
        with gr.Row(elem_id="actions"):
            self.retry = gr.Button("Retry", size="sm", min_width=70)
            self.edit = gr.Button("Edit", size="sm", min_width=70)
            self.undo = gr.Button("Undo", size="sm", min_width=70)
        with gr.Accordion("Only articles …", open=False), gr.Row(elem_id="limits"):
            self.since = day_field("from")
            self.until = day_field("to")
            self.publishers = gr.Dropdown([], label="by", multiselect=True, min_width=160)
            self.as_of = day_field("as of", "as-of")

    def connect(self, page: gr.Blocks) -> None:
        """The events."""
        asking = {
            "fn": self._ask,
            "inputs": [
                self.question, self.conversation, self.since, self.until, self.publishers, self.as_of, self.running,
            ],
            "outputs": [self.question, self.conversation, self.live, self.suggestions, self.ask, self.stop],
            "concurrency_limit": None,  # They wait in the line of all interfaces, not in one of the page's own.
            "show_progress": "hidden",
            **HIDDEN,
        }  # fmt: skip
        runs: list[Any] = [self.question.submit(**asking), self.ask.click(**asking)]
        taken_back = [self.question, self.conversation, self.transcript, self.live]
        runs.append(self.retry.click(self._take_back, [self.conversation], taken_back, **AT_ONCE).then(**asking))
        runs.append(self.suggestions.suggest(_suggested, None, [self.question], **AT_ONCE).then(**asking))
        # Apart, since an event that also runs a function cancels only when that has returned.
        self.stop.click(None, None, None, cancels=runs, **HIDDEN)
        told = [self.transcript, self.live, self.history, self.title, self.ask, self.stop]
        for run in runs:
            # Gradio passes over a question while it waits for the event of the one before: the answer takes its place
            # among the others, and the buttons change, when that event is over.
            run.then(self._told, [self.conversation, self.running], told, **AT_ONCE)
        self.stop.click(self._stopped, [self.running], [self.live, self.ask, self.stop], **HIDDEN)
        self.edit.click(self._take_back, [self.conversation], taken_back, **AT_ONCE)
        self.undo.click(self._take_back, [self.conversation], taken_back, **AT_ONCE).then(
            lambda: "", None, self.question, **AT_ONCE
        )
        self.transcript.rate(self._rate, [self.conversation], self.transcript, **EVERY_PRESS)
        self._connect_history(page)

    def _connect_history(self, page: gr.Blocks) -> None:
        shown = [
            self.conversation, self.transcript, self.live, self.suggestions, self.history, self.title, self.sure,
            self._source,
        ]  # fmt: skip
        page.load(self._show, [self.conversation], shown, **AT_ONCE)
        page.load(lambda: gr.Dropdown(self._chatbot.library.publishers()), None, self.publishers, **AT_ONCE)
        self.history.open(_opened, None, self.conversation, **EVERY_PRESS).then(
            self._show, [self.conversation], shown, **AT_ONCE
        )
        self.new.click(lambda: "", None, self.conversation, **AT_ONCE).then(
            self._show, [self.conversation], shown, **AT_ONCE
        )
        self.rename.click(self._rename, [self.conversation, self.title], [self.history, self.live], **AT_ONCE)
        self.delete.click(lambda: gr.Row(visible=True), None, self.sure, **AT_ONCE)
        self.rather_not.click(lambda: gr.Row(visible=False), None, self.sure, **AT_ONCE)
        self.really.click(self._delete, [self.conversation], self.conversation, **AT_ONCE).then(
            self._show, [self.conversation], shown, **AT_ONCE
        )

    async def _ask(  # noqa: PLR0913 -- the page's fields
        self,
        question: str,
        conversation_id: str,
        since: str | None,
        until: str | None,
        publishers: list[str] | None,
        as_of: str | None,
        running: Running,
        request: gr.Request,
    ) -> AsyncGenerator[tuple[Any, ...]]:
        question = " ".join(question.split())[:MOST_CHARACTERS]
        if not question:
            raise gr.Error("Type a question first.", duration=4, print_exception=False)
        user = user_of(request)
        conversation = await run_in_threadpool(self._asking.load, user, conversation_id)
        same = gr.skip()
        asked = Asked(question, read_filters(since, until, publishers), read_day(as_of))
        async with aclosing(self._asking.ask(user, conversation, asked, running)) as steps:
            async for step in steps:
                if step.conversation is None:
                    yield "", same, step.live, "", gr.Button(visible=False), gr.Button(visible=True)
                else:
                    yield same, step.conversation.id, *[same] * 4

    def _told(self, conversation_id: str, running: Running, request: gr.Request) -> tuple[Any, ...]:
        """The finished exchange among the others; what an error has left unfinished stays where it is."""
        user = user_of(request)
        conversation = self._asking.load(user, conversation_id)
        title = conversation.title if conversation else ""
        live = gr.skip() if running.question or running.stopped else ""
        buttons = gr.Button(visible=True), gr.Button(visible=False)
        return transcript_html(conversation), live, self._history(user, conversation_id), title, *buttons

    def _stopped(self, running: Running) -> Iterator[tuple[Any, ...]]:
        """The place in the line is free as soon as the event is cancelled, which is before this one ends."""
        same = gr.skip()
        yield running.html(STOPPING), same, same
        running.wait(MOST_SECONDS_TO_STOP)
        # The browser has yet to hear that its event is cancelled, and until then takes no other question.
        time.sleep(0.3)
        live = running.html(STOPPED)
        running.begin("")
        # The browser may hear that its event is over only after this, and then asks what to tell of it.
        running.stopped = True
        yield live, gr.Button(visible=True), gr.Button(visible=False)

    def _take_back(self, conversation_id: str, request: gr.Request) -> tuple[Any, ...]:
        """Forget the last exchange and put its question into the input."""
        user = user_of(request)
        conversation = self._asking.load(user, conversation_id)
        if not conversation or not conversation.exchanges:
            return gr.skip(), gr.skip(), gr.skip(), note_html("There is no question to take back.")
        self._chatbot.conversations.keep(user, conversation.id, len(conversation.exchanges) - 1)
        left = self._asking.load(user, conversation_id)
        return conversation.exchanges[-1].question, conversation_id, transcript_html(left), ""

    def _rate(self, conversation_id: str, event: gr.EventData, request: gr.Request) -> str:
        """Keep what the reader thinks of an answer; a button that is pressed twice is taken back."""
        return self._asking.rate(
            user_of(request), conversation_id, str(event.answer), str(event.helpful), str(event.reason)
        )

    def _show(self, conversation_id: str, request: gr.Request) -> tuple[Any, ...]:
        user = user_of(request)
        conversation = self._asking.load(user, conversation_id)
        name = conversation.id if conversation else ""
        suggestions = "" if conversation and conversation.exchanges else self._suggestions()
        title = conversation.title if conversation else ""
        transcript = transcript_html(conversation)
        return name, transcript, "", suggestions, self._history(user, name), title, gr.Row(visible=False), ""

    def _history(self, user: str, current: str) -> str:
        entries = "".join(
            f'<li><button type="button" class="entry" data-id="{item.id}"'
            f"{' aria-current=true' if item.id == current else ''}>{escaped(item.title)}</button></li>"
            for item in self._chatbot.conversations.conversations(user)
        )
        saving = (
            f'<p>Save this one as <a href="exports/{current}.md" download>Markdown</a> or '
            f'<a href="exports/{current}.json" download>JSON</a></p>'
        )
        nav = f'<nav aria-label="Conversations"><ul>{entries}</ul></nav>' if entries else ""
        return nav + (saving if current else "")

    def _suggestions(self) -> str:
        newest = [item.metadata.title for item in self._chatbot.library.summaries() if item.metadata.title]
        if not newest:
            return note_html("Your library is empty. Add articles in the Library tab; the samples are one click away.")
        buttons = "".join(
            f'<button type="button" class="suggestion" data-question="{escaped(question)}">{escaped(question)}</button>'
            for question in suggested_questions(newest[:SUGGESTIONS])
        )
        return f"<p>Ask anything about your articles, or begin with the newest:</p>{buttons}"

    def _rename(self, conversation_id: str, title: str, request: gr.Request) -> tuple[Any, ...]:
        if not conversation_id:
            return gr.skip(), note_html("There is no conversation yet. Ask something first.")
        user = user_of(request)
        self._chatbot.conversations.rename(user, conversation_id, title)
        return self._history(user, conversation_id), gr.skip()

    def _delete(self, conversation_id: str, request: gr.Request) -> str:
        if conversation_id:
            self._chatbot.conversations.delete(user_of(request), conversation_id)
        return ""


def _suggested(event: gr.EventData) -> str:
    return str(event.question)[:MOST_CHARACTERS]


def _opened(event: gr.EventData) -> str:
    return str(event.id)
