"""Endpoints that refuse something are asked otherwise, once, and never again what they refused."""

from __future__ import annotations

from typing import Any

import pytest

from chatbot.errors import ModelRefused, PromptTooLong
from chatbot.llm.chat import ChatModel, Message, open_chat_model
from chatbot.llm.choice import OPENAI_URL
from chatbot.llm.dialect import THINKING_TOKENS, first_dialect
from chatbot.llm.endpoint import Endpoint
from chatbot.llm.refusals import Refusal
from tests.loopback import Loopback, fails, refuses, sends, speaks, streams

QUESTION = [Message("user", "Who spoke?")]
NEWER_NAME = (
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
)
ONE_TEMPERATURE = (
    "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) is supported."
)
TOO_LARGE = "max_tokens is too large: 4116. This model supports at most 4096 completion tokens."
NO_ROOM = (
    "'max_tokens' or 'max_completion_tokens' is too large: 4116. This model's maximum context length is 4096 tokens "
    "and your request has 900 input tokens (4116 > 4096 - 900)."
)


def ask(model: ChatModel, *, text: str = "Who spoke?", max_tokens: int = 20) -> str:
    return model.complete([Message("user", text)], max_tokens=max_tokens).text


def bodies(server: Loopback, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(call.body.get(name) for name in names) for call in server.calls]


def test_the_newer_name_of_the_limit_is_learned(server: Loopback, model: ChatModel) -> None:
    server.says(refuses(NEWER_NAME, lambda body: "max_tokens" in body))
    assert [ask(model), ask(model)] == ["Hello.", "Hello."]
    limit = 20 + THINKING_TOKENS
    assert bodies(server, "max_tokens", "max_completion_tokens") == [(limit, None), (None, limit), (None, limit)]


@pytest.mark.parametrize("message", [ONE_TEMPERATURE, "`temperature` must be strictly positive"])
def test_a_temperature_that_is_refused_is_left_out(server: Loopback, model: ChatModel, message: str) -> None:
    server.says(refuses(message, lambda body: "temperature" in body))
    assert [ask(model), ask(model)] == ["Hello.", "Hello."]
    assert ["temperature" in call.body for call in server.calls] == [True, False, False]


def test_several_refusals_are_learned_one_after_the_other(server: Loopback, model: ChatModel) -> None:
    otherwise = refuses(ONE_TEMPERATURE, lambda body: "temperature" in body)
    server.says(refuses(NEWER_NAME, lambda body: "max_tokens" in body, otherwise=otherwise))
    assert [ask(model), ask(model)] == ["Hello.", "Hello."]
    assert len(server.calls) == 4


@pytest.mark.parametrize(("base_url", "known"), [(OPENAI_URL, True), ("https://models.example/v1", False)])
def test_a_name_means_something_at_openai_alone(base_url: str, known: bool) -> None:
    refused = first_dialect(Endpoint(base_url, "gpt-5-mini")).refused
    assert refused == ({Refusal.TEMPERATURE, Refusal.MAX_TOKENS} if known else frozenset())


def test_an_older_server_is_asked_as_it_takes_it_whatever_its_model_is_called(server: Loopback) -> None:
    """LlamaIndex would rename the limit and the role by the model's name."""
    messages = [Message("system", "Be brief."), Message("user", "Who spoke?")]
    with open_chat_model(server.base_url, "gpt-5-mini") as model:
        model.complete(messages, max_tokens=20)
    (call,) = server.calls
    assert call.body["model"] == "gpt-5-mini"
    assert (call.body["max_tokens"], call.body["temperature"]) == (20 + THINKING_TOKENS, 0)
    assert [message["role"] for message in call.body["messages"]] == ["system", "user"]


def test_an_endpoint_with_a_lower_limit_gets_no_room_to_think(server: Loopback, model: ChatModel) -> None:
    server.says(refuses(TOO_LARGE, lambda body: body["max_tokens"] > 4096))
    assert [ask(model), ask(model)] == ["Hello.", "Hello."]
    assert bodies(server, "max_tokens") == [(20 + THINKING_TOKENS,), (20,), (20,)]


def test_room_that_is_missing_beside_a_long_prompt_is_there_beside_a_short_one(
    server: Loopback, model: ChatModel
) -> None:
    server.says(refuses(NO_ROOM, lambda body: len(str(body)) > 3000 and body["max_tokens"] > 4096))
    assert [ask(model, text="rain " * 800), ask(model, text="rain " * 900), ask(model)] == ["Hello."] * 3
    with_room = 20 + THINKING_TOKENS
    assert bodies(server, "max_tokens") == [(with_room,), (20,), (20,), (with_room,)]


