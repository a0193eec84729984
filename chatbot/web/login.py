"""The login page. Failures are counted, so that passwords cannot be guessed by trying."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from chatbot.web.access import Access
from chatbot.web.guard import SESSION_MARK, SESSION_USER

MOST_FAILURES = 5
PAUSE_SECONDS = 30.0
MOST_REMEMBERED = 10_000
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Log in</title><style>body{{font:1rem system-ui,sans-serif;max-width:22rem;margin:15vh auto;padding:0 1rem;
color-scheme:light dark}}label{{display:block;margin:.8rem 0}}input{{width:100%;padding:.5rem;box-sizing:border-box}}
button{{padding:.6rem 1.2rem}}</style><h1>Ask your articles</h1><p role="alert">{said}</p><form method="post">
<label>Name<input name="name" autocomplete="username" required autofocus></label>
<label>Password<input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button></form></html>"""


class Attempts:
    """Counts the attempts at each name that have not succeeded, for the latest names only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def admit(self, name: str) -> bool:
        """Whether an attempt may be made now; it counts from here on, so that none is gained by trying side by side."""
        with self._lock:
            count, last = self._counts.get(name, (0, 0.0))
            if count >= MOST_FAILURES and time.monotonic() - last < PAUSE_SECONDS:
                return False
            self._counts.pop(name, None)
            self._counts[name] = (count + 1, time.monotonic())
            while len(self._counts) > MOST_REMEMBERED:
                self._counts.popitem(last=False)
        return True

    def succeeded(self, name: str) -> None:
        with self._lock:
            self._counts.pop(name, None)


def add_login(server: FastAPI, access: Access) -> None:
    """Add the login page and logging out to the server."""
    attempts = Attempts()

    @server.get("/login")
    def page() -> HTMLResponse:
        return HTMLResponse(_PAGE.format(said=""))

    @server.post("/login")
    async def login(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=2)
        name, password = str(form.get("name", ""))[:64], str(form.get("password", ""))[:1024]
        if not attempts.admit(name):
            return HTMLResponse(_PAGE.format(said="Too many attempts. Wait half a minute."), 429)
        if not await run_in_threadpool(access.accepts, name, password):
            return HTMLResponse(_PAGE.format(said="Name or password is wrong."), 401)
        attempts.succeeded(name)
        request.session.update({SESSION_USER: name, SESSION_MARK: access.session_mark(name)})
        return RedirectResponse("/", 303)

    @server.get("/leave")
    def leave(request: Request) -> Response:
        request.session.clear()
        return RedirectResponse("/login", 303)
