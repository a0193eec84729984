"""What the recorder remembers of a chat model that is used as always."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from chatbot.errors import ModelError
from chatbot.llm.chat import Message, open_chat_model
from evals.runs.recording import RecordedModel
from evals.scripted_endpoint import scripted_endpoint
from evals.scripted_model import Line
from tests.loopback import fails, running_loopback, speaks

QUESTION, SENTENCE = "How many were hurt?", "Fourteen people were hurt."
PROMPT = f"[1] {SENTENCE}\nQuestion: {QUESTION}"


@pytest.fixture(scope="module")
def model() -> Iterator[RecordedModel]:
    script = {QUESTION: [Line("It was fourteen people.", (SENTENCE,))]}
    with scripted_endpoint(script) as address, open_chat_model(address) as opened:
        yield RecordedModel(opened)


def test_what_was_given_and_said_is_kept_and_nothing_changes(model: RecordedModel) -> None:
    with model.recording() as recording:
        understood = model.structured(
            [Message("user", QUESTION)], {"type": "object", "properties": {}}, name="x", max_tokens=50
        )
        generation = model.stream([Message("system", "Answer."), Message("user", PROMPT)], max_tokens=50)
        said = "".join(generation)
        ended = time.perf_counter()
        model.complete([Message("user", QUESTION)], max_tokens=50)
    assert understood.value == {}
    assert said == generation.text == "It was fourteen people. [1]"
    assert generation.finish_reason == "stop"
    assert model.name == "scripted"
    assert [call.streamed for call in recording.calls] == [False, True, False]
    writing = recording.writing
    assert writing
    assert (writing.prompt, writing.reply) == (f"Answer.\n{PROMPT}", said)
    assert writing.ended
    assert writing.ended <= ended


def test_a_reply_that_is_left_counts_as_far_as_it_was_read(model: RecordedModel) -> None:
    with model.recording() as recording:
        for piece in model.stream([Message("user", PROMPT)], max_tokens=50):
            assert piece == "It"
            break
    writing = recording.writing
    assert writing
    assert writing.reply == "It"
    assert writing.ended


def test_what_failed_is_not_what_was_written() -> None:
    said = speaks("Fourteen.")
    refused = fails(403)
    with running_loopback(refused, said) as server, open_chat_model(server.base_url, "m") as opened:
        recorded = RecordedModel(opened)
        with recorded.recording() as recording:
            with pytest.raises(ModelError):
                list(recorded.stream([Message("user", "long " * 9)], max_tokens=50))
            list(recorded.stream([Message("user", "short")], max_tokens=50))
    assert len(recording.calls) == 2
    assert recording.writing
    assert recording.writing.prompt == "short"


def test_each_thread_records_its_own_calls(model: RecordedModel) -> None:
    meeting = Barrier(2, timeout=10)

    def ask(name: str) -> list[str]:
        with model.recording() as recording:
            meeting.wait()
            list(model.stream([Message("user", name)], max_tokens=50))
            meeting.wait()
            return [call.prompt for call in recording.calls]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, ("one", "other"))) == [["one"], ["other"]]


def test_calls_outside_of_a_recording_are_forgotten(model: RecordedModel) -> None:
    list(model.stream([Message("user", PROMPT)], max_tokens=50))
    with model.recording() as recording:
        pass
    assert recording.calls == []
    assert recording.writing is None
