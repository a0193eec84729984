"""What the trial of a model finds out, with endpoints that read all, cut, refuse or take their time."""

from __future__ import annotations

import re

import pytest

from chatbot.errors import ModelReplyInvalid, ModelUnreachable
from chatbot.llm.chat import ChatModel, open_chat_model
from chatbot.llm.trial import Outcome, greet, json_form, read_prompts, tokens_read
from tests.loopback import Call, Loopback, Reply, fails, hangs, refuses, speaks

CODE = re.compile(r"code words are (\w+ \w+)")


def reads(tokens: int | None = None, *, counts: bool = True, characters: float = 4.0) -> Reply:
    """A model that reads the last tokens of a prompt, all by default, and says what code words it saw."""

    def reply(call: Call) -> None:
        prompt = "".join(message["content"] for message in call.body["messages"])
        seen = prompt if tokens is None else prompt[-int(tokens * characters) :]
        code = CODE.search(seen)
        speaks(code[1] if code else "I do not know.", usage=(int(len(seen) / characters), 3) if counts else None)(call)

    return reply


def outcomes(model: ChatModel, up_to: int = 8000, seconds: float = 60.0) -> list[tuple[int, Outcome]]:
    return [(round(reading.tokens, -2), reading.outcome) for reading in read_prompts(model, up_to, seconds)]


def test_a_model_that_answers(server: Loopback, model: ChatModel) -> None:
    server.says(speaks("Paris", "."))
    greeting = greet(model)
    assert greeting.text == "Paris."
    assert greeting.first_words > 0


def test_a_model_that_does_not(server: Loopback, model: ChatModel) -> None:
    server.says(speaks(""))
    with pytest.raises(ModelReplyInvalid):
        greet(model)


@pytest.mark.parametrize(
    ("reply", "form"),
    [
        (speaks('{"city": "Paris"}'), "json_schema"),
        (refuses("no json_schema", lambda body: "json_schema" in str(body), 400, speaks("{}")), "json_object"),
        (refuses("no response_format", lambda body: "response_format" in body, 400, speaks("{}")), "plain"),
        (speaks("Paris."), ""),
    ],
)
def test_how_it_gives_json(server: Loopback, model: ChatModel, reply: Reply, form: str) -> None:
    server.says(reply)
    assert json_form(model) == form


def test_a_model_that_reads_all(server: Loopback, model: ChatModel) -> None:
    server.says(reads())
    readings = list(read_prompts(model))
    assert [reading.outcome for reading in readings] == [Outcome.READ] * 4
    assert [round(reading.tokens, -2) for reading in readings[1:]] == [2000, 4000, 8000], "lengths follow the counts"
    assert tokens_read(readings) == readings[-1].tokens


def test_how_far_it_is_tried(server: Loopback, model: ChatModel) -> None:
    server.says(reads(counts=False))
    assert outcomes(model, 3000) == [(1000, Outcome.READ), (2000, Outcome.READ), (3000, Outcome.READ)]
    assert outcomes(model, 1000) == [(1000, Outcome.READ)]


def test_a_server_that_cuts_without_a_word(server: Loopback, model: ChatModel) -> None:
    server.says(reads(3000, counts=False))
    readings = list(read_prompts(model))
    assert [reading.outcome for reading in readings] == [Outcome.READ, Outcome.READ, Outcome.FORGOTTEN]
    assert tokens_read(readings) == 2000


def test_what_it_counted_of_a_cut_prompt_tells_where_it_cuts(server: Loopback, model: ChatModel) -> None:
    server.says(reads(3000))
    readings = list(read_prompts(model))
    assert readings[-1].outcome is Outcome.FORGOTTEN
    assert tokens_read(readings) == 3000


def test_a_word_that_is_overlooked_once_is_asked_for_again(server: Loopback, model: ChatModel) -> None:
    server.says(speaks("No idea."), reads(counts=False))
    assert outcomes(model, 1000) == [(1000, Outcome.READ)]


def test_a_server_that_refuses_long_prompts(server: Loopback, model: ChatModel) -> None:
    too_long = refuses("exceeds the available context size", lambda body: len(str(body)) > 9000, 400, reads())
    server.says(too_long)
    assert outcomes(model)[-1][1] is Outcome.REFUSED


def test_a_server_that_takes_too_long(server: Loopback) -> None:
    server.says(reads(), hangs())
    with open_chat_model(server.base_url, "m", timeout=0.3, retries=0) as model:
        assert [outcome for _, outcome in outcomes(model)] == [Outcome.READ, Outcome.TOO_SLOW]


def test_time_that_runs_out_ends_the_trial(server: Loopback, model: ChatModel) -> None:
    server.says(reads())
    assert outcomes(model, seconds=0.0) == [(1000, Outcome.UNTRIED)]


def test_a_server_that_is_gone(server: Loopback) -> None:
    server.says(hangs())
    with open_chat_model(server.base_url, "m", timeout=0.3, retries=0) as model, pytest.raises(ModelUnreachable):
        greet(model)
    server.says(fails(500))
    with open_chat_model(server.base_url, "m", retries=0) as model:
        assert outcomes(model) == [(1000, Outcome.REFUSED)]
