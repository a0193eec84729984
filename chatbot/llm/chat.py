"""The one way to reach a chat model: the OpenAI protocol, whether the server is remote or the embedded engine."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from chatbot.errors import ModelRefused
from chatbot.llm.generation import Generation, Piece
from chatbot.records import Usage

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import ChatMessage, ChatResponse
    from llama_index.llms.openai_like import OpenAILike

    from chatbot.llm.endpoint import Endpoint

__all__ = ["ChatModel", "Generation", "Message", "open_chat_model", "open_embedded_chat_model"]

_EMBEDDED_TIMEOUT = 300.0
"""Seconds until the first token: a large model on a slow machine reads a long prompt for minutes."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a chat model."""

    role: Literal["system", "user", "assistant"]
    text: str


class ChatModel:
    """A chat model at an endpoint. Threads may share it. Use as a context manager, or `close()` it."""

    def __init__(self, name: str, endpoint: Endpoint, http: httpx.Client, resources: ExitStack) -> None:
        self.name = name
        """The model's name as answers show it."""
        self._endpoint = endpoint
        self._http = http
        self._resources = resources
        self._llm = _llm(endpoint, http)
        self._may_ask_for_usage = True

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, temperature: float = 0.0, stop: Sequence[str] = ()
    ) -> Generation:
        """A reply, to be read piece by piece.

        Args:
            messages: the conversation, oldest first.
            max_tokens: longest reply, in the model's tokens.
            temperature: 0 takes the likeliest token each time. Models that allow one temperature only keep theirs.
            stop: texts before which the reply ends.
        """
        options: dict[str, Any] = {"max_tokens": max_tokens, "timeout": self._endpoint.timeouts}
        if not _has_fixed_temperature(self._endpoint.model):
            options["temperature"] = temperature
        if stop:
            options["stop"] = list(stop)
        characters = sum(len(message.text) for message in messages)
        return Generation(self._pieces(messages, options), characters, max_tokens, self._endpoint.address)

    def complete(
        self, messages: Sequence[Message], *, max_tokens: int, temperature: float = 0.0, stop: Sequence[str] = ()
    ) -> Generation:
        """Like `stream`, but read to its end; raises what reading raises."""
        generation = self.stream(messages, max_tokens=max_tokens, temperature=temperature, stop=stop)
        for _ in generation:
            pass
        return generation

    def close(self) -> None:
        """Close the connections, and the engine if it is embedded."""
        self._resources.close()

    def _pieces(self, messages: Sequence[Message], options: dict[str, Any]) -> Generator[Piece]:
        from chatbot.llm.chat_errors import explain, failures

        try:
            for response in self._responses(messages, options):
                yield _piece(response)
        except tuple(failures()) as error:
            # The cause is left out: its text may repeat the API key.
            raise explain(error, self._endpoint, self._http) from None

    def _responses(self, messages: Sequence[Message], options: dict[str, Any]) -> Generator[ChatResponse]:
        """The endpoint's events; leaving closes the connection at once."""
        from chatbot.llm.endpoint import collecting

        with ExitStack() as replies:
            responses = self._requested(_chat_messages(messages), options)
            with collecting(replies):
                first = next(responses, None)
            if first is not None:
                yield first
                yield from responses

    def _requested(self, messages: list[ChatMessage], options: dict[str, Any]) -> Generator[ChatResponse]:
        """The endpoint's events. Counting tokens is asked for, unless the endpoint does not know how to."""
        from openai import BadRequestError, UnprocessableEntityError

        if self._may_ask_for_usage:
            try:
                yield from self._llm.stream_chat(messages, stream_options={"include_usage": True}, **options)
            except (BadRequestError, UnprocessableEntityError) as error:
                if "stream_options" not in str(error):
                    raise
                self._may_ask_for_usage = False
            else:
                return
        yield from self._llm.stream_chat(messages, **options)

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
        model: empty: the first one that the endpoint lists.
        api_key: empty for endpoints without keys.
        timeout: seconds until the first piece of a reply, and between two.
        total_timeout: seconds for one whole reply.
        retries: how often a request is repeated, with growing pauses, that failed before its reply began.

    Raises:
        ModelError: no model was named and the endpoint does not list any.
    """
    from chatbot.llm.endpoint import Endpoint, connect

    endpoint = Endpoint(base_url, model, api_key, timeout, total_timeout, retries)
    with ExitStack() as resources:
        http = resources.enter_context(connect(endpoint))
        name = model
        if not model:
            offered = _offered_models(endpoint, http)
            endpoint = replace(endpoint, model=offered[0])
            name = offered[0] if len(offered) == 1 else f"{offered[0]} (the first of {len(offered)} models)"
        return ChatModel(name, endpoint, http, resources.pop_all())


def open_embedded_chat_model(model_path: Path) -> ChatModel:
    """The embedded engine with a GGUF file, in this process; closing the model stops the engine.

    Raises:
        WeightsError: the file is missing or no GGUF file.
        ModelError: llama.cpp cannot run it.
    """
    from chatbot.llm.endpoint import Endpoint, connect
    from chatbot.llm.engine import EmbeddedEngine

    with ExitStack() as resources:
        engine = resources.enter_context(EmbeddedEngine(model_path))
        endpoint = Endpoint(
            engine.base_url, engine.model_name, engine.api_key, _EMBEDDED_TIMEOUT, retries=0, embedded=True
        )
        http = resources.enter_context(connect(endpoint))
        return ChatModel(engine.model_name, endpoint, http, resources.pop_all())


def _llm(endpoint: Endpoint, http: httpx.Client) -> OpenAILike:
    from llama_index.llms.openai_like import OpenAILike

    try:
        return OpenAILike(
            model=endpoint.model,
            api_base=endpoint.base_url,
            api_key=endpoint.key,
            is_chat_model=True,
            max_retries=endpoint.retries,
            timeout=endpoint.timeout,
            http_client=http,  # type: ignore[call-arg]  # mypy does not see the inherited constructor
        )
    except ValueError as error:
        raise ModelRefused(
            f"{endpoint.model} cannot be used as a chat model: {error}", "Set CHATBOT_LLM_MODEL to a chat model."
        ) from error


def _has_fixed_temperature(model: str) -> bool:
    from llama_index.llms.openai.utils import O1_MODELS

    return model in O1_MODELS


def _chat_messages(messages: Sequence[Message]) -> list[ChatMessage]:
    from llama_index.core.llms import ChatMessage, MessageRole

    return [ChatMessage(role=MessageRole(message.role), content=message.text) for message in messages]


def _piece(response: ChatResponse) -> Piece:
    chunk: Any = response.raw
    usage = chunk.usage and Usage(int(chunk.usage.prompt_tokens or 0), int(chunk.usage.completion_tokens or 0))
    reason = chunk.choices[0].finish_reason if chunk.choices else ""
    return Piece(response.delta or "", usage or None, str(reason or ""))


def _offered_models(endpoint: Endpoint, http: httpx.Client) -> list[str]:
    from chatbot.llm.chat_errors import explain, failures
    from chatbot.llm.endpoint import model_names

    try:
        offered = model_names(endpoint, http)
    except tuple(failures()) as error:
        raise explain(error, endpoint, http) from None
    if not offered:
        raise ModelRefused(f"{endpoint.address} lists no models", "Set CHATBOT_LLM_MODEL.")
    return offered
