"""One reply of a chat model while it arrives."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from chatbot.control_characters import printable_line
from chatbot.errors import ModelReplyInvalid, ModelUnreachable
from chatbot.llm.thinking import VisibleText
from chatbot.records import Usage

_CHARACTERS_PER_TOKEN = 4
"""Of English text, about: for estimates."""
_MOST_CHARACTERS_PER_TOKEN = 16
"""More than any language needs: a reply beyond this ignores its token limit."""
_FEWEST_CHARACTERS_PER_TOKEN = 2
"""A piece is one token or more, unless pieces are as short as this."""
_MOST_PIECES_PER_TOKEN = 2
"""More than any endpoint sends, most of them empty while a model thinks: beyond it a reply has no end."""
_OWN_ENDS = {"stop", "eos", "eos_token", "stop_sequence", "end_turn", "complete"}

_FULL = {"length", "max_tokens"}


@dataclass(frozen=True, slots=True)
class Piece:
    """What one event of the stream brings."""

    text: str = ""
    usage: Usage | None = None
    finish_reason: str = ""
    is_thought: bool = False
    """Whether it brings thinking in a field of its own."""


class Room:
    """How much of a reply is let in, whatever the endpoint sends.

    Args:
        max_tokens: of the visible text.
        thinking_tokens: besides.
    """

    def __init__(self, max_tokens: int, thinking_tokens: int) -> None:
        self._max_tokens = max_tokens
        self._pieces = self._characters = 0
        tokens = max_tokens + thinking_tokens
        self._pieces_left = tokens * _MOST_PIECES_PER_TOKEN + 100
        self._characters_left = tokens * _MOST_CHARACTERS_PER_TOKEN
        self.is_full = False
        """Whether nothing more is let in."""

    def admit(self, text: str, received: int) -> str:
        """What of the next visible text is let in.

        Args:
            text: what is visible of a piece; empty while a model thinks.
            received: characters of the whole piece.
        """
        self._pieces_left -= 1
        self._characters_left -= received
        self._pieces += bool(text)
        if not self._has_enough_tokens:
            text = text[: self._most_characters - self._characters]
            self._characters += len(text)
        else:
            text = ""
        self.is_full = (
            self._has_enough_tokens
            or self._characters >= self._most_characters
            or self._pieces_left <= 0
            or self._characters_left <= 0
        )
        return text

    @property
    def _most_characters(self) -> int:
        return self._max_tokens * _MOST_CHARACTERS_PER_TOKEN

    @property
    def _has_enough_tokens(self) -> bool:
        """Whether this piece is beyond the limit; endpoints count tokens of thinking and answer together."""
        return self._pieces > self._max_tokens and self._characters >= self._max_tokens * _FEWEST_CHARACTERS_PER_TOKEN


class Generation:
    """One reply of a chat model. Iterate once over its text as it arrives; leaving the loop stops the model.

    What the model thinks before it answers is no part of the text. The request goes out when the iteration begins.
    Belongs to one thread at a time. Iterating raises

    * ModelUnreachable: the endpoint cannot be reached, or broke off; what it said before has been handed on.
    * ModelRefused: the endpoint answered with an error; PromptTooLong, if the prompt does not fit.
    * ModelReplyInvalid: the reply is empty or not in the protocol's format.

    Args:
        pieces: the reply as it arrives.
        prompt_characters: length of the prompt, for an estimate of its tokens.
        room: how long the reply may be.
        address: of the endpoint, for errors.
        visible: takes the thinking out.
    """

    def __init__(
        self, pieces: Generator[Piece], prompt_characters: int, room: Room, address: str, visible: VisibleText
    ) -> None:
        self._source = pieces
        self._prompt_characters = prompt_characters
        self._room = room
        self._address = address
        self._visible = visible
        self._begun = self._thought = False
        self._texts: list[str] = []
        self._usage: Usage | None = None
        self.finish_reason = ""
        """Why the reply ended, in the protocol's word (`stop`, `length`, …); empty if it did not end by itself."""

    def __iter__(self) -> Iterator[str]:
        if self._begun:
            raise RuntimeError("a generation can be read only once")
        self._begun = True
        try:
            yield from self._read()
        finally:
            self.close()

    def close(self) -> None:
        """Stop the model. Closing again does nothing."""
        self._source.close()

    @property
    def text(self) -> str:
        """What has arrived so far."""
        return "".join(self._texts)

    @property
    def is_whole(self) -> bool:
        """Whether the model reached its own end: False for a reply that was cut off, filtered or left early."""
        return self._ended_itself and not self._visible.is_thinking

    @property
    def began_thinking(self) -> bool:
        """Whether it began with thinking that only its end gave away; iterating has handed that on as text."""
        return self._visible.closed_unopened

    @property
    def usage(self) -> Usage:
        """Tokens as the endpoint counted them, else estimated; final when the iteration has ended."""
        return self._usage or Usage(self._prompt_characters // _CHARACTERS_PER_TOKEN, len(self._texts))

    @property
    def usage_is_estimated(self) -> bool:
        """Whether the endpoint has not counted; always so for a reply that was stopped."""
        return self._usage is None

    @property
    def _ended_itself(self) -> bool:
        return _is_own_end(self.finish_reason)

    def _read(self) -> Iterator[str]:
        for text in self._texts_until_too_long():
            self._texts.append(text)
            yield text
        said_something = self.text or self._visible.has_thought or self._thought
        if said_something and not self.finish_reason:
            raise ModelUnreachable(f"{self._address} broke off its reply", "Ask again; the server's log may say more.")
        if not self.text.strip():
            raise self._empty()

    def _texts_until_too_long(self) -> Iterator[str]:
        for piece in self._source:
            self._usage = piece.usage or self._usage
            self._thought = self._thought or piece.is_thought
            if not self.finish_reason or _is_own_end(self.finish_reason):
                # A filter tells its reason first, and the end of the stream then has another one.
                self.finish_reason = piece.finish_reason or self.finish_reason
            if text := self._room.admit(self._seen(piece.text), len(piece.text)):
                yield text
            if self._room.is_full:
                self.finish_reason = "length"
                return
        if text := self._room.admit(self._visible.rest(own_end=self._ended_itself), 0):
            yield text

    def _seen(self, text: str) -> str:
        """What of a piece is visible. Where it ends thinking that never began, what came before was no answer."""
        known = self._visible.closed_unopened
        shown = self._visible.feed(text)
        if self._visible.closed_unopened and not known:
            self._texts.clear()
        return shown

    def _empty(self) -> ModelReplyInvalid:
        thought = self._thought or self._visible.has_thought
        if thought and self.finish_reason.lower() in _FULL:
            return ModelReplyInvalid(
                f"{self._address} thought until its tokens were used up, and did not answer",
                "Switch the model's thinking off, load it with a larger context, or set CHATBOT_LLM_MODEL to another.",
            )
        reason = f" (it gives the reason {printable_line(self.finish_reason[:50])})" if self.finish_reason else ""
        return ModelReplyInvalid(
            f"{self._address} sent an empty reply{reason}",
            "Check that CHATBOT_LLM_BASE_URL names an OpenAI-compatible endpoint and CHATBOT_LLM_MODEL a chat model.",
        )


def _is_own_end(reason: str) -> bool:
    return reason.lower() in _OWN_ENDS
