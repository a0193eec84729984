"""The server: the page, the interfaces for programs, and who may use them, on one port of one process."""

from __future__ import annotations

import ipaddress
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

from chatbot.app import Chatbot
from chatbot.errors import AccessError
from chatbot.library.readers.result import MAX_SOURCE_BYTES
from chatbot.web.access import Access
from chatbot.web.exports import add_exports
from chatbot.web.guard import Guard, user_of
from chatbot.web.in_turn import AnswerLine
from chatbot.web.login import add_login
from chatbot.web.metrics_page import add_metrics
from chatbot.web.openai_api import add_openai_api
from chatbot.web.page import build_page
from chatbot.web.sharing import ask_limit, script

LOOPBACK = "127.0.0.1"
FONTS = ("system-ui", "sans-serif")
MOST_EVENTS = 64
"""Clicks and programs' calls other than questions that may wait; more are told to come back later."""
SESSION_SECONDS = 7 * 24 * 3600


def build_server(chatbot: Chatbot, access: Access = Access(), *, local: bool = True) -> FastAPI:
    """The whole application.

    Args:
        chatbot: opened here, since all requests share it.
        access: users and tokens; open to everyone who reaches it without users.
        local: whether only this machine can reach it.
    """
    chatbot.open()
    session: dict[str, Any] = {"secret_key": access.secret, "same_site": "lax", "max_age": SESSION_SECONDS}
    guards = [Middleware(SessionMiddleware, **session), Middleware(Guard, access=access, local=local)]
    server = FastAPI(title="News chatbot", docs_url=None, redoc_url=None, openapi_url=None, middleware=guards)

    @server.get("/healthz")
    def health() -> dict[str, Any]:
        details = (
            {"articles": len(chatbot.library), "model": chatbot.answered_with["chat_model"]} if access.open else {}
        )
        return {"status": "ok"} | details

    add_login(server, access)
    add_exports(server, chatbot, access)
    line = AnswerLine(ask_limit(chatbot))
    add_openai_api(server, chatbot, line)
    add_metrics(server, chatbot, line.turns)
    _mount_page(server, chatbot, access, line)
    return server


def serve(chatbot: Chatbot, host: str, port: int, access: Access) -> None:
    """Serve until interrupted.

    Args:
        chatbot: what answers.
        host: address to listen on.
        port: TCP port.
        access: users and tokens.

    Raises:
        AccessError: others could reach the server, and it has no users.
    """
    import uvicorn

    local = is_loopback(host)
    if access.open and not local:
        raise AccessError(
            f"Anyone who reaches {host} could read the library, because there are no users",
            "Add one with `chatbot users add NAME --auth FILE` and serve with `--auth FILE`, or leave --host out.",
        )
    server = build_server(chatbot, access, local=local)
    told = " ".join(filter(None, (f"Ask your articles at http://{host}:{port}", chatbot.receives_text)))
    print(told, flush=True)  # noqa: T201 -- what the reader waits for
    # Browsers keep connections open for ever; they are not waited for.
    uvicorn.run(server, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _mount_page(server: FastAPI, chatbot: Chatbot, access: Access, line: AnswerLine) -> None:
    page = build_page(chatbot, line)
    page.queue(max_size=MOST_EVENTS, default_concurrency_limit=8)
    gr.mount_gradio_app(
        server,
        page,
        path="/",
        auth_dependency=None if access.open else lambda request: user_of(request, access),
        footer_links=["api"],
        run_history=False,
        show_error=True,
        ssr_mode=False,
        mcp_server=True,
        max_file_size=MAX_SOURCE_BYTES,
        # The default theme would load its fonts from another host.
        theme=gr.themes.Base(
            primary_hue="red", neutral_hue="stone", font=FONTS, font_mono=("ui-monospace", "monospace")
        ),
        # Not as `css`, which Gradio puts below selectors of its own.
        head=f"<style>{script('page.css')}</style>",
    )
