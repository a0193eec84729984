"""Servers of this machine are found by what they answer, and never waited for."""

from __future__ import annotations

import socket
import time

import pytest

from chatbot.llm.chat import open_chat_model
from chatbot.llm.discovery import USUAL_PORTS, LocalServer, chat_models, find_servers
from tests.loopback import Loopback, Reply, fails, hangs, offers, repeats, running_loopback, sends


def port(server: Loopback) -> int:
    return int(server.base_url.removesuffix("/v1").rsplit(":", 1)[1])


def found(server: Loopback, models: Reply, seconds: float = 2.0) -> tuple[LocalServer, ...]:
    server.models = models
    return find_servers({"Ollama": port(server)}, seconds)


def test_the_usual_ports() -> None:
    assert USUAL_PORTS == {"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080, "vLLM": 8000}


def test_servers_are_listed_with_their_chat_models(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    models = offers("qwen3:8b", "nomic-embed-text:latest", "llama3.2:3b")
    with running_loopback() as other:
        server.models, other.models = models, offers("bge-m3")
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            ports = {"Ollama": port(server), "LM Studio": unused.getsockname()[1], "vLLM": port(other)}
            servers = find_servers(ports)
    assert servers == (
        LocalServer("Ollama", server.base_url, ("qwen3:8b", "llama3.2:3b")),
        LocalServer("vLLM", other.base_url, ()),
    )


def test_a_server_is_named_for_what_it_says_it_is(server: Loopback) -> None:
    (vllm,) = found(server, sends({"data": [{"id": "m", "owned_by": "vllm"}]}))
    assert vllm.name == "vLLM"


def test_a_server_that_wants_a_key_is_told(server: Loopback) -> None:
    assert found(server, fails(401)) == (LocalServer("Ollama", server.base_url, wants_key=True),)


@pytest.mark.parametrize(
    "models",
    [
        fails(404),
        fails(500),
        sends("<html>a page</html>", Content_Type="text/html"),
        sends("<html>a page</html>", 401),
        sends([1, 2]),
        sends({"data": 7}),
        sends({"object": "list"}),
        sends("{" * 5000),
        sends("", 302, Location="http://127.0.0.1:9/"),
    ],
)
def test_what_is_no_model_server_is_passed_over(server: Loopback, models: Reply) -> None:
    assert found(server, models) == ()


def test_names_that_steer_a_terminal_are_left_out(server: Loopback) -> None:
    entries = [{"id": "\x1b[2Jgone"}, {"id": 7}, {"id": "x" * 500}, 5, {"id": "good"}, {}, {"id": "two\nlines"}]
    assert found(server, sends({"data": entries}))[0].models == ("7", "good")


@pytest.mark.parametrize("models", [hangs(), repeats("x", 0.05), repeats("x" * 100_000)], ids=["silent", "slow", "big"])
def test_nobody_is_waited_for(server: Loopback, models: Reply) -> None:
    began = time.monotonic()
    assert found(server, models, seconds=0.5) == ()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "name",
    "nomic-embed-text:latest text-embedding-3-small bge-m3 BAAI/bge-large-en gte-qwen2 intfloat/e5-mistral-7b "
    "multilingual-e5-small all-minilm:l6-v2 mxbai-embed-large bge-reranker-v2 whisper-1 tts-1 dall-e-3".split(),
)
def test_models_that_do_not_chat_are_known_by_name(name: str) -> None:
    assert chat_models([name, "m"]) == ["m"]


@pytest.mark.parametrize("name", "gpt-6-luna qwen3:8b llama3.2:3b mixtral:8x7b gemma3 phi4 glm-4.6 smollm2".split())
def test_chat_models_are_kept(name: str) -> None:
    assert chat_models([name, "m"]) == [name, "m"]


def test_the_first_chat_model_is_taken(server: Loopback) -> None:
    server.models = offers("nomic-embed-text", "small-model")
    with open_chat_model(server.base_url) as model:
        assert model.name == "small-model"
    server.models = offers("nomic-embed-text")
    with open_chat_model(server.base_url) as model:
        assert model.name == "nomic-embed-text"
