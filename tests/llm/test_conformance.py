"""Every kind of request of the product, through every quirk of servers that is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from chatbot.embedding.embeddings import remote_encoder
from chatbot.errors import ModelError, ModelRefused, ModelReplyInvalid, ModelUnreachable
from chatbot.llm.chat import ChatModel, Message, open_chat_model
from chatbot.llm.trial import greet, json_form
from tests.llm.quirks.ending import BREAKS_OFF, IS_NOT_WHOLE
from tests.llm.quirks.failing import SAYS_SO
from tests.llm.quirks.framing import FRAMING
from tests.llm.quirks.holding import HOLDING, WHOLE
from tests.llm.quirks.listing import EMBEDS, EMBEDS_NOT, LISTS
from tests.llm.quirks.refusing import REFUSING
from tests.llm.quirks.saying import Quirk, Says
from tests.loopback import Call, Loopback, Reply, running_loopback

COSTS_NOTHING = [*FRAMING, *HOLDING, *WHOLE, *REFUSING]
TEXT = "Zwölf 🚢 ships <b>left</b> “Håfen” at 5 {sic}."
OBJECT = '{"kind": "fact 🚢"}'
MESSAGES = [Message("system", "Be brief."), Message("user", "Who spoke?")]
SCHEMA = {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]}


def complete(model: ChatModel) -> str:
    generation = model.complete(MESSAGES, max_tokens=60)
    assert generation.is_whole
    return generation.text


def stream(model: ChatModel) -> str:
    generation = model.stream(MESSAGES, max_tokens=60)
    got = "".join(generation)
    assert got == generation.text
    assert generation.is_whole
    return got


def structured(model: ChatModel) -> str:
    assert model.structured(MESSAGES, SCHEMA, name="kind", max_tokens=60).value == {"kind": "fact 🚢"}
    return TEXT


def trial(model: ChatModel) -> str:
    text = greet(model).text
    assert json_form(model) in {"json_schema", "json_object", "plain"}
    return text


KINDS = [complete, stream, structured, trial]
Kind = Callable[[ChatModel], str]


def each(quirks: Sequence[Any]) -> Any:
    names = [item.name if isinstance(item, Quirk) else item[0].name for item in quirks]
    assert len(set(names)) == len(names)
    return pytest.mark.parametrize("quirk", quirks, ids=names)


def wants_json(call: Call) -> bool:
    return "response_format" in call.body or "JSON" in call.body["messages"][-1]["content"]


def speaking(says: Says) -> Reply:
    """A server that says a sentence, or an object where that is asked for."""
    return lambda call: says(call, OBJECT if wants_json(call) else TEXT)


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with running_loopback() as running:
        yield running


@contextmanager
def asking(server: Loopback, reply: Reply) -> Iterator[ChatModel]:
    server.calls.clear()
    server.says(reply)
    with open_chat_model(server.base_url, "m", "sk-0123456789", retries=0) as model:
        yield model


def test_there_are_quirks_enough() -> None:
    assert len(COSTS_NOTHING) + len(IS_NOT_WHOLE) + len(BREAKS_OFF) + len(SAYS_SO) + len(LISTS) + len(EMBEDS) > 100


@pytest.mark.parametrize("kind", KINDS)
@each(COSTS_NOTHING)
def test_it_costs_nothing(server: Loopback, quirk: Quirk, kind: Kind) -> None:
    with asking(server, speaking(quirk.does)) as model:
        assert kind(model) == TEXT
        asked = len(server.calls)
        assert kind(model) == TEXT
        # Two requests are one trial.
        assert len(server.calls) - asked <= 1 + (kind is trial), "what was refused once is not asked for again"


@each(IS_NOT_WHOLE)
def test_it_is_not_whole(server: Loopback, quirk: Quirk) -> None:
    with asking(server, speaking(quirk.does)) as model:
        generation = model.stream(MESSAGES, max_tokens=60)
        assert "".join(generation) == TEXT
        assert not generation.is_whole
        assert generation.finish_reason


@each(IS_NOT_WHOLE)
def test_half_an_object_is_none(server: Loopback, quirk: Quirk) -> None:
    with (
        asking(server, lambda call: quirk.does(call, OBJECT[:-3])) as model,
        pytest.raises(ModelReplyInvalid, match="its reply ended early"),
    ):
        structured(model)


@pytest.mark.parametrize("kind", KINDS)
@each(BREAKS_OFF)
def test_it_breaks_off(server: Loopback, quirk: Quirk, kind: Kind) -> None:
    with asking(server, speaking(quirk.does)) as model, pytest.raises(ModelUnreachable, match="broke off"):
        kind(model)


@pytest.mark.parametrize("kind", KINDS)
@each(SAYS_SO)
def test_the_servers_own_words_reach_the_reader(server: Loopback, quirk: tuple[Quirk, str], kind: Kind) -> None:
    with asking(server, quirk[0].does) as model, pytest.raises(ModelError, match=f"(?s){quirk[1]}") as caught:
        kind(model)
    shown = str(caught.value)
    assert shown.isprintable()
    assert len(shown) < 500
    assert caught.value.remedy
    assert "sk-0123456789" not in shown


@each(LISTS)
def test_the_first_model_that_chats_is_found(server: Loopback, quirk: Quirk) -> None:
    server.says(speaking(COSTS_NOTHING[0].does))
    server.models = quirk.does
    with open_chat_model(server.base_url) as model:
        assert model.endpoint_model == "chatty"
        assert complete(model) == TEXT


@each([item for item in SAYS_SO if not item[0].name.startswith(("an error in the", "an error event", "an error in a"))])
def test_a_list_that_is_none_says_so(server: Loopback, quirk: tuple[Quirk, str]) -> None:
    server.models = quirk[0].does
    with pytest.raises(ModelError) as caught:
        open_chat_model(server.base_url, retries=0)
    assert str(caught.value).isprintable()
    assert "CHATBOT_LLM" in caught.value.remedy or "OPENAI_API_KEY" in caught.value.remedy


@each(EMBEDS)
def test_vectors_are_read(server: Loopback, quirk: Quirk) -> None:
    texts = ["x" * length for length in range(1, 71)]
    server.calls.clear()
    server.says(quirk.does)
    encoder = remote_encoder(server.base_url, "", "m")
    try:
        rows = encoder.encode(texts)
        expected = np.array([[1.0 + len(text), 1.0] for text in texts])
        np.testing.assert_allclose(rows, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-6)
        asked = len(server.calls)
        encoder.encode(texts[:8])
        assert len(server.calls) == asked + 1, "what was refused once is not asked for again"
    finally:
        encoder.close()


@each(EMBEDS_NOT)
def test_what_are_no_vectors_says_so(server: Loopback, quirk: tuple[Quirk, str]) -> None:
    server.says(quirk[0].does)
    encoder = remote_encoder(server.base_url, "", "m")
    try:
        with pytest.raises((ModelRefused, ModelReplyInvalid), match=quirk[1]) as caught:
            encoder.encode(["one", "two"])
    finally:
        encoder.close()
    assert str(caught.value).isprintable()
    assert "CHATBOT_EMBEDDING" in caught.value.remedy
