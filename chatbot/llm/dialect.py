"""What an endpoint refuses, learned from its errors, so that it is not sent there again."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from chatbot.llm.chat_errors import is_too_long
from chatbot.llm.choice import OPENAI_URL
from chatbot.llm.endpoint import Endpoint
from chatbot.llm.messages import Message, Wish
from chatbot.llm.refusals import Refusal, refused_in

THINKING_TOKENS = 4096
"""What a thinking model may use up before its answer, on top of what the answer may have."""
_SIZES = re.compile(r"max_(?:completion_|new_)?tokens", re.I)
_FORMATS = re.compile(r"response_format|json_schema|json_object|schema|grammar|structured", re.I)
_REQUEST_FAULTY = {400, 422}
_NOT_ABOUT_THE_REQUEST = {401, 403, 404, 408, 429}


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

        given: dict[str, Any] = dict(self._limit(wish))
        # LlamaIndex sends a temperature of its own where none is given.
        given["temperature"] = omit if Refusal.TEMPERATURE in self.refused else wish.temperature
        if Refusal.STREAM in self.refused:
            # The client goes on to read a stream, and the connection makes one of any reply.
            given["extra_body"] = {"stream": False}
        elif Refusal.USAGE not in self.refused:
            given["stream_options"] = {"include_usage": True}
        if wish.stop and Refusal.STOP not in self.refused:
            given["stop"] = list(wish.stop)
        if response_format := self._response_format(wish):
            given["response_format"] = response_format
        return given

    def messages(self, wish: Wish) -> tuple[Message, ...]:
        """The messages to send: they describe the JSON object where the endpoint is not told its schema."""
        messages = self._with_roles(wish.messages)
        if not wish.schema or self.json_form is JsonForm.SCHEMA:
            return messages
        *before, last = messages
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
        roles = {message.role for message in self.messages(wish)}
        if refusals := refused_in(str(error), self.parameters(wish), roles):
            return self.without(*refusals)
        return self._with_less_room(error, wish) or self._in_a_looser_form(error, wish)

    @property
    def _limit_name(self) -> str:
        """How the endpoint calls the longest reply; empty where it takes no limit."""
        if Refusal.MAX_TOKENS not in self.refused:
            return "max_tokens"
        return "" if Refusal.MAX_COMPLETION_TOKENS in self.refused else "max_completion_tokens"

    def _limit(self, wish: Wish) -> dict[str, int]:
        return {self._limit_name: wish.max_tokens + self.room(wish)} if self._limit_name else {}

    def _with_roles(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """The messages as the endpoint takes them: where no role says how to answer, the first question does."""
        if Refusal.SYSTEM not in self.refused:
            return messages
        if Refusal.DEVELOPER not in self.refused:
            return tuple(replace(item, role="developer") if item.role == "system" else item for item in messages)
        told = "\n\n".join(message.text for message in messages if message.role == "system")
        others = [message for message in messages if message.role != "system"]
        first = next((place for place, message in enumerate(others) if message.role == "user"), None)
        if told and first is not None:
            others[first] = replace(others[first], text=f"{told}\n\n{others[first].text}")
        return tuple(others)

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
    """What is known of an endpoint before it was asked anything: at OpenAI itself, what a model's name means."""
    refused: set[Refusal] = set()
    if endpoint.base_url.rstrip("/") == OPENAI_URL:
        from llama_index.llms.openai.utils import O1_MODELS

        refused = {Refusal.TEMPERATURE, Refusal.MAX_TOKENS} if endpoint.model in O1_MODELS else set()
    return Dialect(frozenset(refused), 0 if endpoint.embedded else THINKING_TOKENS)


def _may_be_about_the_request(error: Exception) -> bool:
    """An error status of the request itself, or an error event in a stream, which has no status."""
    from openai import APIConnectionError, APIError, APIResponseValidationError

    if not isinstance(error, APIError) or isinstance(error, APIConnectionError | APIResponseValidationError):
        return False
    return getattr(error, "status_code", 0) not in _NOT_ABOUT_THE_REQUEST
