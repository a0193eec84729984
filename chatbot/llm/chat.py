"""The one way to reach a chat model: the OpenAI protocol, whether the server is remote or the embedded engine."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from chatbot.control_characters import printable_line
from chatbot.errors import ModelRefused, ModelReplyInvalid
from chatbot.llm.asking import Asker
from chatbot.llm.generation import Generation, Room
from chatbot.llm.messages import Message, ReplySchema, Wish
from chatbot.llm.structured import StructuredReply, read_object
from chatbot.llm.thinking import VisibleText

if TYPE_CHECKING:
    import httpx

    from chatbot.llm.dialect import JsonForm
    from chatbot.llm.endpoint import Endpoint

__all__ = ["ChatModel", "Generation", "Message", "StructuredReply", "open_chat_model", "open_embedded_chat_model"]

_LISTED_MODELS, _LISTED_CHARACTERS = 5, 200
_EMBEDDED_TIMEOUT = 300.0
"""Seconds until the first token: a large model on a slow machine reads a long prompt for minutes."""


class ChatModel:
    """A chat model at an endpoint. Threads may share it. Use as a context manager, or `close()` it.

    What the endpoint refuses (a format, a parameter, room to think) is left out the next time.
    """

    def __init__(self, name: str, endpoint: Endpoint, http: httpx.Client, resources: ExitStack) -> None:
        self.name = name
        """The model's name as answers show it."""
        self._endpoint = endpoint
        self._resources = resources
        self._asker = Asker(endpoint, http)

    @property
    def endpoint_model(self) -> str:
        """The model's name at the endpoint."""
        return self._endpoint.model

    @property
    def address(self) -> str:
        """The endpoint's address for display, without password."""
        return self._endpoint.address

    @property
    def json_form(self) -> JsonForm:
        """How the endpoint is asked for JSON, as far as is known yet."""
        return self._asker.dialect.json_form

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, temperature: float = 0.0, stop: Sequence[str] = ()
    ) -> Generation:
        """A reply, to be read piece by piece.

        Args:
            messages: the conversation, oldest first.
            max_tokens: longest visible reply, in the model's tokens; an endpoint's model may think beside it.
            temperature: 0 takes the likeliest token each time. Models that allow one temperature only keep theirs.
            stop: texts before which the reply ends.
        """
        return self._generation(Wish(tuple(messages), max_tokens, temperature, tuple(stop)))

    def complete(
        self, messages: Sequence[Message], *, max_tokens: int, temperature: float = 0.0, stop: Sequence[str] = ()
    ) -> Generation:
        """Like `stream`, but read to its end; raises what reading raises."""
        return _read(self.stream(messages, max_tokens=max_tokens, temperature=temperature, stop=stop))

    def structured(
        self, messages: Sequence[Message], schema: dict[str, Any], *, name: str, max_tokens: int
    ) -> StructuredReply:
        """A reply that is a JSON object. Where the endpoint takes no schema, the last message describes it.

        Args:
            messages: the conversation, oldest first.
            schema: JSON schema of the object. Endpoints that do not take it cannot be held to it.
            name: of the schema: letters, digits, underscores.
            max_tokens: longest reply, as for `stream`.

        Raises:
            ModelReplyInvalid: the reply holds no JSON object, or is empty.
            ModelError: what reading a reply raises.
        """
        wish = Wish(tuple(messages), max_tokens, schema=ReplySchema(name, schema))
        generation = _read(self._generation(wish))
        usage = generation.usage
        if generation.is_whole and "{" not in generation.text and self._asks_in_words():
            generation = _read(self._generation(wish))
            usage += generation.usage
        value = read_object(generation.text)
        if value is None:
            raise self._no_object(generation)
        if generation.began_thinking:
            self._asker.learn(replace(self._asker.dialect, begins_thinking=True))
        return StructuredReply(value, usage)

    def close(self) -> None:
        """Close the connections, and the engine if it is embedded."""
        self._resources.close()

    def _generation(self, wish: Wish) -> Generation:
        dialect = self._asker.dialect
        visible = VisibleText(begins_thinking=dialect.begins_thinking)
        room = Room(wish.max_tokens, dialect.thinking_tokens)
        return Generation(self._asker.pieces(wish), wish.characters, room, self._endpoint.address, visible)

    def _asks_in_words(self) -> bool:
        """Ask for JSON in words from now on, because the endpoint ignores formats; False if that is done already."""
        from chatbot.llm.dialect import JsonForm
        from chatbot.llm.refusals import Refusal

        if self.json_form is JsonForm.PLAIN:
            return False
        self._asker.learn(self._asker.dialect.without(Refusal.JSON_SCHEMA, Refusal.JSON_OBJECT))
        return True

    def _no_object(self, generation: Generation) -> ModelReplyInvalid:
        cut = "" if generation.is_whole else f", and its reply ended early ({generation.finish_reason or 'no reason'})"
        return ModelReplyInvalid(
            f"{self._endpoint.address} was asked for a JSON object and sent none{cut}",
            "Ask again; if it happens often, set CHATBOT_LLM_MODEL to a model that follows formats.",
        )

    def __repr__(self) -> str:
        return f"ChatModel({self.name!r} at {self._endpoint.address})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_chat_model(  # noqa: PLR0913 -- what there is to say about an endpoint
    base_url: str,
    model: str = "",
    api_key: str = "",
    *,
    timeout: float = 60.0,
    total_timeout: float = 600.0,
    retries: int = 2,
) -> ChatModel:
    """A chat model at an OpenAI-compatible endpoint.

    Args:
        base_url: usually ends in `/v1`.
        model: empty: the first one that the endpoint lists and that chats.
        api_key: empty for endpoints without keys.
        timeout: seconds until the first piece of a reply, and between two.
        total_timeout: seconds for one whole reply.
        retries: how often a request is repeated, with growing pauses, that failed before its reply began.

    Raises:
        ModelError: no model was named and the endpoint does not list any that chats; or the key, the environment's
            proxies or its certificates cannot be used.
    """
    from chatbot.llm.connection import connect
    from chatbot.llm.endpoint import Endpoint

    endpoint = Endpoint(base_url, model, api_key, timeout, total_timeout, retries)
    with ExitStack() as resources:
        http = resources.enter_context(connect(endpoint))
        name = model
        if not model:
            offered = _offered_chat_models(endpoint, http)
            endpoint = replace(endpoint, model=offered[0])
            name = offered[0] if len(offered) == 1 else f"{offered[0]} (the first of {len(offered)} models)"
        return ChatModel(name, endpoint, http, resources.pop_all())


