"""The server: the page, the interfaces for programs, and who may use them, on one port of one process."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI

from chatbot.app import Chatbot
from chatbot.library.readers.result import MAX_SOURCE_BYTES
from chatbot.web.exports import add_exports
from chatbot.web.page import build_page
from chatbot.web.sharing import ASSETS

LOOPBACK = "127.0.0.1"
FONTS = ("system-ui", "sans-serif")
WAITING = 64
"""Questions that may wait their turn; more are told to come back later."""


def build_server(chatbot: Chatbot) -> FastAPI:
    """The whole application.

    Args:
        chatbot: opened here, since all requests share it.
    """
    chatbot.open()
    server = FastAPI(title="News chatbot", docs_url=None, redoc_url=None, openapi_url=None)
    add_exports(server, chatbot)
    page = build_page(chatbot)
    page.queue(max_size=WAITING, default_concurrency_limit=8)
    gr.mount_gradio_app(
        server,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=True,
        ssr_mode=False,
        max_file_size=MAX_SOURCE_BYTES,
        # The default theme would load its fonts from another host.
        theme=gr.themes.Base(
            primary_hue="red", neutral_hue="stone", font=FONTS, font_mono=("ui-monospace", "monospace")
        ),
        css_paths=[ASSETS / "page.css"],
    )
    return server


def serve(chatbot: Chatbot, port: int) -> None:
    """Serve until interrupted.

    Args:
        chatbot: what answers.
        port: TCP port on this machine.
    """
    import uvicorn

    uvicorn.run(build_server(chatbot), host=LOOPBACK, port=port, log_level="warning")
