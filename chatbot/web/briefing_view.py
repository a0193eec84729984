"""The "Briefing" tab: many articles on one page, with files to take away."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from chatbot.app import Chatbot
from chatbot.briefing.events import BriefingFinished
from chatbot.briefing.export.saving import FORMATS, render
from chatbot.briefing.records import Briefing, BriefingRequest, Length
from chatbot.errors import BriefingError, ChatbotError
from chatbot.web.asking import MOST_CHARACTERS, read_filters
from chatbot.web.markup import briefing_html, error_html, note_html
from chatbot.web.sharing import AT_ONCE, HIDDEN, html_view, user_of

LENGTHS: list[Any] = [each.value for each in Length]
STOPPED = "Stopped. Nothing was kept."
MOST_AUDIENCE = 200


class BriefingView:
    """Builds the tab and holds its components."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot

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
        self.result = html_view("briefing", script_name="conversation.js")

    def connect(self, page: gr.Blocks) -> None:
        """The events."""
        fields = [self.topic, self.length, self.audience, self.since, self.until, self.publishers]
        limits: dict[str, Any] = {"concurrency_id": "briefing", "concurrency_limit": 1, "show_progress": "hidden"}
        runs: list[Any] = [
            self.write.click(self._write, fields, self.result, **limits, **HIDDEN),
            self.topic.submit(self._write, fields, self.result, **limits, **HIDDEN),
        ]
        self.stop.click(None, None, None, cancels=runs, **HIDDEN)
        self.stop.click(lambda: note_html(STOPPED), None, self.result, **AT_ONCE)
        page.load(lambda: gr.Dropdown(self._chatbot.library.publishers()), None, self.publishers, **AT_ONCE)

    def _write(  # noqa: PLR0913 -- the page's fields
        self,
        topic: str | None,
        length: str,
        audience: str | None,
        since: str | None,
        until: str | None,
        publishers: list[str] | None,
        request: gr.Request,
    ) -> Iterator[str]:
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
                    yield briefing_html(event.briefing, _files(event.briefing))
                else:
                    yield note_html(f"{event} …".capitalize())
        except ChatbotError as error:
            yield error_html(str(error))


def _files(briefing: Briefing) -> Iterator[tuple[str, str]]:
    """The briefing in each format that can show it, as a data address: nothing of it has to stay on the server."""
    for suffix in FORMATS:
        kind = mimetypes.types_map.get(suffix, "application/octet-stream")
        try:
            content = base64.b64encode(render(briefing, suffix)).decode()
        except BriefingError:  # A typeface lacks its letters: the others are offered.
            continue
        yield f"briefing{suffix}", f"data:{kind};base64,{content}"
