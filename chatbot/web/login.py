"""The login page. Failures are counted, so that passwords cannot be guessed by trying."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from chatbot.web.access import Access
from chatbot.web.guard import SESSION_USER

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


class Failures:
    """Counts failed attempts for each name, the latest names only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def pausing(self, name: str) -> bool:
        """Whether a name has failed so often that it must wait."""
        with self._lock:
            count, last = self._counts.get(name, (0, 0.0))
        return count >= MOST_FAILURES and time.monotonic() - last < PAUSE_SECONDS

    def note(self, name: str, *, failed: bool) -> None:
        with self._lock:
            count, _ = self._counts.pop(name, (0, 0.0))
            if failed:
                self._counts[name] = (count + 1, time.monotonic())
            while len(self._counts) > MOST_REMEMBERED:
                self._counts.popitem(last=False)


def add_login(server: FastAPI, access: Access) -> None:
    """Add the login page and logging out to the server."""
    failures = Failures()

    @server.get("/login")
    def page() -> HTMLResponse:
        return HTMLResponse(_PAGE.format(said=""))

    @server.post("/login")
    async def login(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=2)
        name, password = str(form.get("name", ""))[:64], str(form.get("password", ""))[:1024]
        if failures.pausing(name):
            return HTMLResponse(_PAGE.format(said="Too many attempts. Wait half a minute."), 429)
        accepted = await run_in_threadpool(access.accepts, name, password)
        failures.note(name, failed=not accepted)
        if not accepted:
            return HTMLResponse(_PAGE.format(said="Name or password is wrong."), 401)
        request.session[SESSION_USER] = name
        return RedirectResponse("/", 303)

    @server.get("/leave")
    def leave(request: Request) -> Response:
        request.session.clear()
        return RedirectResponse("/login", 303)
