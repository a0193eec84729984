"""Stands before every request: right host, known user, bounded size; and tells browsers what the page may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.web.access import Access

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1", "testserver"})
PUBLIC_PATHS = frozenset({"/login", "/healthz"})
SESSION_USER, SESSION_MARK = "user", "mark"
MOST_BODY = 1_000_000
"""Bytes of a request to the interfaces for programs; uploads have a limit of their own."""
_POLICY = (
    # Gradio's page runs inline scripts and compiles its components' scripts.
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}


class Guard:
    """ASGI middleware.

    Args:
        app: what is guarded; the session middleware must stand before it.
        access: users and tokens.
        local: the server listens on loopback only, so other host names are somebody's trick (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, access: Access, *, local: bool) -> None:
        self._app = app
        self._access = access
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Request(scope))
        await (refusal or self._app)(scope, receive, _with_headers(send))

    def _refusal(self, request: Request) -> Response | None:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        if self._local and host not in LOCAL_HOSTS:
            return JSONResponse({"error": {"message": f"This server does not answer for {host!r}."}}, 403)
        if not _same_origin(request.headers, host):
            return JSONResponse({"error": {"message": "Requests from other sites are refused."}}, 403)
        if request.url.path.startswith("/v1/") and not _bounded(request.headers):
            return JSONResponse(
                {"error": {"message": "The request is too large.", "type": "invalid_request_error"}}, 413
            )
        if request.url.path in PUBLIC_PATHS or user_of(request, self._access) is not None:
            return None
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/login", 303)
        return JSONResponse(
            {
                "error": {
                    "message": "Log in, or send a token as `Authorization: Bearer …`.",
                    "type": "authentication_error",
                }
            },
            401,
            {"WWW-Authenticate": "Bearer"},
        )


def user_of(request: Request, access: Access) -> str | None:
    """Who sends a request: by token or session; empty on an open server, None for nobody known."""
    if access.open:
        return ""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return access.user_of(token.strip())
    user = request.session.get(SESSION_USER)
    known = user in access.users and request.session.get(SESSION_MARK) == access.session_mark(user)
    return user if known else None


def _same_origin(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).hostname == host


def _bounded(headers: Headers) -> bool:
    length = headers.get("content-length")
    if length is None:
        return "transfer-encoding" not in headers
    return length.isdigit() and int(length) <= MOST_BODY


def _with_headers(send: Send) -> Callable[[MutableMapping[str, Any]], Awaitable[None]]:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
