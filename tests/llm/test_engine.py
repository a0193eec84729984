"""The embedded engine with the bundled model: reachable only here, quiet, quick to stop."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from chatbot.errors import ModelError, ModelUnreachable, PromptTooLong, WeightsError
from chatbot.llm.chat import ChatModel, Message, open_embedded_chat_model
from chatbot.llm.connection import connect
from chatbot.llm.dialect import JsonForm
from chatbot.llm.endpoint import Endpoint
from chatbot.llm.engine import EmbeddedEngine
from chatbot.weights.files import smollm2_path

STORY = [Message("user", "Write a long story about rain.")]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def engine() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(smollm2_path()) as running:
        yield running


@pytest.fixture(scope="module")
def model(engine: EmbeddedEngine) -> Iterator[ChatModel]:
    endpoint = Endpoint(engine.base_url, engine.model_name, engine.api_key, timeout=120, retries=0, embedded=True)
    with ExitStack() as resources:
        http = resources.enter_context(connect(endpoint))
        yield ChatModel(engine.model_name, endpoint, http, resources)


def about(engine: EmbeddedEngine, what: str) -> httpx.Response:
    address = engine.base_url.removesuffix("/v1")
    return httpx.get(f"{address}/{what}", headers={"Authorization": f"Bearer {engine.api_key}"}, timeout=60)


def busy(engine: EmbeddedEngine) -> bool:
    return any(slot["is_processing"] for slot in about(engine, "slots").json())


def test_it_answers_and_counts(model: ChatModel) -> None:
    question = [Message("user", "What is the capital of France? Answer in one word.")]
    generation = model.complete(question, max_tokens=12)
    assert "Paris" in generation.text
    assert not generation.usage_is_estimated
    assert generation.usage.prompt_tokens > 10
    assert 0 < generation.usage.completion_tokens <= 12


def test_a_schema_is_kept_to(model: ChatModel) -> None:
    schema = {
        "type": "object",
        "properties": {"kind": {"enum": ["fact", "list"]}},
        "required": ["kind"],
        "additionalProperties": False,
    }
    reply = model.structured([Message("user", "Who spoke?")], schema, name="question", max_tokens=30)
    assert reply.value in ({"kind": "fact"}, {"kind": "list"})
    assert model.json_form is JsonForm.SCHEMA


def test_likeliest_tokens_are_the_same_each_time(model: ChatModel) -> None:
    assert model.complete(STORY, max_tokens=12).text == model.complete(STORY, max_tokens=12).text


def test_no_reply_is_longer_than_allowed(model: ChatModel) -> None:
    generation = model.complete(STORY, max_tokens=5)
    assert (generation.usage.completion_tokens, generation.finish_reason) == (5, "length")


def test_the_beginning_of_a_prompt_is_read_once(engine: EmbeddedEngine) -> None:
    beginning = "You answer questions about news articles, using only the numbered sentences. " * 12
    body = {"max_tokens": 1, "model": engine.model_name}
    read: list[int] = []
    for question in ("Who spoke?", "When was it?"):
        messages = [{"role": "system", "content": beginning}, {"role": "user", "content": question}]
        reply = httpx.post(
            f"{engine.base_url}/chat/completions",
            json=body | {"messages": messages},
            headers={"Authorization": f"Bearer {engine.api_key}"},
            timeout=120,
        ).json()
        read.append(reply["usage"]["prompt_tokens"] - reply["usage"]["prompt_tokens_details"]["cached_tokens"])
    assert read[0] > 150
    assert read[1] < 30


def test_leaving_the_loop_stops_the_engine(engine: EmbeddedEngine, model: ChatModel) -> None:
    for _ in model.stream(STORY, max_tokens=2000):
        assert busy(engine)
        break
    left = time.monotonic()
    while busy(engine):
        assert time.monotonic() - left < 60, "still generating"
        time.sleep(0.02)


def test_too_long_a_prompt_is_refused(model: ChatModel) -> None:
    with pytest.raises(PromptTooLong, match=r"too long.*CHATBOT_EVIDENCE_TOKENS"):
        model.complete([Message("user", "rain " * 9000)], max_tokens=5)


@pytest.mark.parametrize("key", ["", "Bearer wrong", "Basic eDp5"])
def test_nobody_without_the_key_is_served(engine: EmbeddedEngine, key: str) -> None:
    headers = {"Authorization": key} if key else {}
    body = {"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 1}
    for path in ("chat/completions", "completions", "embeddings"):
        assert httpx.post(f"{engine.base_url}/{path}", json=body, headers=headers).status_code == 401
    for path in ("slots", "props", "metrics"):
        assert httpx.get(f"{engine.base_url.removesuffix('v1')}{path}", headers=headers).status_code == 401


def test_it_listens_on_loopback_only(engine: EmbeddedEngine) -> None:
    port = httpx.URL(engine.base_url).port
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    hosts = {fields[1].split(":")[0] for fields in listening if fields[3] == "0A" and int(fields[1][-4:], 16) == port}
    assert hosts == {"0100007F"}


def test_two_engines_share_no_port_and_no_key(engine: EmbeddedEngine) -> None:
    with EmbeddedEngine(smollm2_path(), context_tokens=512) as other:
        assert other.base_url != engine.base_url
        assert other.api_key != engine.api_key
        assert about(other, "props").json()["total_slots"] == 2


def test_the_key_is_not_shown(engine: EmbeddedEngine, model: ChatModel) -> None:
    assert engine.api_key not in repr(engine) + repr(model)


def test_closing_frees_the_port() -> None:
    engine = EmbeddedEngine(smollm2_path(), context_tokens=512)
    address = httpx.URL(engine.base_url)
    engine.close()
    engine.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.host, address.port or 0), timeout=1)


def test_an_engine_can_be_closed_as_soon_as_it_is_there() -> None:
    """In a process of its own: one that waits for llama.cpp for ever holds the interpreter's lock."""
    program = """
from chatbot.llm.engine import EmbeddedEngine
from chatbot.weights.files import smollm2_path
for _ in range(10):
    EmbeddedEngine(smollm2_path(), context_tokens=512).close()
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=240)


def test_the_model_owns_its_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """And reaches it past any proxy."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with open_embedded_chat_model(smollm2_path()) as model:
        assert model.name == "SmolLM2-135M-Instruct.Q4_1"
        assert model.complete(STORY, max_tokens=3).text
    with pytest.raises(ModelUnreachable, match="Start the program again"):
        model.complete(STORY, max_tokens=3)


