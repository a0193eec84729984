"""What a model thinks is never its answer, however the endpoint sends it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.errors import ModelReplyInvalid
from chatbot.llm.chat import ChatModel, Generation, Message
from chatbot.llm.thinking import VisibleText
from tests.loopback import Loopback, chunk, counted, repeats, speaks, streams, thinks

QUESTION = [Message("user", "Who spoke?")]


def stream(model: ChatModel, max_tokens: int = 50) -> tuple[list[str], Generation]:
    generation = model.stream(QUESTION, max_tokens=max_tokens)
    return list(generation), generation


@pytest.mark.parametrize(
    ("pieces", "seen"),
    [
        (["<think>He spoke.</think>The minister."], "The minister."),
        (["<thinking>He spoke.</thinking>\n\nThe ", "minister."], "The minister."),
        (["<", "thi", "nk>", "Hm", "m.</th", "ink", ">\n", "\nThe ", "minister."], "The minister."),
        (["<THINK>Hmm.</THINK> The minister."], "The minister."),
        (["First. ", "<think>Hmm.</think>", "Second."], "First. Second."),
        (["First. ", "<think>Never closed."], "First. "),
        (["a < b, a <th b, <b>"], "a < b, a <th b, <b>"),
        (["a <"], "a <"),
        (["Hmm, who?", "</think>", "The minister."], "The minister."),
    ],
)
def test_tags_are_no_text(server: Loopback, model: ChatModel, pieces: list[str], seen: str) -> None:
    server.says(speaks(*pieces))
    got, generation = stream(model)
    assert generation.text == seen
    assert "".join(got).endswith(seen)
    assert not any("think" in piece.lower() for piece in got)


@pytest.mark.parametrize("key", ["reasoning_content", "reasoning"])
def test_a_field_of_its_own_is_no_text(server: Loopback, model: ChatModel, key: str) -> None:
    server.says(thinks("Who ", "spoke?", then=("The ", "minister."), key=key))
    got, generation = stream(model)
    assert (got, generation.text, generation.is_whole) == (["The ", "minister."], "The minister.", True)


@pytest.mark.parametrize(
    "reply",
    [speaks("<think>Hmm.</think>"), speaks("<think>Hmm."), speaks("<think>Hmm.", finish="length"), thinks("Hmm.")],
    ids=["closed", "unclosed", "cut", "field"],
)
def test_thinking_alone_is_an_empty_reply(server: Loopback, model: ChatModel, reply: object) -> None:
    server.says(reply)  # type: ignore[arg-type]
    with pytest.raises(ModelReplyInvalid, match=r"empty reply|thought until its tokens were used up.*larger context"):
        stream(model)


def test_long_thinking_leaves_room_for_the_answer(server: Loopback, model: ChatModel) -> None:
    server.says(thinks(*["hm "] * 500, then=("Yes.",)), speaks("<think>", *["hm "] * 500, "</think>", "Yes."))
    assert stream(model, max_tokens=5)[1].text == "Yes."
    assert stream(model, max_tokens=5)[1].text == "Yes."


def test_the_visible_text_stays_bounded(server: Loopback, model: ChatModel) -> None:
    server.says(speaks(*["<think>hm</think>"], *["word "] * 100))
    got, generation = stream(model, max_tokens=10)
    assert (len(got), generation.finish_reason, generation.is_whole) == (10, "length", False)


def test_endless_thinking_ends(server: Loopback, model: ChatModel) -> None:
    server.says(repeats('data: {"choices":[{"index":0,"delta":{"content":"<think>' + "hm " * 400 + '"}}]}\n\n'))
    with pytest.raises(ModelReplyInvalid, match="thought until its tokens were used up"):
        stream(model)
    assert server.calls[0].client_left.wait(2.0)


@pytest.mark.parametrize(
    ("reply", "whole"),
    [
        (speaks("Yes."), True),
        (speaks("Yes.", finish="eos"), True),
        (speaks("Yes.", finish="end_turn"), True),
        (streams(chunk("Yes."), counted(3, 1), "[DONE]"), True),
        (speaks("Yes.", finish="length"), False),
        (speaks("Yes.", finish="content_filter"), False),
        (speaks("Yes.", finish="tool_calls"), False),
        (speaks("Yes.", "<think>Or not?"), False),
    ],
)
def test_a_reply_is_whole_that_reached_its_own_end(
    server: Loopback, model: ChatModel, reply: object, whole: bool
) -> None:
    server.says(reply)  # type: ignore[arg-type]
    assert stream(model)[1].is_whole is whole


def test_a_reply_that_was_left_is_not_whole(server: Loopback, model: ChatModel) -> None:
    server.says(speaks("One. ", "Two."))
    generation = model.stream(QUESTION, max_tokens=20)
    for _ in generation:
        break
    assert not generation.is_whole


@pytest.mark.parametrize(
    ("pieces", "own_end", "seen"),
    [
        (["Hm", "m.</think>\n\nYes."], True, "Yes."),
        (["It needs ", "no thinking."], True, "It needs no thinking."),
        (["Hmm, where was", " I"], False, ""),
        (["<think>Hmm.</think>Yes."], True, "Yes."),
    ],
)
def test_replies_may_begin_inside_thinking(pieces: list[str], own_end: bool, seen: str) -> None:
    visible = VisibleText(begins_thinking=True)
    assert "".join(map(visible.feed, pieces)) + visible.rest(own_end=own_end) == seen


@given(st.text(st.sampled_from("<>/think g\n"), max_size=60), st.integers(1, 7))
def test_pieces_make_no_difference(text: str, size: int) -> None:
    whole, parted = VisibleText(), VisibleText()
    once = whole.feed(text) + whole.rest(own_end=True)
    pieces = [text[place : place + size] for place in range(0, len(text), size)]
    seen = "".join(map(parted.feed, pieces)) + parted.rest(own_end=True)
    assert seen.endswith(once)
    assert whole.closed_unopened or seen == once
