"""The way to an endpoint: what the environment says of it, how long it is waited for, where text may go."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from chatbot.embedding.embeddings import remote_encoder
from chatbot.errors import ModelError, ModelRefused, ModelUnreachable
from chatbot.llm.chat import ChatModel, Message, open_chat_model
from chatbot.llm.connection import connect
from chatbot.llm.endpoint import Endpoint
from tests.loopback import Loopback, fails, running_loopback, sends, speaks

ELSEWHERE = "https://models.example/v1"
SENTENCE = [Message("user", "Who spoke?")]


def ask(model: ChatModel) -> str:
    return model.complete(SENTENCE, max_tokens=20).text


ODD_SURROUNDINGS = [
    ({"ALL_PROXY": "socks5://user:hunter2@127.0.0.1:9"}, r"SOCKS.*httpx\[socks\]"),
    ({"HTTPS_PROXY": "socks5h://127.0.0.1:9"}, r"SOCKS.*NO_PROXY"),
    ({"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "[::1]"}, "IPv6 addresses in NO_PROXY"),
    ({"NO_PROXY": "127.0.0.1,http://[::1"}, "NO_PROXY"),
    ({"HTTPS_PROXY": "nonsense://user:hunter2@x"}, "HTTPS_PROXY"),
    ({"http_proxy": "http://[::1"}, "HTTP_PROXY"),
    ({"HTTP_PROXY": "http://proxy:many"}, "HTTP_PROXY"),
    ({"SSL_CERT_FILE": "/nowhere/certificates.pem"}, r"No such file.*SSL_CERT_FILE"),
    ({"SSL_CERT_FILE": __file__}, "SSL_CERT_FILE"),
]


@pytest.mark.parametrize(("environment", "named"), ODD_SURROUNDINGS, ids=lambda item: str(item)[:60])
def test_surroundings_that_will_not_do_are_named(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], named: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for opening in (open_chat_model, remote_encoder):
        with pytest.raises(ModelUnreachable, match=f"(?s)models.example.*{named}") as caught:
            opening(ELSEWHERE, "m", "m")
        assert str(caught.value).isprintable()
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("embedded", [True, False])
@pytest.mark.parametrize(("environment", "named"), ODD_SURROUNDINGS, ids=lambda item: str(item)[:60])
def test_surroundings_touch_no_server_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, server: Loopback, environment: dict[str, str], named: str, embedded: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with connect(Endpoint(server.base_url, "m", embedded=embedded)) as http:
        assert http.get(f"{server.base_url}/models").status_code == 200


@pytest.mark.parametrize("name", ["HTTP_PROXY", "ALL_PROXY", "http_proxy"])
def test_text_for_this_machine_goes_through_no_proxy(
    monkeypatch: pytest.MonkeyPatch, server: Loopback, name: str
) -> None:
    with running_loopback(fails(502)) as proxy:
        monkeypatch.setenv(name, proxy.base_url.removesuffix("/v1"))
        with open_chat_model(server.base_url, "m", retries=0) as model:
            assert ask(model) == "Hello."
        assert not proxy.calls


def test_a_proxy_is_used_for_other_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_loopback() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url.removesuffix("/v1"))
        with open_chat_model("http://models.example/v1", "m", retries=0) as model:
            assert ask(model) == "Hello."
        assert proxy.calls


@pytest.mark.parametrize("key", ["sk-1\nsk-2", "sk-1\r\nX-Evil: 1", "“sk-1”", "sk-\u200b1", "sk-\x00", "ключ"])
def test_a_key_that_cannot_be_sent_is_told_and_not_shown(server: Loopback, key: str) -> None:
    for opening in (
        lambda: open_chat_model(server.base_url, "m", key),
        lambda: remote_encoder(server.base_url, key, "m"),
    ):
        with pytest.raises(ModelRefused, match="OPENAI_API_KEY") as caught:
            opening()
        assert str(caught.value).isprintable()
        assert "sk-" not in str(caught.value)
    assert not server.calls


@pytest.mark.parametrize("key", [" sk-1\n", "sk-1\r\n", "\tsk-1"])
def test_blanks_around_a_key_are_not_a_part_of_it(server: Loopback, key: str) -> None:
    with open_chat_model(server.base_url, "m", key) as model:
        ask(model)
    assert server.calls[0].headers["Authorization"] == "Bearer sk-1"


IN_A_QUARTER_OF_AN_HOUR = "in a quarter of an hour"
"""Stands for a moment: the tests of two processes must have the same names."""
HEADERS = [
    ({"retry_after_ms": "100000"}, False),
    ({"retry_after_ms": "1e300"}, False),
    ({"retry_after": "inf"}, False),
    ({"retry_after": IN_A_QUARTER_OF_AN_HOUR}, False),
    ({"retry_after_ms": "1", "retry_after": "900"}, True),
    ({"retry_after_ms": "-5"}, True),
    ({"retry_after_ms": "nan"}, True),
    ({"retry_after_ms": "inf"}, True),
    ({"retry_after_ms": "soon", "retry_after": "0.01"}, True),
    ({"retry_after": "Wed, 99 Foo 9999"}, True),
    ({"retry_after": formatdate(0, usegmt=True)}, True),
]


@pytest.mark.parametrize(("headers", "again"), HEADERS, ids=lambda item: str(item)[:50])
def test_patience_has_a_bound_in_whatever_form_it_is_asked_for(
    server: Loopback, headers: dict[str, str], again: bool
) -> None:
    http = connect(Endpoint(server.base_url, "m"))
    later = formatdate(time.time() + 900, usegmt=True)
    server.models = fails(429, **{name: later if it == IN_A_QUARTER_OF_AN_HOUR else it for name, it in headers.items()})
    with http:
        reply = http.get(f"{server.base_url}/models")
    assert (reply.headers.get("x-should-retry") != "false") is again


@pytest.mark.parametrize(
    ("status", "location"),
    [
        (307, "https://elsewhere.example/v1/chat/completions"),
        (308, "//elsewhere.example/v1"),
        (302, "http://elsewhere.example/login"),
        (301, "/v2/chat/completions"),
        (307, "http://[::1"),
    ],
)
def test_text_follows_no_move_to_another_host(server: Loopback, status: int, location: str) -> None:
    server.says(sends("", status, Location=location))
    with open_chat_model(server.base_url, "m", retries=0) as model, pytest.raises(ModelError) as caught:
        ask(model)
    assert "CHATBOT_LLM_BASE_URL" in caught.value.remedy
    assert len(server.calls) == 1


def test_a_move_within_the_server_is_followed(server: Loopback) -> None:
    server.says(sends("", 308, Location="/elsewhere/v1/chat/completions"), speaks("Hello."))
    with open_chat_model(server.base_url, "m", retries=0) as model:
        assert ask(model) == "Hello."


def test_an_endless_error_is_not_read_to_its_end(server: Loopback) -> None:
    from tests.loopback import Call

    def floods(call: Call) -> None:
        call.send(400, "no " * 10_000_000, Content_Type="text/plain")

    server.says(floods)
    with (
        open_chat_model(server.base_url, "m", retries=0) as model,
        pytest.raises(ModelRefused, match="no no") as caught,
    ):
        ask(model)
    assert len(str(caught.value)) < 500
