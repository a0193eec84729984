"""The scripted endpoint, as the product's own client sees it."""

from __future__ import annotations

import httpx
import pytest

from chatbot.errors import ModelReplyInvalid
from chatbot.llm.chat import ChatModel, Message, open_chat_model
from evals.scripted_endpoint import Manner, scripted_endpoint
from evals.scripted_model import SENTINEL, Line, NumberedText

HURT, FOG = "Fourteen people were hurt, and there was no fog.", "Nobody fell into the water."
SCRIPT = {
    "How many were hurt?": [
        Line(HURT, ("Fourteen people were injured.", "The air was clear."), twin="Forty people were hurt."),
        Line(FOG, ("No one went overboard.",)),
    ],
    "And on Sunday?": [Line("Boats run again on Sunday.", ("Boats run on Sunday.",))],
    "Who steered?": [],
}
PROMPT = "[3] Fourteen people\nwere injured. [4] It was early. [5] The air was clear.\n\nQuestion: How many were hurt?"


def ask(model: ChatModel, prompt: str, most: int = 200) -> str:
    return model.complete([Message("system", "Answer."), Message("user", prompt)], max_tokens=most).text


def test_it_writes_what_its_prompt_backs_cited_by_the_numbers_in_front() -> None:
    with scripted_endpoint(SCRIPT) as address, open_chat_model(address) as model:
        assert ask(model, PROMPT) == f"{HURT} [3][5]"
        assert ask(model, f"[9] No one went overboard. {PROMPT}") == f"{HURT} [3][5] {FOG} [9]"
        assert ask(model, "[1] It was early. Question: How many were hurt?") == SENTINEL
        assert ask(model, "[1] Fourteen people were injured. Question: Who steered?") == SENTINEL
        assert ask(model, "[1] Fourteen people were injured. Question: Where is the ship?") == SENTINEL


def test_the_question_that_stands_last_is_answered() -> None:
    earlier = "Earlier: How many were hurt? Fourteen.\n"
    with scripted_endpoint(SCRIPT) as address, open_chat_model(address) as model:
        assert ask(model, f"{earlier}[1] Boats run on Sunday. Now: And on Sunday?") == "Boats run again on Sunday. [1]"
        assert ask(model, f"{earlier}Rewrite: And on Sunday?") == "And on Sunday?"


def test_a_quote_may_stand_in_several_numbered_pieces() -> None:
    text = NumberedText("[1] The ship sank. [2] It was [7] a fine day. [3] All are safe.")
    assert text.numbers_of("The ship sank. It was a fine day.") == [1, 2, 7]
    assert text.numbers_of("The ship sank. All are safe and sound.") == []
    assert NumberedText("[1] The old ship sank. [2] It rained. [3] All of them are safe.").numbers_of(
        "The old ship sank. All of them are safe."
    ) == [1, 3], "sentence by sentence"
    assert not NumberedText("Nothing is numbered.")


def test_it_can_err_break_off_and_think_aloud() -> None:
    with scripted_endpoint(SCRIPT, Manner(errs=True)) as address, open_chat_model(address) as model:
        assert ask(model, PROMPT) == "Forty people were hurt. [3][5]"
    with scripted_endpoint(SCRIPT, Manner(most_words=3)) as address, open_chat_model(address) as model:
        broken = model.complete([Message("user", PROMPT)], max_tokens=200)
        assert (broken.text, broken.finish_reason) == ("Fourteen people were", "length")
    for manner in (Manner(thinking="Forty? No, fourteen."), Manner(reasoning="Forty? No, fourteen.")):
        with scripted_endpoint(SCRIPT, manner) as address, open_chat_model(address) as model:
            assert ask(model, PROMPT).strip() == f"{HURT} [3][5]"


SCHEMA = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "queries": {"type": "array", "items": {"type": "string"}},
        "kind": {"type": "string", "enum": ["fact", "digest"]},
        "since": {"type": ["string", "null"]},
        "newest_first": {"type": "boolean"},
        "unsure": {"type": "array", "items": {"type": "object", "properties": {"number": {"type": "integer"}}}},
        "until": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    },
}


def test_an_object_says_what_was_asked_and_nothing_that_is_not_known() -> None:
    asked = [Message("user", "Understand: How many were hurt?")]
    with scripted_endpoint(SCRIPT) as address, open_chat_model(address) as model:
        found = model.structured(asked, SCHEMA, name="understanding", max_tokens=200).value
    question = "How many were hurt?"
    known = {"text": question, "queries": [question], "kind": "fact", "newest_first": False}
    assert found == known | {"since": None, "unsure": [], "until": None}


def test_it_may_take_no_schema() -> None:
    asked = [Message("user", "Understand: How many were hurt?")]
    with (
        scripted_endpoint(SCRIPT, Manner(takes_schemas=False)) as address,
        open_chat_model(address) as model,
        pytest.raises(ModelReplyInvalid),
    ):
        model.structured(asked, SCHEMA, name="understanding", max_tokens=200)


def test_it_answers_whole_to_those_who_do_not_stream() -> None:
    with scripted_endpoint(SCRIPT, Manner(reasoning="Hm.")) as address:
        body = {"model": "scripted", "messages": [{"role": "user", "content": PROMPT}]}
        reply = httpx.post(f"{address}/chat/completions", json=body).json()
    (choice,) = reply["choices"]
    assert choice["message"]["content"] == f"{HURT} [3][5]"
    assert (choice["message"]["reasoning_content"], choice["finish_reason"]) == ("Hm.", "stop")
    assert reply["usage"]["prompt_tokens"] > 20
