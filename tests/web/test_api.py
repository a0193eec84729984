"""Programs ask through the OpenAI protocol, Gradio's interface and MCP, with the clients that people use."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

from chatbot.app import SEEDS
from chatbot.library.readers import read_file
from tests.web.conftest import Server, serving

QUESTION = "How many people were injured in the ferry accident?"


def client(address: str, key: str = "none") -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0)


def quotes_stand_in_their_articles(annotations: list[Any]) -> bool:
    texts = {
        document.metadata.url: document.text
        for path in SEEDS.glob("[0-9]*.md")
        for document in read_file(path).documents
    }
    places = [item.url_citation for item in annotations]
    return all(texts[place.url][place.start : place.end] == place.quote for place in places)


def test_an_openai_client_gets_an_answer_with_annotations(open_server: Server) -> None:
    api = client(open_server.address)
    assert [model.id for model in api.models.list()] == ["news-chatbot"]
    done = api.chat.completions.create(model="news-chatbot", messages=[{"role": "user", "content": QUESTION}])
    message = done.choices[0].message
    assert "ourteen" in (message.content or "")
    assert message.annotations
    assert quotes_stand_in_their_articles(message.annotations)
    first = message.annotations[0].url_citation
    assert "[1]" in (message.content or "")[first.start_index : first.end_index]
    assert done.usage
    assert done.usage.total_tokens == done.usage.prompt_tokens + done.usage.completion_tokens


def test_streaming_says_the_same_sentence_by_sentence(open_server: Server) -> None:
    asked: Any = {"model": "news-chatbot", "messages": [{"role": "user", "content": QUESTION}]}
    whole = client(open_server.address).chat.completions.create(**asked).choices[0].message
    chunks = list(client(open_server.address).chat.completions.create(**asked, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole.content
    streamed = [item for chunk in chunks for item in getattr(chunk.choices[0].delta, "annotations", None) or ()]
    assert len(streamed) == len(whole.annotations or ())
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_earlier_messages_are_the_conversation(open_server: Server) -> None:
    messages: Any = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Who is the Kremlin spokesman?"},
        {"role": "assistant", "content": "Dmitry Peskov."},
        {"role": "user", "content": [{"type": "text", "text": "Until when did he expect the call to last?"}]},
    ]
    done = client(open_server.address).chat.completions.create(model="news-chatbot", messages=messages)
    assert "6 p.m." in (done.choices[0].message.content or "")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"model": "news-chatbot", "messages": []}, 400),
        ({"model": "news-chatbot", "messages": [{"role": "assistant", "content": "Hi"}]}, 400),
        ({"model": "gpt-4", "messages": [{"role": "user", "content": "Hi"}]}, 404),
        ({"messages": "none"}, 400),
        ({"model": "news-chatbot", "messages": [{"role": "user", "content": "x" * 1_000_001}]}, 413),
    ],
)
def test_errors_have_the_protocols_shape(open_server: Server, body: Any, status: int) -> None:
    reply = httpx.post(f"{open_server.address}/v1/chat/completions", json=body)
    assert reply.status_code == status
    assert reply.json()["error"]["message"]


@pytest.mark.parametrize(
    "field",
    [
        {"stream": None},
        {"model": None},
        {"asked_at": None},
        {"temperature": None, "top_p": None, "max_tokens": None, "max_completion_tokens": None, "seed": None},
        {"tools": [], "tool_choice": "auto", "parallel_tool_calls": False, "functions": []},
        {"n": 1, "stop": None, "logprobs": False, "user": "ada", "response_format": {"type": "text"}},
        {"stream_options": None, "metadata": {}, "never_heard_of": {"deep": [1, None]}},
        {"messages": [{"role": "user", "content": QUESTION, "name": None, "tool_calls": None, "refusal": None}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": QUESTION}]}]},
        {"messages": [{"role": "user", "content": [{"type": "input_text", "text": QUESTION}]}]},
        {
            "messages": [
                {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}, {"text": QUESTION}]}
            ]
        },
        {"messages": [{"role": "function", "content": "x"}, {"role": "user", "content": [None, QUESTION]}]},
    ],
    ids=",".join,
)
def test_what_clients_send_besides_costs_nothing(open_server: Server, field: dict[str, Any]) -> None:
    body = {"model": "news-chatbot", "messages": [{"role": "user", "content": QUESTION}]} | field
    reply = httpx.post(f"{open_server.address}/v1/chat/completions", json=body, timeout=60)
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "application/json"
    assert "ourteen" in reply.json()["choices"][0]["message"]["content"]


def test_a_model_is_described_and_an_unknown_one_is_told_as_openai_does(open_server: Server) -> None:
    api = client(open_server.address)
    assert api.models.retrieve("news-chatbot").owned_by == "library"
    for name in ("gpt-4", "openai/gpt-4"):
        with pytest.raises(openai.NotFoundError) as caught:
            api.models.retrieve(name)
        assert (caught.value.code, caught.value.param, caught.value.type) == (
            "model_not_found",
            "model",
            "invalid_request_error",
        )


def test_other_calls_of_the_protocol_are_refused_in_its_shape(open_server: Server) -> None:
    api = client(open_server.address)
    with pytest.raises(openai.NotFoundError, match="no POST /v1/responses here"):
        api.responses.create(model="news-chatbot", input="Hi")
    with pytest.raises(openai.NotFoundError, match="no POST /v1/embeddings here"):
        api.embeddings.create(model="news-chatbot", input="Hi")


def test_a_client_that_goes_away_stops_the_model(open_server: Server) -> None:
    asked = {"model": "news-chatbot", "stream": True, "messages": [{"role": "user", "content": QUESTION}]}
    for _ in range(3):
        with httpx.stream("POST", f"{open_server.address}/v1/chat/completions", json=asked) as reply:
            next(reply.iter_lines())
    done = httpx.post(f"{open_server.address}/v1/chat/completions", json=asked | {"stream": False}, timeout=60)
    assert done.status_code == 200, "the slot of the one before is free again"


def test_proxies_and_certificates_of_the_environment_touch_no_server_without_a_chat_model(tmp_path: Path) -> None:
    """Gradio makes an HTTP client while it is imported."""
    odd = {"ALL_PROXY": "socks5://127.0.0.1:9", "NO_PROXY": "[::1]", "SSL_CERT_FILE": "/nowhere.pem"}
    with serving(tmp_path / "library", **odd) as server, httpx.Client(trust_env=False) as http:
        assert http.get(f"{server.address}/").status_code == 200


def test_health(open_server: Server) -> None:
    assert httpx.get(f"{open_server.address}/healthz").json()["articles"] == 26


def test_an_mcp_client_finds_and_calls_the_tools(open_server: Server) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> tuple[list[str], Any]:
        address = f"{open_server.address}/gradio_api/mcp/"
        async with streamable_http_client(address) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            tools = await session.list_tools()
            search = next(tool.name for tool in tools.tools if tool.name.endswith("search"))
            found = await session.call_tool(search, {"query": "Kremlin spokesman", "limit": 3})
            return [tool.name for tool in tools.tools], found

    names, found = asyncio.run(talk())
    assert sorted(name.rpartition("_")[2] for name in names) == ["ask", "brief", "check", "search"]
    assert "Peskov" in json.dumps([item.model_dump() for item in found.content], default=str)


def test_gradios_own_client_asks(open_server: Server) -> None:
    from gradio_client import Client

    api = Client(open_server.address, verbose=False)
    try:
        answer = api.predict("Who won the chess championship?", api_name="/ask")
        assert answer["refused"] is True
        checked = api.predict("Russia and Ukraine exchanged 175 prisoners each.", api_name="/check")
        assert checked["sentences"][0]["verdict"] == "supported"
    finally:
        api.close()
