"""Remembers what a chat model was asked and what it said, while the product uses it as if nobody listened."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chatbot.llm.chat import ChatModel, Generation, Message


@dataclass(slots=True)
class Call:
    """One request with its reply."""

    messages: tuple[Message, ...]
    streamed: bool
    """Whether the product read the reply while it came."""
    reply: str = ""
    ended: float | None = None
    """When nothing more of the reply was waited for, as `time.perf_counter` counts; None while it comes."""

    @property
    def prompt(self) -> str:
        """The text of all messages."""
        return "\n".join(message.text for message in self.messages)


@dataclass(slots=True)
class Recording:
    """The calls that answering one question took."""

    calls: list[Call] = field(default_factory=list)

    @property
    def writing(self) -> Call | None:
        """The call in which the answer was written: the first one that was read while it came and brought words.

        A prompt that was too long for the model brings none, and is sent again in a shorter form; what is asked after
        the answer, to repair or to check it, comes later.
        """
        return next((call for call in self.calls if call.streamed and call.reply), None)


class RecordedGeneration:
    """A generation that tells its call what arrives, and is otherwise the generation itself."""

    def __init__(self, generation: Generation, call: Call) -> None:
        self._generation = generation
        self._call = call

    def __iter__(self) -> Iterator[str]:
        try:
            for text in self._generation:
                self._call.reply += text
                yield text
        finally:
            self._call.ended = time.perf_counter()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._generation, name)


class RecordedModel:
    """A chat model that keeps the calls of each thread that records, and is otherwise the model itself.

    Args:
        model: that answers.
    """

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self._here = threading.local()

    @contextmanager
    def recording(self) -> Iterator[Recording]:
        """What this thread asks within the context."""
        self._here.recording = recording = Recording()
        try:
            yield recording
        finally:
            del self._here.recording

    def stream(self, messages: Sequence[Message], **options: Any) -> RecordedGeneration:
        """As the model's own."""
        return RecordedGeneration(self._model.stream(messages, **options), self._noted(messages, streamed=True))

    def complete(self, messages: Sequence[Message], **options: Any) -> Any:
        """As the model's own."""
        call = self._noted(messages, streamed=False)
        generation = self._model.complete(messages, **options)
        call.reply, call.ended = generation.text, time.perf_counter()
        return generation

    def structured(self, messages: Sequence[Message], *given: Any, **options: Any) -> Any:
        """As the model's own."""
        call = self._noted(messages, streamed=False)
        reply = self._model.structured(messages, *given, **options)
        call.reply, call.ended = str(reply), time.perf_counter()
        return reply

    def _noted(self, messages: Sequence[Message], *, streamed: bool) -> Call:
        call = Call(tuple(messages), streamed)
        if recording := getattr(self._here, "recording", None):
            recording.calls.append(call)
        return call

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)
