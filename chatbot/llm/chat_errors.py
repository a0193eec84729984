"""Says in the product's own errors what went wrong at a chat endpoint, and which setting would help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache

import httpx

from chatbot.errors import ModelError, ModelRefused, ModelReplyInvalid, ModelUnreachable, PromptTooLong
from chatbot.llm.connection import MOVED_TO
from chatbot.llm.endpoint import Endpoint, offered_models
from chatbot.llm.server_words import NoReply, server_words

_TOO_LONG = re.compile(
    r"context[ _](?:length|size|window|overflow)|context the overflows|too many (?:input )?tokens"
    r"|max(?:imum)?[ _](?:model|input|prompt)[ _]len(?:gth)?|too large for model with"
    r"|(?:prompt|input|messages?)(?: is| are|;|:)? too (?:long|large)"
    r"|reduce the length of the (?:messages|input|prompt)"
    r"|(?:input|prompt) tokens? (?:count )?(?:\S+ )?exceeds?|tokens to keep from the initial prompt"
    r"|(?:request|payload|entity|content) too large",
    re.I,
)
"""How llama.cpp, vLLM, OpenAI, Ollama, LM Studio and others say that a prompt does not fit."""
_LISTED_MODELS = 8
_EMBEDDED_REMEDY = "Start the program again; if that does not help, use a smaller model: CHATBOT_LLM_PATH."


class Failure(Enum):
    """The ways in which an endpoint fails."""

    TIMEOUT = auto()
    UNREACHABLE = auto()
    DROPPED = auto()
    KEY = auto()
    MODEL = auto()
    RATE = auto()
    REQUEST = auto()
    SERVER = auto()
    REPLY = auto()


_MAY_BE_TOO_LONG = {Failure.REQUEST, Failure.SERVER, Failure.RATE}
"""A request that is larger than a minute's tokens is refused as one too many."""

_WORDING: dict[Failure, tuple[type[ModelError], str, str]] = {
    Failure.TIMEOUT: (ModelUnreachable, "{at} took too long to answer", "Try again, or raise CHATBOT_LLM_TIMEOUT."),
    Failure.UNREACHABLE: (
        ModelUnreachable,
        "{at} cannot be reached",
        "Start the server there, or correct CHATBOT_LLM_BASE_URL.",
    ),
    Failure.DROPPED: (ModelUnreachable, "{at} broke off its reply", "Ask again; the server's log may say more."),
    Failure.KEY: (
        ModelRefused,
        "{at} does not accept the API key{said}",
        "Set OPENAI_API_KEY to a key that is valid there.",
    ),
    Failure.RATE: (ModelRefused, "{at} accepts no more requests{said}", "Wait, or check the limits of your account."),
    Failure.REQUEST: (
        ModelRefused,
        "{at} refuses the request{said}",
        "Check CHATBOT_LLM_BASE_URL and CHATBOT_LLM_MODEL.",
    ),
    Failure.SERVER: (ModelRefused, "{at} failed{said}", "Try again later; the server's log may say more."),
    Failure.REPLY: (
        ModelReplyInvalid,
        "{at} sent something that is not a chat model's reply{said}",
        "Check that CHATBOT_LLM_BASE_URL names an OpenAI-compatible endpoint; it usually ends in /v1.",
    ),
}


@cache
def failures() -> dict[type[Exception], Failure]:
    """What each error of the libraries underneath means; a subclass that is not listed means what its base means."""
    import openai
    from openai import _exceptions as more

    return {
        openai.APITimeoutError: Failure.TIMEOUT,
        openai.APIConnectionError: Failure.UNREACHABLE,
        openai.AuthenticationError: Failure.KEY,
        openai.OAuthError: Failure.KEY,
        openai.PermissionDeniedError: Failure.KEY,
        more.SubjectTokenProviderError: Failure.KEY,
        openai.NotFoundError: Failure.MODEL,
        openai.RateLimitError: Failure.RATE,
        openai.BadRequestError: Failure.REQUEST,
        openai.ConflictError: Failure.REQUEST,
        openai.UnprocessableEntityError: Failure.REQUEST,
        openai.InternalServerError: Failure.SERVER,
        openai.APIStatusError: Failure.REQUEST,
        openai.APIResponseValidationError: Failure.REPLY,
        openai.LengthFinishReasonError: Failure.REPLY,
        openai.ContentFilterFinishReasonError: Failure.REPLY,
        openai.InvalidWebhookSignatureError: Failure.REPLY,
        more.WebSocketConnectionClosedError: Failure.DROPPED,
        more.WebSocketQueueFullError: Failure.DROPPED,
        openai.APIError: Failure.SERVER,  # an error event in the middle of a stream
        openai.OpenAIError: Failure.REQUEST,
        httpx.TimeoutException: Failure.TIMEOUT,
        httpx.ConnectError: Failure.UNREACHABLE,
        httpx.UnsupportedProtocol: Failure.UNREACHABLE,
        httpx.InvalidURL: Failure.UNREACHABLE,
        httpx.TransportError: Failure.DROPPED,
        httpx.HTTPError: Failure.REPLY,
        httpx.StreamError: Failure.REPLY,
        NoReply: Failure.REPLY,
        # What the libraries raise when they meet JSON that is none, or has another shape than the protocol's.
        ValueError: Failure.REPLY,
        TypeError: Failure.REPLY,
        AttributeError: Failure.REPLY,
        LookupError: Failure.REPLY,
    }


