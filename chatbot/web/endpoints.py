"""Named functions for programs and for MCP clients: ask, brief, search, check."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import gradio as gr
from gradio.events import api

from chatbot.answering.events import Event, Finished
from chatbot.answering.serialising import answer_object, checked_object
from chatbot.app import Chatbot
from chatbot.briefing.records import BriefingRequest, Length
from chatbot.control_characters import printable_line
from chatbot.errors import ChatbotError
from chatbot.question.understanding import plain_question
from chatbot.records import Filters, Question
from chatbot.text.moments import read_asking_time
from chatbot.web.asking import MOST_CHARACTERS, read_filters
from chatbot.web.draft_view import MOST_CHARACTERS as MOST_DRAFT
from chatbot.web.in_turn import AnswerLine, Waiting, Working
from chatbot.web.sharing import user_of

MOST_FOUND = 50


def add_endpoints(chatbot: Chatbot, line: AnswerLine) -> None:
    """Add the functions to the page that is being built. Their docstrings are what programs are told of them."""

    async def ask(
        question: str, since: str = "", until: str = "", publisher: str = "", asked_at: str = ""
    ) -> AsyncIterator[dict[str, Any]]:
        """Answer a question from the articles in the library. The answer is made of blocks of sentences. Every sentence
        carries a verdict and its citations, each with the exact words of an article; a doubtful one carries what is
        nearest to it instead. When the library holds no answer, `refused` is true.

        Args:
            question: the question, in words.
            since: only articles published on this day or later, like 2025-03-18; empty for all.
            until: only articles published on this day or earlier; empty for all.
            publisher: only this publisher; empty for all.
            asked_at: the day against which "yesterday" is read, like 2025-03-18; empty for now.
        """
        limits = _filters(since, until, publisher)
        events = chatbot.stream(_bounded(question), asked_at=_asked_at(asked_at), filters=limits)
        async with aclosing(_answered(line, events)) as told:
            async for item in told:
                yield item

    def brief(  # noqa: PLR0913 -- the client's fields
        request: gr.Request,
        topic: str = "",
        since: str = "",
        until: str = "",
        publisher: str = "",
        length: str = "standard",
    ) -> dict[str, Any]:
        """Write a briefing over many articles: key developments, timeline, who said what, disagreements, corrections.
        Every statement carries citations with the exact words of the articles.

        Args:
            topic: what it is about, in words, which may name a period; empty for all articles.
            since: only articles published on this day or later, like 2025-03-18; empty for all.
            until: only articles published on this day or earlier; empty for all.
            publisher: only this publisher; empty for all.
            length: short, standard or long.
        """
        if length not in set(Length):
            raise gr.Error(f"{length} is no length: {', '.join(Length)}.", print_exception=False)
        limits = _filters(since, until, publisher)
        words, now = " ".join(topic.split())[:MOST_CHARACTERS], datetime.now(UTC).astimezone()
        asked = BriefingRequest(now, words, limits, Length(length))
        events = _said(lambda: list(chatbot.brief(asked, user_of(request))))
        written: dict[str, Any] = _plain(asdict(events[-1].briefing))
        return written

    def search(query: str, limit: int = 10) -> list[dict[str, Any]]:
        """Find the sentences of the library's articles that say most about a query, best first.

        Args:
            query: what to look for, in words.
            limit: how many sentences at most, up to 50.
        """
        limit = max(1, min(int(limit), MOST_FOUND))

        def found() -> list[Any]:
            passages = chatbot.retriever.retrieve(
                plain_question(Question(_bounded(query), datetime.now(UTC).astimezone())), limit
            )
            return chatbot.ranker.rank(query, passages, limit)

        return [_plain(asdict(item)) for item in _said(found)]

    def check(text: str, asked_at: str = "") -> dict[str, Any]:
        """Check each sentence of a text against the library: is it supported, and by which words of which article?

        Args:
            text: plain text of up to 20,000 characters.
            asked_at: the day against which its "yesterday" is read, like 2025-03-18; empty for now.
        """
        moment = _asked_at(asked_at)
        checked = _said(lambda: chatbot.check(text[:MOST_DRAFT], asked_at=moment))
        spans = [list(span) for span in checked.spans]
        return checked_object(checked.sentences, checked.citations) | {"spans": spans}

    api(ask, api_name="ask", concurrency_limit=None)
    api(brief, api_name="brief", concurrency_id="briefing", concurrency_limit=1)
    api(search, api_name="search", concurrency_limit=4)
    api(check, api_name="check", concurrency_id="check", concurrency_limit=2)


async def _answered(line: AnswerLine, events: Iterator[Event]) -> AsyncGenerator[dict[str, Any]]:
    """How far it is, at times, and at last the answer: clients that want one result take the last."""
    try:
        async with aclosing(line.answer(line.turns.enter(), events)) as steps:
            async for step in steps:
                if isinstance(step, Finished):
                    yield answer_object(step.answer)
                elif isinstance(step, Waiting | Working):
                    yield {"busy": step.text, "ahead": step.ahead}
    except ChatbotError as error:
        raise gr.Error(str(error), print_exception=False) from error


def _said(work: Any) -> Any:
    try:
        return work()
    except ChatbotError as error:
        raise gr.Error(str(error), print_exception=False) from error


def _filters(since: str, until: str, publisher: str) -> Filters:
    try:
        return read_filters(since, until, [publisher] if publisher else [])
    except ValueError as error:
        raise gr.Error(f"{error}. Write dates like 2025-03-18.", print_exception=False) from error


def _asked_at(text: str) -> datetime | None:
    try:
        return read_asking_time(text.strip()) if text.strip() else None
    except ValueError as error:
        raise gr.Error(f"{error}. Write dates like 2025-03-18.", print_exception=False) from error


def _bounded(text: str) -> str:
    text = printable_line(text)[:MOST_CHARACTERS]
    if not text:
        raise gr.Error("The question is empty.", print_exception=False)
    return text


def _plain(value: Any) -> Any:
    """With every time as ISO 8601."""
    return json.loads(json.dumps(value, default=lambda moment: moment.isoformat()))
