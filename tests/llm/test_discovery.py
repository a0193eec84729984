"""Servers of this machine are found by what they answer, and never waited for."""

from __future__ import annotations

import socket
import time

import pytest

from chatbot.errors import ModelRefused
from chatbot.llm.chat import Message, open_chat_model
from chatbot.llm.discovery import USUAL_PORTS, LocalServer, find_servers
from chatbot.llm.model_list import ListedModel, chat_models, listed_models
from tests.loopback import Call, Loopback, Reply, fails, hangs, offers, repeats, running_loopback, sends


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
    "multilingual-e5-small all-minilm:l6-v2 mxbai-embed-large bge-reranker-v2 whisper-1 tts-1 dall-e-3 gpt-image-1 "
    "gpt-4o-mini-transcribe omni-moderation-latest Qwen3-Reranker-0.6B stable-diffusion-xl flux.1-dev llama-guard3 "
    "kokoro-82m parakeet-tdt sora-2 jina-colbert-v2".split(),
)
def test_models_that_do_not_chat_are_known_by_name(name: str) -> None:
    assert chat_models([ListedModel(name), ListedModel("m")]) == ["m"]


@pytest.mark.parametrize(
    "name",
    "gpt-6-luna qwen3:8b llama3.2:3b mixtral:8x7b gemma3 phi4 glm-4.6 smollm2 google/gemma-3-27b-it "
    "mistral-small3.2 qwen2.5-vl-7b imagine-7b fluxional-8b".split(),
)
def test_chat_models_are_kept(name: str) -> None:
    assert chat_models([ListedModel(name), ListedModel("m")]) == [name, "m"]


@pytest.mark.parametrize(
    ("entry", "chats"),
    [
        ({"id": "x", "type": "embeddings"}, False),
        ({"id": "my-embedder-that-chats", "type": "llm"}, True),
        ({"id": "x", "type": "vlm"}, True),
        ({"id": "x", "type": "rerank"}, False),
        ({"id": "x", "type": "model", "capabilities": ["completion"]}, True),
        ({"name": "x", "model": "x", "capabilities": ["embedding"]}, False),
        ({"name": "x", "capabilities": ["completion", "vision", "tools", "thinking"]}, True),
        ({"id": "x", "capabilities": {"completion_chat": True, "vision": False}}, True),
        ({"id": "x", "capabilities": {"completion_chat": False, "ocr": True}}, False),
        ({"id": "x", "task": "chat-completion"}, True),
        ({"id": "x", "task": "automatic-speech-recognition"}, False),
        ({"name": "x", "endpoints": ["embed", "classify"]}, False),
        ({"name": "x", "endpoints": ["generate", "chat"]}, True),
        ({"id": "x", "architecture": {"output_modalities": ["text"]}}, True),
        ({"id": "x", "architecture": {"output_modalities": ["image"]}}, False),
        ({"id": "x", "object": "model", "owned_by": "vllm", "max_model_len": 4096}, None),
        ({"id": "x", "type": 7, "capabilities": "many"}, None),
    ],
)
def test_what_a_list_says_of_a_model_counts_more_than_its_name(entry: dict[str, object], chats: bool | None) -> None:
    (model,) = listed_models({"data": [entry]}) or ()
    assert model.chats is chats


def test_the_first_chat_model_is_taken(server: Loopback) -> None:
    server.models = offers("nomic-embed-text", "small-model")
    with open_chat_model(server.base_url) as model:
        assert model.name == "small-model"


def test_a_server_without_a_chat_model_is_not_asked_in_vain(server: Loopback) -> None:
    server.models = offers("nomic-embed-text", "whisper-1")
    with pytest.raises(ModelRefused, match=r"no model that chats, only nomic-embed-text, whisper-1.*CHATBOT_LLM_MODEL"):
        open_chat_model(server.base_url)
    with open_chat_model(server.base_url, "nomic-embed-text") as model:
        assert model.complete([Message("user", "Hi")], max_tokens=5).text == "Hello."


def lm_studio(call: Call) -> None:
    """Its list in OpenAI's form tells no kinds; another list does."""
    kinds = {"a-first": "embeddings", "b-second": "llm", "c-third": "vlm"}
    if "/api/v0/" in call.path:
        call.send(200, {"data": [{"id": name, "type": kind} for name, kind in kinds.items()]})
    else:
        call.send(200, {"data": [{"id": name, "object": "model", "owned_by": "organization_owner"} for name in kinds]})


def test_lm_studios_other_list_tells_which_models_chat(server: Loopback) -> None:
    assert found(server, lm_studio)[0].models == ("b-second", "c-third")
    with open_chat_model(server.base_url) as model:
        assert model.endpoint_model == "b-second"


def test_an_lm_studio_without_that_list_is_read_by_names(server: Loopback) -> None:
    def older(call: Call) -> None:
        (fails(404) if "/api/v0/" in call.path else lm_studio)(call)

    assert found(server, older)[0].models == ("a-first", "b-second", "c-third")
    with open_chat_model(server.base_url) as model:
        assert model.endpoint_model == "a-first"
