"""One reply of a chat model while it arrives."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from chatbot.errors import ModelReplyInvalid, ModelUnreachable
from chatbot.records import Usage

_CHARACTERS_PER_TOKEN = 4
"""Of English text, about: for estimates."""
_MOST_CHARACTERS_PER_TOKEN = 16
"""More than any language needs: a reply beyond this ignores its token limit."""
_MOST_PIECES_PER_TOKEN = 4
"""Likewise for pieces, which may be empty while a model thinks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one event of the stream brings."""

    text: str = ""
    usage: Usage | None = None
    finish_reason: str = ""


class Generation:
    """One reply of a chat model. Iterate once over its text as it arrives; leaving the loop stops the model.

    The request goes out when the iteration begins. Belongs to one thread at a time. Iterating raises

    * ModelUnreachable: the endpoint cannot be reached, or broke off; what it said before has been handed on.
    * ModelRefused: the endpoint answered with an error.
    * ModelReplyInvalid: the reply is empty or not in the protocol's format.
    """

    def __init__(self, pieces: Generator[Piece], prompt_characters: int, max_tokens: int, address: str) -> None:
        self._source = pieces
        self._prompt_characters = prompt_characters
        self._max_tokens = max_tokens
        self._address = address
        self._begun = False
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
    def usage(self) -> Usage:
        """Tokens as the endpoint counted them, else estimated; final when the iteration has ended."""
        return self._usage or Usage(self._prompt_characters // _CHARACTERS_PER_TOKEN, len(self._texts))

    @property
    def usage_is_estimated(self) -> bool:
        """Whether the endpoint has not counted; always so for a reply that was stopped."""
        return self._usage is None

    def _read(self) -> Iterator[str]:
        for text in self._texts_until_too_long():
            self._texts.append(text)
            yield text
        if self.text and not (self.finish_reason or self._usage):
            raise ModelUnreachable(f"{self._address} broke off its reply", "Ask again; the server's log may say more.")
        if not self.text.strip():
            raise self._empty()

    def _texts_until_too_long(self) -> Iterator[str]:
        room, patience = self._max_tokens * _MOST_CHARACTERS_PER_TOKEN, self._max_tokens * _MOST_PIECES_PER_TOKEN + 100
        for count, piece in enumerate(self._source):
            self._usage = piece.usage or self._usage
            self.finish_reason = piece.finish_reason or self.finish_reason
            text = piece.text[:room]
            room -= len(text)
            if text:
                yield text
            if room <= 0 or count >= patience:
                self.finish_reason = "length"
                return

    def _empty(self) -> ModelReplyInvalid:
        reason = f" (it gives the reason {self.finish_reason})" if self.finish_reason else ""
        return ModelReplyInvalid(
            f"{self._address} sent an empty reply{reason}",
            "Check that CHATBOT_LLM_BASE_URL names an OpenAI-compatible endpoint and CHATBOT_LLM_MODEL a chat model.",
        )