def test_room_is_given_up_before_a_prompt_counts_as_too_long(server: Loopback, model: ChatModel) -> None:
    server.says(fails(400, NO_ROOM))
    with pytest.raises(PromptTooLong):
        ask(model, text="rain " * 800)
    server.says(speaks("Hello."))
    ask(model, text="rain " * 800)
    with_room = 20 + THINKING_TOKENS
    assert bodies(server, "max_tokens") == [(with_room,), (20,), (with_room,)], "what did not help is not kept"


def test_the_embedded_engine_gets_no_room(server: Loopback) -> None:
    from contextlib import ExitStack

    from chatbot.llm.connection import connect

    endpoint = Endpoint(server.base_url, "m", embedded=True, retries=0)
    with ExitStack() as resources:
        ask(ChatModel("m", endpoint, resources.enter_context(connect(endpoint)), resources))
    assert bodies(server, "max_tokens") == [(20,)]


def test_an_error_that_asking_otherwise_does_not_mend_is_raised(server: Loopback, model: ChatModel) -> None:
    server.says(fails(400, "stream_options, temperature and max_tokens are all wrong"))
    with pytest.raises(ModelRefused, match="all wrong"):
        ask(model)
    assert len(server.calls) == 4
    server.says(speaks("Hello."))
    ask(model)
    assert {"stream_options", "temperature"} <= server.calls[-1].body.keys()


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens."),
        (400, "Input tokens exceed the configured limit of 272000 tokens. Please reduce the length of the messages."),
        (400, "Your input exceeds the context window of this model. Please adjust your input and try again."),
        (
            400,
            "This model's maximum context length is 4096 tokens. However, you requested 5596 tokens "
            "(4000 in the messages, 1596 in the completion). Please reduce the length of the messages or completion.",
        ),
        (400, "The decoder prompt (length 9000) is longer than the maximum model length of 8192."),
        (
            400,
            "You passed 9001 input tokens and requested 100 output tokens. However, the model's context length is only "
            "8192 tokens. Please reduce the length of the input prompt.",
        ),
        (400, "the request exceeds the available context size, try increasing it"),
        (400, "request (9001 tokens) exceeds the available context size (8192 tokens), try increasing it"),
        (500, "Context size has been exceeded."),
        (400, "the input length exceeds the context length"),
        (400, "prompt too long; exceeded max context length by 907 tokens"),
        (
            400,
            "Trying to keep the first 9001 tokens when context the overflows. However, the model is loaded with "
            "context length of only 4096 tokens, which is not enough.",
        ),
        (
            400,
            "The number of tokens to keep from the initial prompt is greater than the context length. Try to load the "
            "model with a larger context length, or provide a shorter input",
        ),
        (400, "prompt is too long: 210000 tokens > 200000 maximum"),
        (400, "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length"),
        (413, "Request Entity Too Large"),
        (413, "Request too large for model on tokens per minute (TPM): Limit 6000, Requested 9000"),
    ],
    ids=[
        "openai", "openai-limit", "openai-window", "vllm-old", "vllm-prompt", "vllm", "llama.cpp-old", "llama.cpp",
        "llama.cpp-generating", "ollama", "ollama-cloud", "lmstudio", "lmstudio-keep", "anthropic", "mistral", "proxy",
        "groq",
    ],
)  # fmt: skip
def test_too_long_a_prompt_is_recognised(server: Loopback, status: int, message: str) -> None:
    server.says(fails(status, message))
    with (
        open_chat_model(server.base_url, "small-model", retries=0) as model,
        pytest.raises(PromptTooLong, match=r"too long for small-model.*CHATBOT_EVIDENCE_TOKENS"),
    ):
        ask(model)
    assert len(server.calls) == 2, "once with room to think, once without"


def test_an_error_event_says_it_too(server: Loopback, model: ChatModel) -> None:
    """Some servers have begun their reply by then."""
    server.says(streams({"error": {"message": "Trying to keep the first 9001 tokens when context the overflows."}}))
    with pytest.raises(PromptTooLong):
        ask(model)


@pytest.mark.parametrize("message", ["unknown model", "invalid messages[0].role", "out of memory", "no such tool"])
def test_other_refusals_are_not_taken_for_a_long_prompt(server: Loopback, model: ChatModel, message: str) -> None:
    server.says(sends({"error": {"message": message}}, 400))
    with pytest.raises(ModelRefused, match=message.replace("[", r"\[")) as caught:
        ask(model)
    assert not isinstance(caught.value, PromptTooLong)