def is_too_long(error: Exception) -> bool:
    """Whether the endpoint says that prompt and reply together do not fit into its model's context."""
    return bool(_TOO_LONG.search(str(error)))


def explain(error: Exception, endpoint: Endpoint, http: httpx.Client) -> ModelError:
    """The product's error for one that the libraries raised while talking to the endpoint.

    Args:
        error: an instance of one of `failures()`.
        endpoint: whom we talked to.
        http: asks the endpoint which models it has when it does not know the one configured.
    """
    known = failures()
    failure = next(known[base] for base in type(error).__mro__ if base in known)
    if moved_to := _moved_to(error):
        return ModelRefused(
            f"{endpoint.address} wants to be asked at {moved_to} instead",
            "Set CHATBOT_LLM_BASE_URL to the address there, if text may go to that host.",
        )
    said = _quote(error, endpoint)
    # Who has named no model yet has sent no prompt.
    if endpoint.model and failure in _MAY_BE_TOO_LONG and is_too_long(error):
        return PromptTooLong(
            f"The prompt is too long for {endpoint.model}{said}",
            "Lower CHATBOT_EVIDENCE_TOKENS, or use a model that reads more.",
        )
    if failure is Failure.MODEL:
        return _unknown_model(endpoint, http)
    kind, reason, remedy = _WORDING[failure]
    if endpoint.embedded:
        remedy = _EMBEDDED_REMEDY
    return kind(reason.format(at=endpoint.address, said=said), remedy)


def _unknown_model(endpoint: Endpoint, http: httpx.Client) -> ModelRefused:
    offered = _offered_models(endpoint, http)
    if offered is None:
        return ModelRefused(
            f"{endpoint.address} knows no model {endpoint.model}, or is no chat endpoint",
            "Correct CHATBOT_LLM_MODEL, or CHATBOT_LLM_BASE_URL, which usually ends in /v1.",
        )
    listed = ", ".join(offered[:_LISTED_MODELS]) + (", …" if len(offered) > _LISTED_MODELS else "")
    return ModelRefused(
        f"{endpoint.address} knows no model {endpoint.model}",
        f"Set CHATBOT_LLM_MODEL to one that it has: {listed or 'none'}.",
    )


def _offered_models(endpoint: Endpoint, http: httpx.Client) -> list[str] | None:
    """Names of the endpoint's models; None when it does not tell, which must not hide the first error."""
    try:
        return [model.name for model in offered_models(endpoint, http)]
    except tuple(failures()):
        return None


def _moved_to(error: Exception) -> str:
    response = getattr(error, "response", None)
    return server_words(response.headers.get(MOVED_TO, "")) if response is not None else ""


def _quote(error: Exception, endpoint: Endpoint) -> str:
    """The server's own words, short, printable, and without the key even if the server repeats it."""
    words = next((said for body in _bodies(error) if (said := server_words(_without_key(body, endpoint)))), "")
    return f": {words}" if words else ""


def _bodies(error: Exception) -> Iterator[str]:
    """What may hold the server's words, the best first. The body of a stream that has begun cannot be read again."""
    response = getattr(error, "response", None)
    if response is not None and response.is_stream_consumed:
        yield response.text
    yield str(getattr(error, "message", ""))


def _without_key(text: str, endpoint: Endpoint) -> str:
    return text.replace(endpoint.key, "***") if endpoint.api_key.strip() else text
