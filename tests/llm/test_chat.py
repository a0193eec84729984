"""The chat model against a server that behaves, misbehaves and leaves."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import pytest

from chatbot.errors import ModelError, ModelRefused, ModelReplyInvalid, ModelUnreachable
from chatbot.llm.chat import ChatModel, Message, open_chat_model
from chatbot.llm.chat_errors import failures
from chatbot.llm.dialect import THINKING_TOKENS
from chatbot.llm.endpoint import Endpoint
from chatbot.records import Usage
from tests.llm.conftest import KEY
from tests.loopback import (
    Loopback,
    Reply,
    chunk,
    counted,
    drops_after,
    fails,
    hangs,
    offers,
    repeats,
    sends,
    speaks,
    streams,
)

QUESTION = [Message("system", "Be brief."), Message("user", "Who spoke?")]


def ask(model: ChatModel, max_tokens: int = 20) -> str:
    return model.complete(QUESTION, max_tokens=max_tokens).text


def test_pieces_arrive_one_by_one(server: Loopback, model: ChatModel) -> None:
    server.says(speaks("The ", "minister", ".", usage=(12, 3)))
    generation = model.stream(QUESTION, max_tokens=20, stop=["\n\n"])
    assert list(generation) == ["The ", "minister", "."]
    assert generation.text == "The minister."
    assert (generation.usage, generation.usage_is_estimated) == (Usage(12, 3), False)
    assert generation.finish_reason == "stop"


def test_the_request_says_what_was_asked_for(server: Loopback, model: ChatModel) -> None:
    model.complete(QUESTION, max_tokens=7, temperature=0.5, stop=["END"])
    (call,) = server.calls
    assert call.headers["Authorization"] == f"Bearer {KEY}"
    assert call.body == {
        "model": "small-model",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Who spoke?"}],
        "max_tokens": 7 + THINKING_TOKENS,
        "temperature": 0.5,
        "stop": ["END"],
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_usage_is_estimated_where_the_endpoint_does_not_count(server: Loopback, model: ChatModel) -> None:
    server.says(speaks("a ", "b ", "c"))
    generation = model.complete(QUESTION, max_tokens=20)
    assert generation.usage_is_estimated
    assert generation.usage == Usage(prompt_tokens=4, completion_tokens=3)


def test_an_endpoint_that_cannot_count_is_asked_only_once(server: Loopback, model: ChatModel) -> None:
    server.says(fails(400, "unknown field: stream_options"), speaks("Hello."))
    assert [ask(model), ask(model)] == ["Hello.", "Hello."]
    assert ["stream_options" in call.body for call in server.calls] == [True, False, False]


def test_leaving_the_loop_closes_the_connection(server: Loopback, model: ChatModel) -> None:
    server.says(repeats(": \n\ndata: " + '{"choices":[{"index":0,"delta":{"content":"x"}}]}\n\n', pause=0.01))
    for _ in model.stream(QUESTION, max_tokens=1000):
        break
    assert server.calls[0].client_left.wait(1.0)


def test_a_generation_is_read_once(model: ChatModel) -> None:
    generation = model.complete(QUESTION, max_tokens=20)
    with pytest.raises(RuntimeError, match="once"):
        next(iter(generation))


def test_a_generation_may_be_read_from_changing_threads(server: Loopback, model: ChatModel) -> None:
    """As web frameworks do: each step of a generator runs in whichever worker is free."""
    server.says(speaks("a", "b", "c"))
    pieces = iter(model.stream(QUESTION, max_tokens=20))
    got: list[str | None] = []
    for _ in range(4):
        step = threading.Thread(target=lambda: got.append(next(pieces, None)))
        step.start()
        step.join()
    assert got == ["a", "b", "c", None]


def test_threads_share_a_model(server: Loopback, model: ChatModel) -> None:
    server.says(speaks(*"abcdefgh"))
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(ask(model))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["abcdefgh"] * 8


@pytest.mark.parametrize("failure", [fails(429), fails(500), fails(503), hangs()], ids=["429", "500", "503", "silence"])
def test_a_failure_before_the_reply_is_tried_again(server: Loopback, model: ChatModel, failure: Reply) -> None:
    server.says(failure, speaks("Hello."))
    assert ask(model) == "Hello."
    assert len(server.calls) == 2


def test_retry_after_is_honoured(server: Loopback, model: ChatModel) -> None:
    server.says(fails(429, retry_after="1"), speaks("Hello."))
    assert ask(model) == "Hello."
    first, second = server.calls
    assert 1.0 <= second.began - first.began < 1.5


def test_too_long_a_retry_after_is_reported(server: Loopback, model: ChatModel) -> None:
    server.says(fails(429, "slow down", retry_after="100"))
    with pytest.raises(ModelRefused, match=r"no more requests: .*slow down"):
        ask(model)
    assert len(server.calls) == 1


def test_retries_end(server: Loopback) -> None:
    server.says(fails(503, "overloaded"))
    with open_chat_model(server.base_url, "m", retries=1) as model, pytest.raises(ModelRefused, match="overloaded"):
        ask(model)
    assert len(server.calls) == 2


@pytest.mark.parametrize(
    ("reply", "kind", "named"),
    [
        (fails(401), ModelRefused, "OPENAI_API_KEY"),
        (fails(403), ModelRefused, "OPENAI_API_KEY"),
        (fails(404), ModelRefused, "CHATBOT_LLM_MODEL to one that it has: small-model"),
        (fails(400, "n must be positive"), ModelRefused, "n must be positive"),
        (fails(422, "what?"), ModelRefused, "what?"),
        (streams({"error": {"message": "out of memory"}}), ModelRefused, "failed: out of memory"),
        (speaks(), ModelReplyInvalid, "empty reply .*stop"),
        (speaks("  ", "\n"), ModelReplyInvalid, "empty reply"),
        (speaks(finish="content_filter"), ModelReplyInvalid, "content_filter"),
        (sends("<html>Welcome</html>", Content_Type="text/html"), ModelReplyInvalid, "CHATBOT_LLM_BASE_URL"),
        (sends({"choices": []}), ModelReplyInvalid, "CHATBOT_LLM_BASE_URL"),
        (streams("{not json"), ModelReplyInvalid, "/v1"),
        (streams("[1, 2]"), ModelReplyInvalid, "/v1"),
        (streams('"text"'), ModelReplyInvalid, "/v1"),
        (streams({"choices": 7}), ModelReplyInvalid, "/v1"),
        (streams({"choices": [{"delta": {"content": 5}}]}), ModelReplyInvalid, "/v1"),
        (streams(chunk("x") | {"usage": "many"}), ModelReplyInvalid, "/v1"),
        (streams(counted(3, 0)), ModelReplyInvalid, "empty"),
        (drops_after("The ", "min"), ModelUnreachable, "broke off"),
        (streams(chunk("The "), chunk("min")), ModelUnreachable, "broke off"),
        (hangs("The "), ModelUnreachable, "CHATBOT_LLM_TIMEOUT"),
        (repeats(": ping\n\n", pause=0.1), ModelUnreachable, "CHATBOT_LLM_TIMEOUT"),
    ],
)
def test_failures_say_what_to_do(
    server: Loopback, model: ChatModel, reply: Reply, kind: type[ModelError], named: str
) -> None:
    server.says(reply)
    with pytest.raises(kind, match=f"(?s){named}"):
        ask(model)
    assert len(server.calls) == 1


def test_silence_before_the_reply_ends(server: Loopback) -> None:
    server.says(hangs())
    began = time.monotonic()
    with (
        open_chat_model(server.base_url, "m", timeout=0.3, retries=0) as model,
        pytest.raises(ModelUnreachable, match="too long"),
    ):
        ask(model)
    assert time.monotonic() - began < 3


def test_what_came_before_a_break_is_handed_on(server: Loopback, model: ChatModel) -> None:
    server.says(drops_after("One. ", "Two"))
    pieces = iter(model.stream(QUESTION, max_tokens=20))
    assert [next(pieces), next(pieces)] == ["One. ", "Two"]
    with pytest.raises(ModelUnreachable):
        next(pieces)
    assert len(server.calls) == 1, "a reply that has begun is never asked for again"


@pytest.mark.parametrize("text", ["word ", ""], ids=["text", "empty"])
def test_an_endless_reply_is_cut(server: Loopback, text: str) -> None:
    server.says(repeats('data: {"choices":[{"index":0,"delta":{"content":"' + text + '"}}]}\n\n'))
    with open_chat_model(server.base_url, "m") as model:
        generation = model.stream(QUESTION, max_tokens=10)
        try:
            pieces = list(generation)
        except ModelReplyInvalid:
            pieces = []
    assert len("".join(pieces)) <= 160
    assert generation.finish_reason == "length"
    assert server.calls[0].client_left.wait(2.0)


def test_nobody_at_the_address() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        with (
            open_chat_model(address, "m", retries=0) as model,
            pytest.raises(ModelUnreachable, match=r"cannot be reached.*CHATBOT_LLM_BASE_URL"),
        ):
            ask(model)


@pytest.mark.parametrize(
    "address", ["localhost:1/v1", "ftp://127.0.0.1/v1", "http://[::1/v1", "http://127.0.0.1:99999/v1"]
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(ModelUnreachable, match="CHATBOT_LLM_BASE_URL"):
        ask(open_chat_model(address, "m", retries=0))


def test_the_endpoints_first_model_is_taken(server: Loopback) -> None:
    with open_chat_model(server.base_url) as model:
        assert model.name == "small-model"
    server.models = offers("large-model", "small-model")
    with open_chat_model(server.base_url) as model:
        assert model.name == "large-model (the first of 2 models)"
        ask(model)
    assert server.calls[-1].body["model"] == "large-model"


@pytest.mark.parametrize(
    ("models", "kind", "named"),
    [
        (offers(), ModelRefused, "CHATBOT_LLM_MODEL"),
        (fails(401), ModelRefused, "OPENAI_API_KEY"),
        (sends("<html>"), ModelReplyInvalid, "CHATBOT_LLM_BASE_URL"),
        (fails(404), ModelRefused, "CHATBOT_LLM_BASE_URL"),
    ],
)
def test_an_endpoint_that_lists_no_models(server: Loopback, models: Reply, kind: type[ModelError], named: str) -> None:
    server.models = models
    with pytest.raises(kind, match=named):
        open_chat_model(server.base_url, api_key=KEY)


def test_an_unknown_model_where_models_are_not_listed(server: Loopback, model: ChatModel) -> None:
    server.says(fails(404))
    server.models = fails(404)
    with pytest.raises(ModelRefused, match="usually ends in /v1"):
        ask(model)


def test_a_key_never_shows(server: Loopback, model: ChatModel) -> None:
    server.says(fails(400, f"bad request by {KEY}"))
    with pytest.raises(ModelRefused) as caught:
        ask(model)
    endpoint = Endpoint("http://user:hunter2@127.0.0.1/v1?key=hunter2", "m", KEY)
    shown = "".join(traceback.format_exception(caught.value)) + repr(model) + repr(endpoint) + endpoint.address
    assert "by ***" in shown
    assert KEY not in shown
    assert "hunter2" not in shown


def test_control_characters_of_the_server_are_not_shown(server: Loopback, model: ChatModel) -> None:
    server.says(fails(400, "\x1b[2Jgone" + "x" * 5000))
    with pytest.raises(ModelRefused) as caught:
        ask(model)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500


def test_every_error_of_openai_is_mapped() -> None:
    import openai
    import openai._exceptions

    raised: dict[str, Any] = vars(openai._exceptions) | vars(openai)
    errors = {item for item in raised.values() if isinstance(item, type) and issubclass(item, Exception)}
    # The private ones concern the module-level client, which is never used.
    ours = {item for item in errors if item.__module__.startswith("openai") and not item.__name__.startswith("_")}
    assert len(ours) > 15
    assert ours <= failures().keys(), ours - failures().keys()


def test_opening_imports_nothing_heavy_beforehand() -> None:
    program = (
        "import sys, chatbot.llm.chat, chatbot.prompts;"
        "print([m for m in ('llama_index', 'openai', 'xllamacpp', 'httpx') if m in sys.modules])"
    )
    folder = Path(__file__).parents[2]
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=folder)
    assert shown.stdout.strip() == "[]"