def open_embedded_chat_model(model_path: Path) -> ChatModel:
    """The embedded engine with a GGUF file, in this process; closing the model stops the engine.

    Raises:
        WeightsError: the file is missing or no GGUF file.
        ModelError: llama.cpp cannot run it.
    """
    from chatbot.llm.connection import connect
    from chatbot.llm.endpoint import Endpoint
    from chatbot.llm.engine import EmbeddedEngine

    with ExitStack() as resources:
        engine = resources.enter_context(EmbeddedEngine(model_path))
        endpoint = Endpoint(
            engine.base_url, engine.model_name, engine.api_key, _EMBEDDED_TIMEOUT, retries=0, embedded=True
        )
        http = resources.enter_context(connect(endpoint))
        return ChatModel(engine.model_name, endpoint, http, resources.pop_all())


def _read(generation: Generation) -> Generation:
    for _ in generation:
        pass
    return generation


def _offered_chat_models(endpoint: Endpoint, http: httpx.Client) -> list[str]:
    from chatbot.llm.chat_errors import explain, failures
    from chatbot.llm.endpoint import offered_models
    from chatbot.llm.model_list import chat_models

    try:
        offered = offered_models(endpoint, http)
    except tuple(failures()) as error:
        raise explain(error, endpoint, http) from None
    if not offered:
        raise ModelRefused(f"{endpoint.address} lists no models", "Set CHATBOT_LLM_MODEL.")
    if names := chat_models(offered):
        return names
    listed = printable_line(", ".join(model.name for model in offered[:_LISTED_MODELS]))[:_LISTED_CHARACTERS]
    raise ModelRefused(
        f"{endpoint.address} lists no model that chats, only {listed}",
        "Load a chat model there; if one of these is one, set CHATBOT_LLM_MODEL to it.",
    )