def test_weights_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="CHATBOT_LLM_PATH"):
        EmbeddedEngine(tmp_path / "absent.gguf")
    (tmp_path / "text.gguf").write_text("hello")
    with pytest.raises(WeightsError, match="not a GGUF file"):
        EmbeddedEngine(tmp_path / "text.gguf")
    (tmp_path / "cut.gguf").write_bytes(smollm2_path().read_bytes()[:2_000_000])
    with pytest.raises(ModelError, match="incomplete"):
        EmbeddedEngine(tmp_path / "cut.gguf")


PROGRAM = """
import signal, sys, httpx
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
from chatbot.llm.engine import EmbeddedEngine
from chatbot.weights.files import smollm2_path
engine = EmbeddedEngine(smollm2_path())
body = {"messages": [{"role": "user", "content": "Write a long story."}], "max_tokens": 4000, "stream": True}
headers = {"Authorization": "Bearer " + engine.api_key}
with httpx.stream("POST", engine.base_url + "/chat/completions", json=body, headers=headers, timeout=60) as reply:
    for line in reply.iter_lines():
        print("token", flush=True)
        END
"""


@pytest.mark.parametrize(
    ("end", "status"),
    [("sys.exit(3)", 3), ("raise OSError", 1), ("pass", -signal.SIGINT)],
    ids=["exit", "error", "ctrl-c"],
)
def test_a_program_ends_at_once_while_the_engine_works(end: str, status: int) -> None:
    program = PROGRAM.replace("END", end)
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "token\n"
    if status == -signal.SIGINT:
        process.send_signal(signal.SIGINT)
    shown, errors = process.communicate(timeout=20)  # 4,000 tokens take minutes
    assert process.returncode == status
    assert set(shown.split()) <= {"token"}
    assert errors.startswith("Traceback") == (status != 3), errors
    assert "llama" not in errors.replace("llama_cpp", "")
