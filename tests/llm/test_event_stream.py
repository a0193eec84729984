"""Nothing that a server sends takes long to read, or much room."""

from __future__ import annotations

import time

import pytest

from chatbot.llm.event_stream import DONE, read_events
from chatbot.llm.server_words import NoReply, error_in, server_words


def read(data: bytes, size: int) -> list[object]:
    return list(read_events(data[place : place + size] for place in range(0, len(data), size)))


@pytest.mark.parametrize(
    "data",
    [
        b"data: {\n" * 200_000,
        b'data: {"a": [\n' * 200_000,
        b'data: {"a":"}\n' * 200_000,
        b"[" * 5_000_000,
        b"data: " * 1_000_000,
        b"x" * 5_000_000,
        b"<p>" * 1_000_000,
        b"<!--" * 1_000_000,
        b"\n" * 300_000,
        b": ping\n\n" * 200_000,
    ],
    ids=lambda data: str(data[:12]),
)
def test_absurd_streams_end_soon(data: bytes) -> None:
    began = time.process_time()
    with pytest.raises(NoReply) as caught:
        read(data, 65_536)
    assert time.process_time() - began < 10
    assert len(caught.value.message) < 400


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_where_bytes_are_cut_makes_no_difference(size: int) -> None:
    data = 'id: 4\r\n: x\r\ndata: {"a": "é🚢",\r\ndata:  "b": 1}\r\n\r\nevent: ping\ndata:\n\ndata:[DONE]\n\n'.encode()
    assert read(data, size) == [{"a": "é🚢", "b": 1}, DONE]


def test_text_that_is_lost_between_events_is_no_silence() -> None:
    with pytest.raises(NoReply, match="no JSON"):
        read(b'data: {"a": 1}\n\ndata: {"a": tw\n\ndata: {"a": 3}\n\n', 1000)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"message": "no", "param": "stop"}}, "no (stop)"),
        ({"error": {"message": {"detail": ["deep"]}}}, "deep"),
        ({"error": {"code": 7}}, ""),
        ('"quoted"', "quoted"),
        ("<html><script>x</script><body>Down\n for <b>now</b>", "Down for now"),
        ("<title>A\x1b[2J\u202eB</title>", "A[2JB"),
        ("[" * 100_000, "[" * 200),
        ('{"error":' * 100_000, '{"error":' * 22 + '{"'),
        ("", ""),
        (7, ""),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_servers_words_are_found(body: object, words: str) -> None:
    assert server_words(body) == words


@pytest.mark.parametrize(
    "value", [{"error": None}, {"error": False}, {"choices": [], "detail": "x"}, {"message": {"content": "x"}}, {}]
)
def test_what_is_no_error_is_not_taken_for_one(value: dict[str, object]) -> None:
    assert error_in(value) == ""
