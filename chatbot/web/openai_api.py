"""The chatbot as a model behind the OpenAI protocol, so that any client of it can ask.

The last message of the user is the question, earlier ones are the conversation. Sentences arrive as they are checked;
each brings its citations as `annotations` of the kind `url_citation`, whose `start_index` and `end_index` count
characters of the answer, with the article, the quote and its place beside them.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field
from starlette.types import Receive, Scope, Send

from chatbot.answering.events import Event, Finished, Shown
from chatbot.app import Chatbot
from chatbot.errors import Busy, ChatbotError, ModelError
from chatbot.markdown import chat_text
from chatbot.records import Answer, Citation, Sentence, Turn, Verdict
from chatbot.web.in_turn import AnswerLine, Waiting, Working
from chatbot.web.markup import NOT_BACKED
from chatbot.web.turns import Ticket

MODEL = "news-chatbot"
MOST_MESSAGES = 200
CLIENT_GONE = 499
"""A status that nobody receives, as some proxies log it."""
Steps = AsyncGenerator[Event | Waiting | Working]


class Part(BaseModel):
    """A piece of a message's content."""

    type: str
    text: str = ""


class ChatMessage(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        parts = self.content if isinstance(self.content, list) else [Part(type="text", text=self.content or "")]
        return " ".join(part.text for part in parts if part.type == "text").strip()


class ChatRequest(BaseModel):
    """What is understood of a request; sampling settings are accepted and have no effect."""

    model: str = MODEL
    messages: list[ChatMessage] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool = False

    @property
    def question(self) -> str:
        return self.messages[-1].text if self.messages[-1].role == "user" else ""

    @property
    def history(self) -> list[Turn]:
        said = [message for message in self.messages[:-1] if message.role in {"user", "assistant"}]
        return [
            Turn(one.text, two.text) for one, two in pairwise(said) if (one.role, two.role) == ("user", "assistant")
        ]


@dataclass
class Written:
    """The answer's text so far."""

    text: str = ""
    annotations: list[dict[str, Any]] = field(default_factory=list)

    def add(self, sentence: Sentence, citations: tuple[Citation, ...]) -> dict[str, Any]:
        """Append a sentence and return it as a delta."""
        begin = len(self.text) + bool(self.text)
        marks = "".join(f" [{number}]" for number in sentence.citations)
        doubt = f" [{NOT_BACKED}]" if sentence.verdict is Verdict.UNSUPPORTED else ""
        piece = f"{' ' if self.text else ''}{chat_text(sentence.text)}{marks}{doubt}"
        self.text += piece
        added = [_annotation(citation, begin, len(self.text)) for citation in citations]
        self.annotations += added
        return {"content": piece} | ({"annotations": added} if added else {})


def add_openai_api(server: FastAPI, chatbot: Chatbot, line: AnswerLine) -> None:
    """Add `/v1/chat/completions` and `/v1/models` to the server."""
    created = int(time.time())

    @server.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        return _error(400, f"{place}: {error.errors()[0]['msg']}", "invalid_request_error")

    @server.get("/v1/models")
    def models() -> dict[str, Any]:
        return {
            "object": "list",
            "data": [{"id": MODEL, "object": "model", "created": created, "owned_by": "library"}],
        }

    @server.post("/v1/chat/completions")
    async def complete(asked: ChatRequest, request: Request) -> Response:
        if not asked.question:
            return _error(400, "The last message must be the user's question.", "invalid_request_error")
        if asked.model != MODEL:
            return _error(404, f"There is no model {asked.model!r}; ask {MODEL!r}.", "invalid_request_error")
        try:
            ticket = line.turns.enter()
            steps = line.answer(ticket, chatbot.stream(asked.question, history=asked.history))
            if asked.stream:
                return _StreamInTurn(_stream(steps), ticket)
            return await _unless_gone(request, _whole(steps), ticket)
        except ChatbotError as error:
            return _failed(error)


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
                if isinstance(step, Shown):
                    yield _event(head, written.add(step.sentence, step.citations))
                elif isinstance(step, Finished):
                    yield _event(head, {}, finish_reason="stop", usage=_usage(step.answer))
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
            if isinstance(step, Shown):
                written.add(step.sentence, step.citations)
            elif isinstance(step, Finished):
                answer = step.answer
    message = {"role": "assistant", "content": written.text, "annotations": written.annotations, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return _head("chat.completion") | {"choices": [choice], "usage": _usage(answer)}


def _head(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}


def _annotation(citation: Citation, begin: int, end: int) -> dict[str, Any]:
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": begin,
            "end_index": end,
            "url": citation.url,
            "title": citation.title,
            "number": citation.id,
            "article_id": citation.article_id,
            "version": citation.version,
            "publisher": citation.publisher,
            "published": citation.published.isoformat() if citation.published else None,
            "start": citation.start,
            "end": citation.end,
            "quote": citation.quote,
        },
    }


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


def _error(status: int, message: str, kind: str) -> JSONResponse:
    return JSONResponse({"error": {"message": message, "type": kind, "param": None, "code": None}}, status)
