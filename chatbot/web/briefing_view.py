"""The "Briefing" tab: many articles on one page, with files to take away; what was written stays in a list."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from chatbot.app import Chatbot
from chatbot.briefing.events import BriefingFinished
from chatbot.briefing.export.naming import file_name
from chatbot.briefing.export.saving import FORMATS, render
from chatbot.briefing.keeping.wording import listed
from chatbot.briefing.records import Briefing, BriefingRequest, Length
from chatbot.errors import BriefingError, BriefingNotFound, ChatbotError
from chatbot.web.asking import MOST_CHARACTERS, read_filters
from chatbot.web.briefing_markup import briefing_html
from chatbot.web.kept_markup import comparison_html, kept_html
from chatbot.web.markup import error_html, note_html
from chatbot.web.sharing import AT_ONCE, EVERY_PRESS, HIDDEN, html_view, user_of

LENGTHS: list[Any] = [each.value for each in Length]
STOPPED = "Stopped. Nothing was kept."
MOST_AUDIENCE = 200
BEFORE = ("the one before", "")
"""On the same topic: with it a briefing is compared unless another one is chosen."""


class BriefingView:
    """Builds the tab and holds its components."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot

    def build_state(self) -> None:
        """What the browser remembers; outside the tab, because Gradio does not read what a hidden tab remembers."""
        self.current = gr.BrowserState("", storage_key="briefing", secret="not-a-secret")  # noqa: S106 -- an id
        self.has_shown = gr.State(value=False)

    def build(self) -> None:
        self.topic = gr.Textbox(
            label="Brief me on",
            placeholder="a topic, “this week”, or nothing for all articles",
            max_length=MOST_CHARACTERS,
            elem_id="briefing-topic",
        )
        with gr.Row():
            self.length = gr.Radio(LENGTHS, value=str(Length.STANDARD), label="Length", min_width=200)
            self.audience = gr.Textbox(
                label="For whom", max_length=MOST_AUDIENCE, placeholder="anybody", min_width=160, elem_id="audience"
            )
        with gr.Accordion("Only articles …", open=False), gr.Row():
            self.since = gr.DateTime(label="from", include_time=False, type="string", min_width=120)
            self.until = gr.DateTime(label="to", include_time=False, type="string", min_width=120)
            self.publishers = gr.Dropdown([], label="by", multiselect=True, min_width=160)
        with gr.Row():
            self.write = gr.Button("Write briefing", variant="primary", elem_id="write-briefing")
            self.stop = gr.Button("Stop", variant="stop", elem_id="stop-briefing")
        self._build_kept()
        self.result = html_view("briefing", script_name="conversation.js")

    def _build_kept(self) -> None:
        """The list of kept briefings, and what can be done with the one that is open."""
        with gr.Accordion("Kept briefings", open=True, elem_id="kept-briefings"):
            self.kept = html_view("kept", script_name="conversation.js")
            with gr.Accordion("This briefing", open=False, visible=False, elem_id="kept-tools") as self.tools:
                with gr.Row():
                    self.title = gr.Textbox("", label="Title", max_length=200, scale=4, elem_id="briefing-title")
                    self.rename = gr.Button("Rename", size="sm", min_width=80, elem_id="rename-briefing")
                with gr.Row():
                    self.other = gr.Dropdown([BEFORE], value="", label="Compare with", scale=4, min_width=200)
                    self.compare = gr.Button("Compare", size="sm", min_width=80, elem_id="compare-briefing")
                self.delete = gr.Button("Delete", variant="stop", size="sm", elem_id="delete-briefing")
            with gr.Row(visible=False) as self.sure:
                self.really = gr.Button("Really delete", variant="stop", size="sm", elem_id="really-delete-briefing")
                self.rather_not = gr.Button("Keep", size="sm")
            self.said = html_view("kept-said")

    def connect(self, page: gr.Blocks, tab: gr.Tab) -> None:
        """The events; `tab` is the one that this view is in."""
        fields = [self.topic, self.length, self.audience, self.since, self.until, self.publishers]
        limits: dict[str, Any] = {"concurrency_id": "briefing", "concurrency_limit": 1, "show_progress": "hidden"}
        written = [self.result, self.current, self.tools, self.has_shown]
        runs: list[Any] = [
            self.write.click(self._write, fields, written, **limits, **HIDDEN),
            self.topic.submit(self._write, fields, written, **limits, **HIDDEN),
        ]
        self.stop.click(None, None, None, cancels=runs, **HIDDEN)
        self.stop.click(lambda: note_html(STOPPED), None, self.result, **AT_ONCE)
        listed_in = [self.kept, self.title, self.other, self.tools, self.sure, self.said]
        for run in runs:
            run.then(self._list, [self.current], listed_in, **AT_ONCE)
        self._connect_kept(page, tab, listed_in)
        page.load(lambda: gr.Dropdown(self._chatbot.library.publishers()), None, self.publishers, **AT_ONCE)

    def _connect_kept(self, page: gr.Blocks, tab: gr.Tab, listed_in: list[Any]) -> None:
        shown = [self.current, self.result, *listed_in]
        page.load(self._list, [self.current], listed_in, **AT_ONCE)
        # Not with the page: its files take a second to be made, and most visits are to other tabs.
        tab.select(self._show_first, [self.current, self.has_shown], [*shown, self.has_shown], **AT_ONCE)
        for view in (self.kept, self.result):
            view.open(_opened, None, self.current, **EVERY_PRESS).then(self._show, [self.current], shown, **AT_ONCE)
        self.rename.click(self._rename, [self.current, self.title], [*shown], **AT_ONCE)
        self.compare.click(self._compare, [self.current, self.other], [self.result, self.said], **AT_ONCE)
        self.delete.click(lambda: gr.Row(visible=True), None, self.sure, **AT_ONCE)
        self.rather_not.click(lambda: gr.Row(visible=False), None, self.sure, **AT_ONCE)
        self.really.click(self._delete, [self.current], shown, **AT_ONCE)

    def _write(  # noqa: PLR0913 -- the page's fields
        self,
        topic: str | None,
        length: str,
        audience: str | None,
        since: str | None,
        until: str | None,
        publishers: list[str] | None,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Write a briefing. It is kept before it is shown: a page that went away finds it when it comes back."""
        asked = BriefingRequest(
            datetime.now(UTC).astimezone(),
            " ".join((topic or "").split())[:MOST_CHARACTERS],
            read_filters(since, until, publishers),
            Length(length),
            (audience or "")[:MOST_AUDIENCE],
        )
        try:
            for event in self._chatbot.brief(asked, user_of(request)):
                if isinstance(event, BriefingFinished):
                    yield finished_html(event.briefing), event.kept_as, gr.skip(), True
                else:
                    yield note_html(f"{event} …".capitalize()), "", gr.Accordion(visible=False), True
        except ChatbotError as error:
            yield error_html(str(error)), "", gr.skip(), True

    def _show_first(self, name: str, has_shown: bool, request: gr.Request) -> tuple[Any, ...]:
        """What was open when the page was left, once."""
        if has_shown:
            return tuple(gr.skip() for _ in range(9))
        return *self._show(name, request), True

    def _show(self, name: str, request: gr.Request) -> tuple[Any, ...]:
        """The open briefing, where there is one, and the list."""
        try:
            kept = self._chatbot.briefings.load(name, user_of(request)) if name else None
            result = finished_html(kept.briefing) if kept else ""
        except BriefingNotFound:  # Deleted meanwhile, or another user's.
            name, result = "", ""
        except ChatbotError as error:
            result = error_html(str(error))
        return name, result, *self._list(name, request)

    def _list(self, name: str, request: gr.Request) -> tuple[Any, ...]:
        """The list, and the tools for the open briefing."""
        try:
            summaries = self._chatbot.briefings.summaries(user_of(request))
        except ChatbotError as error:
            return "", "", gr.skip(), gr.Accordion(visible=False), gr.Row(visible=False), error_html(str(error))
        current = next((item for item in summaries if item.id == name), None)
        others = [BEFORE, *((listed(item), item.id) for item in summaries if item.id != name)]
        return (
            kept_html(summaries, name),
            current.title if current else "",
            gr.Dropdown(others, value=""),
            gr.Accordion(visible=current is not None),
            gr.Row(visible=False),
            "",
        )

    def _rename(self, name: str, title: str | None, request: gr.Request) -> tuple[Any, ...]:
        return self._changed(lambda: self._chatbot.briefings.rename(name, title or "", user_of(request)), name, request)

    def _delete(self, name: str, request: gr.Request) -> tuple[Any, ...]:
        return self._changed(lambda: self._chatbot.briefings.delete(name, user_of(request)), name, request)

    def _changed(self, change: Callable[[], object], name: str, request: gr.Request) -> tuple[Any, ...]:
        """What is shown after a change, or why there was none."""
        try:
            change()
        except ChatbotError as error:
            *same, said = self._show(name, request)
            return *same, said or error_html(str(error))
        return self._show(name, request)

    def _compare(self, name: str, other: str | None, request: gr.Request) -> tuple[Any, ...]:
        try:
            comparison = self._chatbot.compare_briefings(name, other or "", user_of(request))
        except ChatbotError as error:
            return gr.skip(), error_html(str(error))
        return comparison_html(comparison), ""


def finished_html(briefing: Briefing) -> str:
    """The briefing with each format that can show it, as a data address, since nothing of it has to stay on the server;
    a format that lacks its letters is told as a note."""
    files: list[tuple[str, str]] = []
    refused: list[str] = []
    for suffix in FORMATS:
        kind = mimetypes.types_map.get(suffix, "application/octet-stream")
        try:
            content = base64.b64encode(render(briefing, suffix)).decode()
            files.append((file_name(briefing, suffix), f"data:{kind};base64,{content}"))
        except BriefingError as error:
            refused.append(str(error))
    return briefing_html(replace(briefing, notes=(*briefing.notes, *refused)), files)


def _opened(event: gr.EventData) -> str:
    return str(event.id)
