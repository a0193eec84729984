"""The chatbot as a model behind the OpenAI protocol, so that any client of it can ask.

The last message of the user is the question, earlier ones are the conversation. Sentences arrive in the order of the
answer as soon as they are settled, notes at the end. Each brings its citations as `annotations` of the kind
`url_citation`, whose `start_index` and `end_index` count characters of the answer, with the article, the quote and its
place beside them.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator
from contextlib import aclosing, closing
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from chatbot.answering.events import Event, Finished, Noted, Shown, in_order
from chatbot.app import Chatbot
from chatbot.control_characters import printable_line
from chatbot.errors import Busy, ChatbotError, ModelError
from chatbot.records import Answer
from chatbot.web.in_turn import AnswerLine, Waiting, Working
from chatbot.web.openai_request import MODEL, ChatRequest
from chatbot.web.openai_text import Written
from chatbot.web.turns import Ticket

CLIENT_GONE = 499
"""A status that nobody receives, as some proxies log it."""
Steps = AsyncGenerator[Event | Waiting | Working]


def add_openai_api(server: FastAPI, chatbot: Chatbot, line: AnswerLine) -> None:
    """Add `/v1/chat/completions` and `/v1/models` to the server."""
    created = int(time.time())

    @server.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        return _error(400, f"{place}: {error.errors()[0]['msg']}", "invalid_request_error")

    known = {"id": MODEL, "object": "model", "created": created, "owned_by": "library"}

    @server.get("/v1/models")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [known]}

    @server.get("/v1/models/{name:path}")
    def model(name: str) -> Response:
        return JSONResponse(known) if name == MODEL else _no_model(name)

    @server.post("/v1/chat/completions")
    async def complete(asked: ChatRequest, request: Request) -> Response:
        if not asked.question:
            return _error(400, "The last message must be the user's question.", "invalid_request_error")
        if not asked.asks_here:
            return _no_model(asked.model or "")
        try:
            ticket = line.turns.enter()
            events = chatbot.stream(asked.question, history=asked.history, asked_at=asked.moment)
            steps = line.answer(ticket, _settled(events))
            if asked.stream:
                return _StreamInTurn(_stream(steps), ticket)
            return await _unless_gone(request, _whole(steps), ticket)
        except ChatbotError as error:
            return _failed(error)

    @server.api_route("/v1/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def elsewhere(rest: str, request: Request) -> Response:
        asked = printable_line(f"{request.method} /v1/{rest}")[:100]
        return _error(404, f"There is no {asked} here; ask POST /v1/chat/completions.", "invalid_request_error")


def _settled(events: Iterator[Event]) -> Iterator[Event]:
    """The events in an order in which nothing is taken back; closing closes the answer."""
    with closing(events):  # type: ignore[type-var]  # a generator
        yield from in_order(events)


class _StreamInTurn(StreamingResponse):
    """Leaves the line also when the client has gone before the first event, which then never begins."""

    def __init__(self, content: AsyncIterator[str], ticket: Ticket) -> None:
        super().__init__(content, media_type="text/event-stream")
        self._ticket = ticket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ticket.leave()


async def _stream(steps: Steps) -> AsyncIterator[str]:
    """Server-sent events, with comments while there is nothing to say. A client that goes away ends the answer."""
    head = _head("chat.completion.chunk")
    written = Written()
    yield _event(head, {"role": "assistant", "content": ""})
    try:
        async with aclosing(steps):
            async for step in steps:
                if isinstance(step, Shown | Noted):
                    yield _event(head, written.add(step))
                elif isinstance(step, Finished):
                    yield _event(head, {}, finish_reason=_finish_reason(step.answer), usage=_usage(step.answer))
                elif isinstance(step, Waiting | Working):
                    yield f": {step.text}\n\n"
    except ChatbotError as error:
        yield f"data: {json.dumps(_error_body(error))}\n\n"
    yield "data: [DONE]\n\n"


async def _unless_gone(request: Request, work: Coroutine[Any, Any, dict[str, Any]], ticket: Ticket) -> Response:
    """The whole answer; when the client goes away, the work is cancelled."""
    working, gone = asyncio.ensure_future(work), asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        return JSONResponse(working.result()) if working.done() else Response(status_code=CLIENT_GONE)
    finally:
        ticket.leave()
        working.cancel()
        gone.cancel()


async def _whole(steps: Steps) -> dict[str, Any]:
    written = Written()
    async with aclosing(steps):
        async for step in steps:
            if isinstance(step, Shown | Noted):
                written.add(step)
            elif isinstance(step, Finished):
                answer = step.answer
    message = {"role": "assistant", "content": written.text, "annotations": written.annotations, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": _finish_reason(answer), "logprobs": None}
    return _head("chat.completion") | {"choices": [choice], "usage": _usage(answer)}


def _head(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}


def _finish_reason(answer: Answer) -> str:
    return "stop" if answer.complete else "length"


def _usage(answer: Answer) -> dict[str, int]:
    usage = answer.usage
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
    }


def _event(head: dict[str, Any], delta: dict[str, Any], finish_reason: str | None = None, **more: Any) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return f"data: {json.dumps(head | {'choices': [choice]} | more)}\n\n"


def _failed(error: ChatbotError) -> JSONResponse:
    if isinstance(error, Busy):
        return JSONResponse(_error_body(error), 429, {"Retry-After": str(error.seconds)})
    return JSONResponse(_error_body(error), 502 if isinstance(error, ModelError) else 500)


def _error_body(error: ChatbotError) -> dict[str, Any]:
    return {"error": {"message": str(error), "type": type(error).__name__, "param": None, "code": None}}


def _no_model(name: str) -> JSONResponse:
    message = f"There is no model {name[:100]!r}; ask {MODEL!r}."
    return _error(404, message, "invalid_request_error", param="model", code="model_not_found")


def _error(status: int, message: str, kind: str, *, param: str | None = None, code: str | None = None) -> JSONResponse:
    return JSONResponse({"error": {"message": message, "type": kind, "param": param, "code": code}}, status)
