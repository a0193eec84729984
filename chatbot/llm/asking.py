"""Sends a request to an endpoint in the endpoint's own dialect, and learns that from what it refuses."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from chatbot.llm.generation import Piece
from chatbot.llm.messages import Message, Wish
from chatbot.records import Usage

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import ChatMessage, ChatResponse
    from llama_index.llms.openai_like import OpenAILike

    from chatbot.llm.dialect import Dialect
    from chatbot.llm.endpoint import Endpoint


class Asker:
    """The way to one endpoint, through LlamaIndex. Threads may share it."""

    def __init__(self, endpoint: Endpoint, http: httpx.Client) -> None:
        from chatbot.llm.dialect import first_dialect

        self._endpoint = endpoint
        self._http = http
        self._llm = _llm(endpoint, http)
        self.dialect = first_dialect(endpoint)
        """What is known so far. What was learned in a request that failed all the same is not kept."""

    def learn(self, dialect: Dialect) -> None:
        """Add what has been found out."""
        self.dialect = self.dialect.joined(dialect)

    def pieces(self, wish: Wish) -> Generator[Piece]:
        """The reply as it arrives; raises ModelError. Closing closes the connection at once."""
        from chatbot.llm.chat_errors import explain, failures

        try:
            for response in self._closing(self._requested(wish)):
                yield _piece(response)
        except tuple(failures()) as error:
            # The cause is left out: its text may repeat the API key.
            raise explain(error, self._endpoint, self._http) from None

    def _closing(self, responses: Generator[ChatResponse]) -> Generator[ChatResponse]:
        """The same events; leaving closes every connection that was opened for them."""
        from chatbot.llm.connection import collecting

        with ExitStack() as replies:
            while True:
                with collecting(replies):
                    response = next(responses, None)
                if response is None:
                    return
                yield response

    def _requested(self, wish: Wish) -> Generator[ChatResponse]:
        """The endpoint's events; asked for otherwise as long as it refuses the request before it says anything."""
        from openai import APIError

        dialect: Dialect | None = self.dialect
        while dialect:
            begun = False
            try:
                for response in self._sent(wish, dialect):
                    if not begun and _says_something(response):
                        begun = True
                        self.learn(dialect)
                    yield response
            except APIError as error:
                dialect = None if begun else dialect.adapted(error, wish)
                if dialect is None:
                    raise
            else:
                self.learn(dialect)
                return

    def _sent(self, wish: Wish, dialect: Dialect) -> Generator[ChatResponse]:
        messages = _chat_messages(dialect.messages(wish))
        parameters = dialect.parameters(wish)
        yield from self._llm.stream_chat(
            messages, model=self._endpoint.model, timeout=self._endpoint.timeouts, **parameters
        )


def _llm(endpoint: Endpoint, http: httpx.Client) -> OpenAILike:
    """LlamaIndex's client, which is not told the model's name: it would change parameters and roles by it."""
    from llama_index.llms.openai_like import OpenAILike

    return OpenAILike(
        model="chat",
        api_base=endpoint.base_url,
        api_key=endpoint.key,
        is_chat_model=True,
        max_retries=endpoint.retries,
        timeout=endpoint.timeout,
        http_client=http,  # type: ignore[call-arg]  # mypy does not see the inherited constructor
    )


def _chat_messages(messages: Sequence[Message]) -> list[ChatMessage]:
    from llama_index.core.llms import ChatMessage, MessageRole

    return [ChatMessage(role=MessageRole(message.role), content=message.text) for message in messages]


def _says_something(response: ChatResponse) -> bool:
    """Whether text has come, or thinking: a reply that has begun is never asked for again."""
    return bool(response.delta or response.additional_kwargs.get("thinking_delta"))


def _piece(response: ChatResponse) -> Piece:
    chunk: Any = response.raw
    usage = chunk.usage and Usage(int(chunk.usage.prompt_tokens or 0), int(chunk.usage.completion_tokens or 0))
    reason = chunk.choices[0].finish_reason if chunk.choices else ""
    is_thought = bool(response.additional_kwargs.get("thinking_delta"))
    return Piece(response.delta or "", usage or None, str(reason or ""), is_thought)
