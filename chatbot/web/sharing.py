"""What all views of the page need of the server: who asks, how many at once, and the scripts of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from chatbot.app import Chatbot
from chatbot.llm.choice import Writer

ASSETS = Path(__file__).parent / "assets"
HIDDEN: dict[str, Any] = {"api_visibility": "private"}
"""Of events that are the page's own and no interface for programs."""
AT_ONCE: dict[str, Any] = {"queue": False, "show_progress": "hidden", **HIDDEN}
"""Of events that take no time. Gradio's queue tells its results over a stream that it closes after the last one; an
event that joins the queue in that moment may never be answered (Gradio 6.31). Those that stream need the queue; these
do not. What they have to say they write into the page: Gradio shows no error of an event outside its queue."""
EVERY_PRESS: dict[str, Any] = {"trigger_mode": "multiple", **AT_ONCE}
"""Of buttons that a reader may press faster than the server answers: Gradio passes over a press while it waits for the
one before ("once"), or forgets which button it was ("always_last")."""


def script(name: str) -> str:
    """The text of one of the page's scripts or style sheets."""
    return (ASSETS / name).read_text(encoding="utf-8")


def html_view(elem_id: str, value: str = "", script_name: str | None = None, **options: Any) -> gr.HTML:
    """A part of the page that is ours alone: our HTML and styles, with one of our scripts."""
    return gr.HTML(
        value,
        elem_id=elem_id,
        js_on_load=script(script_name) if script_name else None,
        apply_default_css=False,
        **options,
    )


def day_field(label: str, elem_id: str | None = None) -> gr.DateTime:
    """A field for a day, empty at first."""
    return gr.DateTime(label=label, include_time=False, type="string", min_width=120, elem_id=elem_id)


def user_of(request: gr.Request) -> str:
    """The name under which the reader is logged in; empty on an open server."""
    return request.username or ""


def ask_limit(chatbot: Chatbot) -> int:
    """How many answers are made at once. Without an endpoint one takes all cores; the others wait in order."""
    return 4 if chatbot.chosen_model.writer is Writer.ENDPOINT else 1
