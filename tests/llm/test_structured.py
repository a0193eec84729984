"""Replies that are JSON objects: asked for as the endpoint takes it, read leniently, trusted in nothing."""

from __future__ import annotations

import json
import time

import pytest

from chatbot.errors import ModelRefused, ModelReplyInvalid, PromptTooLong
from chatbot.llm.chat import ChatModel, Message
from chatbot.llm.structured import StructuredReply, read_object
from chatbot.records import Usage
from tests.loopback import Loopback, fails, refuses, speaks, thinks

MESSAGES = [Message("system", "You read questions."), Message("user", "Who spoke?")]
SCHEMA = {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]}
OBJECT = '{"kind": "fact"}'


def ask(model: ChatModel) -> StructuredReply:
    return model.structured(MESSAGES, SCHEMA, name="question", max_tokens=100)


def formats(server: Loopback) -> list[str]:
    return [call.body.get("response_format", {}).get("type", "") for call in server.calls]


def test_the_schema_goes_with_the_request(server: Loopback, model: ChatModel) -> None:
    server.says(speaks('{"kind": ', '"fact"}', usage=(12, 5)))
    assert ask(model) == StructuredReply({"kind": "fact"}, Usage(12, 5))
    (call,) = server.calls
    described = {"name": "question", "strict": True, "schema": SCHEMA}
    assert call.body["response_format"] == {"type": "json_schema", "json_schema": described}
    assert call.body["temperature"] == 0
    assert call.body["messages"][-1]["content"] == "Who spoke?"


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "'response_format.type' must be 'json_object' or 'text'"),
        (422, "Extra inputs are not permitted"),
        (500, "failed to parse grammar"),
        (400, "what?"),
    ],
)
def test_an_endpoint_without_schemas_is_asked_for_json(
    server: Loopback, model: ChatModel, status: int, message: str
) -> None:
    def has_schema(body: dict[str, object]) -> bool:
        return "json_schema" in str(body.get("response_format"))

    server.says(refuses(message, has_schema, status, speaks(OBJECT)))
    assert [ask(model).value, ask(model).value] == [{"kind": "fact"}] * 2
    assert formats(server)[-2:] == ["json_object", "json_object"]
    assert formats(server).count("json_object") == 2
    last = server.calls[-1].body["messages"][-1]["content"]
    assert last.startswith("Who spoke?")
    assert json.dumps(SCHEMA) in last


def test_an_endpoint_without_formats_is_asked_in_words(server: Loopback, model: ChatModel) -> None:
    server.says(refuses("unknown field response_format", lambda body: "response_format" in body, 400, speaks(OBJECT)))
    assert [ask(model).value, ask(model).value] == [{"kind": "fact"}] * 2
    assert formats(server) == ["json_schema", "json_object", "", ""]
    assert json.dumps(SCHEMA) in server.calls[-1].body["messages"][-1]["content"]


def test_what_is_refused_for_another_reason_is_not_remembered(server: Loopback, model: ChatModel) -> None:
    server.says(fails(400, "the messages are odd"))
    with pytest.raises(ModelRefused, match="odd"):
        ask(model)
    server.says(speaks(OBJECT))
    ask(model)
    assert formats(server) == ["json_schema", "json_object", "", "json_schema"]


def test_too_long_a_prompt_is_no_matter_of_format(server: Loopback, model: ChatModel) -> None:
    server.says(fails(400, "This model's maximum context length is 4096 tokens"))
    with pytest.raises(PromptTooLong):
        ask(model)
    assert set(formats(server)) == {"json_schema"}


def test_an_endpoint_that_ignores_formats_is_told_in_words(server: Loopback, model: ChatModel) -> None:
    server.says(speaks("The minister.", usage=(5, 2)), speaks(OBJECT, usage=(30, 5)), speaks(OBJECT))
    assert ask(model) == StructuredReply({"kind": "fact"}, Usage(35, 7))
    ask(model)
    assert formats(server) == ["json_schema", "", ""]


@pytest.mark.parametrize(
    "reply",
    [
        speaks("I will not."),
        speaks('["fact"]'),
        speaks('[{"kind": "fact"}]'),
        speaks('{"kind": {"a": 1}, "more": "cut o', finish="length"),
        speaks("null"),
    ],
)
def test_what_is_no_object_is_refused(server: Loopback, model: ChatModel, reply: object) -> None:
    server.says(reply)  # type: ignore[arg-type]
    with pytest.raises(ModelReplyInvalid, match="JSON object"):
        ask(model)


def test_thinking_comes_before_the_object(server: Loopback, model: ChatModel) -> None:
    server.says(thinks('{"no": 1}', then=(OBJECT,)), speaks('<think>{"no": 1}</think>', OBJECT))
    assert [ask(model).value, ask(model).value] == [{"kind": "fact"}] * 2


def test_thinking_that_only_ends_is_known_the_next_time(server: Loopback, model: ChatModel) -> None:
    """Some servers open the thinking in their prompt, so that only its end is sent."""
    server.says(
        speaks('Perhaps {"no": 1}?', "</think>", OBJECT), speaks("Hmm. ", "Who?", "</think>\n", "The minister.")
    )
    assert ask(model).value == {"kind": "fact"}
    assert list(model.stream(MESSAGES, max_tokens=20)) == ["The minister."]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (OBJECT, {"kind": "fact"}),
        (f"```json\n{OBJECT}\n```", {"kind": "fact"}),
        (f'Here "it" is: {OBJECT} I hope {{so}}.', {"kind": "fact"}),
        (f"{{not json}} {OBJECT}", {"kind": "fact"}),
        ('{"a": "}{", "b": "\\"}"}', {"a": "}{", "b": '"}'}),
        ('{"a": "two\nlines"}', {"a": "two\nlines"}),
        ('5" wide: {"a": 1} and {"b": 2}', {"a": 1}),
        ('{"a": {"b": 1}', None),
        ('[{"a": 1}]', None),
        ("", None),
        ("{", None),
        ('{"a": ' + "1" * 5000 + "}", None),
    ],
)
def test_objects_are_found(text: str, value: object) -> None:
    assert read_object(text) == value


@pytest.mark.parametrize("text", ["{" * 100_000, "{}}" * 50_000, '{"a":' * 50_000, '{"' * 50_000, "[" * 100_000])
def test_absurd_replies_take_no_time(text: str) -> None:
    began = time.perf_counter()
    read_object(text)
    assert time.perf_counter() - began < 5
