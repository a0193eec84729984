"""Answers questions for the page: streams what has been checked, and keeps the finished exchange."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from fastapi.concurrency import run_in_threadpool

from chatbot.answering.events import AnswerSoFar, Event, Finished, Noted, Progress, Revised, Shown, Stage
from chatbot.answering.wording import own_words_line
from chatbot.app import Chatbot
from chatbot.conversations.records import Conversation, Exchange, Feedback
from chatbot.errors import ChatbotError, ConversationNotFound, ConversationsError
from chatbot.records import Filters, Period
from chatbot.text.moments import read_asking_time
from chatbot.web.exchange_markup import exchange_html, running_html
from chatbot.web.in_turn import AnswerLine, Waiting, Working
from chatbot.web.markup import error_html

MOST_CHARACTERS = 2000
"""Of a question: more is a pasted article, which belongs into the library or the draft check."""
STOPPING = "Stopping …"
STOPPED = "Stopped. This answer is not complete and is not kept."
_NOTES = {
    Stage.UNDERSTANDING: "Reading your question …",
    Stage.SEARCHING: "Searching your library …",
    Stage.READING: "Reading the best passages …",
    Stage.WRITING: "Writing …",
    Stage.CHECKING: "Checking each sentence against its source …",
}


class Running:
    """The answer that one browser tab is waiting for."""

    def __init__(self) -> None:
        self.begin("")
        self.working = False
        """Whether a model works for this tab."""

    def begin(self, question: str, asked_at: datetime | None = None) -> None:
        """Start anew; an empty question: nothing is running."""
        self.question = question
        self.asked_at = asked_at
        self.so_far = AnswerSoFar()
        self.stopped = False
        """Whether the last answer was stopped: what tells so stays until the next question."""

    def wait(self, seconds: float) -> None:
        """Return when no model works for this tab, but not later than this. Gradio copies the object, so no lock."""
        deadline = time.monotonic() + seconds
        while self.working and time.monotonic() < deadline:
            time.sleep(0.05)

    def html(self, note: str) -> str:
        """What has been told so far; nothing when no answer is running."""
        return running_html(self.question, self.so_far, note, self.asked_at) if self.question else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks, as typed and set beside it."""

    question: str
    filters: Filters = Filters()
    asked_at: datetime | None = None
    """The moment against which "yesterday" is read; None: now."""


@dataclass(frozen=True)
class Step:
    """What the page shows after one step."""

    live: str
    """The running exchange as HTML."""
    conversation: Conversation | None = None
    """The conversation with the finished exchange, at the end."""


@dataclass(frozen=True)
class Asking:
    """Asks and keeps."""

    chatbot: Chatbot
    line: AnswerLine

    def load(self, user: str, conversation_id: str) -> Conversation | None:
        """A conversation, or None when there is none by this id."""
        try:
            return self.chatbot.conversations.load(user, conversation_id) if conversation_id else None
        except ConversationNotFound:
            return None

    async def ask(
        self, user: str, conversation: Conversation | None, asked: Asked, running: Running
    ) -> AsyncGenerator[Step]:
        """Stream the answer in its turn; closing the iterator ends it at once, and then nothing is kept.

        Args:
            user: whose conversation it is.
            conversation: the one to go on with; None begins a new one.
            asked: the question.
            running: receives what has been shown.
        """
        moment = asked.asked_at or datetime.now(UTC).astimezone()
        running.begin(asked.question, moment)
        running.working = True
        history = conversation.history if conversation else ()
        note = ""
        try:
            events = self.chatbot.stream(asked.question, history=history, asked_at=moment, filters=asked.filters)
            async with aclosing(self.line.answer(self.line.turns.enter(), events)) as steps:
                async for event in steps:
                    if isinstance(event, Finished):
                        exchange = Exchange(asked.question, event.answer, moment, asked.filters)
                        kept = await run_in_threadpool(self._keep, user, conversation, exchange)
                        running.begin("")
                        yield Step("", kept)
                        return
                    note = _note(event, note, running)
                    yield Step(running.html(note))
        except ChatbotError as error:
            yield Step(running.html("") + error_html(str(error)))
        finally:
            running.working = False

    def rate(self, user: str, conversation_id: str, answer_id: str, helpful: str, reason: str) -> str:
        """Keep what the reader thinks of an answer and return the conversation as HTML.

        Args:
            user: whose conversation it is.
            conversation_id: the conversation.
            answer_id: the answer.
            helpful: `1` or `0`; anything else takes back what was kept.
            reason: in the reader's words.
        """
        feedback = Feedback(helpful == "1", datetime.now(UTC), reason) if helpful in {"0", "1"} else None
        try:
            self.chatbot.conversations.rate(user, conversation_id, answer_id, feedback)
        except ConversationsError as error:
            return error_html(str(error)) + transcript_html(self.load(user, conversation_id))
        if feedback:
            self.chatbot.watch.rated(helpful=feedback.helpful)
        return transcript_html(self.load(user, conversation_id))

    def _keep(self, user: str, conversation: Conversation | None, exchange: Exchange) -> Conversation:
        store = self.chatbot.conversations
        name = conversation.id if conversation else store.begin(user, exchange.question)
        store.add(user, name, replace(exchange, settings=self.chatbot.answered_with))
        return store.load(user, name)


def _note(event: Event | Waiting | Working, note: str, running: Running) -> str:
    """What is being done now, said below what has been told."""
    if isinstance(event, Waiting):
        return event.text
    if isinstance(event, Progress):
        return _NOTES[event.stage]
    if isinstance(event, Shown | Revised | Noted):
        running.so_far.add(event)
    return _NOTES[Stage.WRITING] if isinstance(event, Shown) else note


def transcript_html(conversation: Conversation | None) -> str:
    """All finished exchanges. That no model writes is said once, below the first answer that only quotes."""
    exchanges = conversation.exchanges if conversation else ()
    first = next((at for at, exchange in enumerate(exchanges) if own_words_line(exchange.answer)), None)
    return "".join(exchange_html(exchange, says_who_writes=at == first) for at, exchange in enumerate(exchanges))


def read_filters(since: str | None, until: str | None, publishers: Sequence[str] | None) -> Filters:
    """The filters as the page's fields hold them: dates as `2025-03-18`, the last day included."""
    end = _moment(until)
    return Filters(Period(_moment(since), end and end + timedelta(days=1)), tuple(publishers or ()))


def read_day(text: str | None) -> datetime | None:
    """The end of the day in the page's field "as of"; None where it is empty."""
    day = (text or "").strip()[:10]
    return read_asking_time(day) if day else None


def _moment(text: str | None) -> datetime | None:
    day = (text or "").strip()[:10]
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None


def suggested_questions(titles: Sequence[str]) -> list[str]:
    """Questions that the newest articles answer."""
    return [f"What is reported under “{title}”?" for title in titles]
