"""What an endpoint refuses, learned from its errors, so that it is not sent there again."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from chatbot.llm.chat_errors import is_too_long
from chatbot.llm.endpoint import Endpoint
from chatbot.llm.messages import Message, Wish

THINKING_TOKENS = 4096
"""What a thinking model may use up before its answer, on top of what the answer may have."""
_SIZES = re.compile(r"max_(?:completion_|new_)?tokens", re.I)
_UNSUPPORTED = re.compile(r"unsupported|not support|unrecogni[sz]ed|unknown|instead", re.I)
_FORMATS = re.compile(r"response_format|json_schema|json_object|schema|grammar|structured", re.I)
_REQUEST_FAULTY = {400, 422}
_NOT_ABOUT_THE_REQUEST = {401, 403, 404, 408, 429}


class Refusal(Enum):
    """What an endpoint may not take."""

    USAGE = auto()
    """To count the tokens of a stream."""
    TEMPERATURE = auto()
    MAX_TOKENS = auto()
    """The older name of the limit."""
    THINKING_ROOM = auto()
    """More tokens than the visible answer needs."""
    JSON_SCHEMA = auto()
    JSON_OBJECT = auto()


class JsonForm(Enum):
    """How an endpoint is told that a reply shall be a JSON object."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    PLAIN = "plain"
    """In words alone."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one endpoint wants to be asked; changes come as new ones."""

    refused: frozenset[Refusal] = frozenset()
    thinking_tokens: int = THINKING_TOKENS
    cramped_from: float = math.inf
    """Characters of the shortest prompt beside which the endpoint's context had no room for thinking."""
    begins_thinking: bool = False
    """Whether replies begin inside `<think>`, which the endpoint opens itself."""

    @property
    def json_form(self) -> JsonForm:
        """The strictest form that the endpoint has not refused."""
        if Refusal.JSON_SCHEMA not in self.refused:
            return JsonForm.SCHEMA
        return JsonForm.PLAIN if Refusal.JSON_OBJECT in self.refused else JsonForm.OBJECT

    def without(self, *refusals: Refusal) -> Dialect:
        """The same, with these known to be refused."""
        return replace(self, refused=self.refused | {*refusals})

    def joined(self, other: Dialect) -> Dialect:
        """What both have learned."""
        return replace(
            self,
            refused=self.refused | other.refused,
            cramped_from=min(self.cramped_from, other.cramped_from),
            begins_thinking=self.begins_thinking or other.begins_thinking,
        )

    def parameters(self, wish: Wish) -> dict[str, Any]:
        """What is sent beside the messages."""
        from openai import omit

        limit = "max_completion_tokens" if Refusal.MAX_TOKENS in self.refused else "max_tokens"
        given: dict[str, Any] = {limit: wish.max_tokens + self.room(wish)}
        # LlamaIndex sends a temperature of its own where none is given.
        given["temperature"] = omit if Refusal.TEMPERATURE in self.refused else wish.temperature
        if Refusal.USAGE not in self.refused:
            given["stream_options"] = {"include_usage": True}
        if wish.stop:
            given["stop"] = list(wish.stop)
        if response_format := self._response_format(wish):
            given["response_format"] = response_format
        return given

    def messages(self, wish: Wish) -> tuple[Message, ...]:
        """The messages to send: they describe the JSON object where the endpoint is not told its schema."""
        if not wish.schema or self.json_form is JsonForm.SCHEMA:
            return wish.messages
        *before, last = wish.messages
        schema = json.dumps(wish.schema.schema, ensure_ascii=False)
        told = f"{last.text}\n\nAnswer with one JSON object and nothing else. It must fit this JSON schema:\n{schema}"
        return (*before, replace(last, text=told))

    def room(self, wish: Wish) -> int:
        """Tokens asked for on top of the visible answer's."""
        cramped = Refusal.THINKING_ROOM in self.refused or wish.characters >= self.cramped_from
        return 0 if cramped else self.thinking_tokens

    def adapted(self, error: Exception, wish: Wish) -> Dialect | None:
        """How to ask once more after this error; None where asking otherwise would not help."""
        if not _may_be_about_the_request(error):
            return None
        said = str(error)
        if "stream_options" in said and Refusal.USAGE not in self.refused:
            return self.without(Refusal.USAGE)
        if _wants_the_newer_name(said) and Refusal.MAX_TOKENS not in self.refused:
            return self.without(Refusal.MAX_TOKENS)
        if "temperature" in said and Refusal.TEMPERATURE not in self.refused:
            return self.without(Refusal.TEMPERATURE)
        return self._with_less_room(error, wish) or self._in_a_looser_form(error, wish)

    def _with_less_room(self, error: Exception, wish: Wish) -> Dialect | None:
        if not self.room(wish):
            return None
        if is_too_long(error):
            return replace(self, cramped_from=wish.characters)
        return self.without(Refusal.THINKING_ROOM) if _SIZES.search(str(error)) else None

    def _in_a_looser_form(self, error: Exception, wish: Wish) -> Dialect | None:
        if not wish.schema or self.json_form is JsonForm.PLAIN or is_too_long(error):
            return None
        faulty = getattr(error, "status_code", 0) in _REQUEST_FAULTY
        if not (faulty or _FORMATS.search(str(error))):
            return None
        return self.without(Refusal.JSON_SCHEMA if self.json_form is JsonForm.SCHEMA else Refusal.JSON_OBJECT)

    def _response_format(self, wish: Wish) -> dict[str, Any] | None:
        if not wish.schema or self.json_form is JsonForm.PLAIN:
            return None
        if self.json_form is JsonForm.OBJECT:
            return {"type": "json_object"}
        described = {"name": wish.schema.name, "strict": True, "schema": wish.schema.schema}
        return {"type": "json_schema", "json_schema": described}


def first_dialect(endpoint: Endpoint) -> Dialect:
    """What is known of an endpoint before it was asked anything."""
    from llama_index.llms.openai.utils import O1_MODELS

    refused = {Refusal.TEMPERATURE, Refusal.MAX_TOKENS} if endpoint.model in O1_MODELS else set()
    return Dialect(frozenset(refused), 0 if endpoint.embedded else THINKING_TOKENS)


def _may_be_about_the_request(error: Exception) -> bool:
    """An error status of the request itself, or an error event in a stream, which has no status."""
    from openai import APIConnectionError, APIError, APIResponseValidationError

    if not isinstance(error, APIError) or isinstance(error, APIConnectionError | APIResponseValidationError):
        return False
    return getattr(error, "status_code", 0) not in _NOT_ABOUT_THE_REQUEST


def _wants_the_newer_name(said: str) -> bool:
    return "max_completion_tokens" in said and bool(_UNSUPPORTED.search(said))
