"""The embedded embedding model, and embedding endpoints that behave and misbehave (on loopback)."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.embedding.embeddings import RemoteEncoder, remote_encoder
from chatbot.embedding.encoder import MAX_TOKENS, SentenceEncoder, TextEncoder, Vectors, usable_cores
from chatbot.errors import LibraryMismatch, ModelError, ModelRefused, ModelReplyInvalid, ModelUnreachable
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.question.understanding import plain_question
from chatbot.records import Question
from chatbot.retrieval.retriever import Retriever
from tests.conftest import document

SENTENCES = [
    "The two presidents spoke for ninety minutes.",
    "The call between the leaders lasted an hour and a half.",
    "Tomatoes grow best in full sun.",
    "",
    "Oil prices fell on Monday. " * 40,
]


def test_vectors_are_float32_rows_of_unit_length(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(SENTENCES)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(SENTENCES), 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_like_sentences_are_nearer_than_unlike_ones(encoder: SentenceEncoder) -> None:
    spoke, lasted, tomatoes = encoder.encode(SENTENCES[:3])
    assert float(spoke @ lasted) > float(spoke @ tomatoes) + 0.2


def test_vectors_equal_the_full_precision_ones_nearly(encoder: SentenceEncoder) -> None:
    # The first values of the fp32 model for this sentence; a typical value of any vector is 0.04.
    full_precision = [-0.0193, 0.0480, 0.0381, -0.0623, 0.0186, 0.0293, -0.0172, 0.0165]
    vector = encoder.encode([SENTENCES[0]])[0]
    np.testing.assert_allclose(vector[:8], full_precision, atol=0.02)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: SentenceEncoder) -> None:
    together = encoder.encode(SENTENCES)
    backwards = encoder.encode(SENTENCES[::-1])[::-1]
    alone = np.concatenate([encoder.encode([text]) for text in SENTENCES])
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(together, backwards)


def test_one_thread_and_many_give_the_same(encoder: SentenceEncoder) -> None:
    np.testing.assert_array_equal(SentenceEncoder(threads=1).encode(SENTENCES), encoder.encode(SENTENCES))


def test_several_threads_may_share_an_encoder() -> None:
    fresh = SentenceEncoder(threads=2)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: fresh.encode(SENTENCES), range(8)))
    for result in results:
        np.testing.assert_array_equal(result, results[0])


def test_no_texts_give_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.count_tokens([]) == []


def test_long_texts_are_cut_at_the_models_limit(encoder: SentenceEncoder) -> None:
    kept = "market " * (MAX_TOKENS - 2)
    whole, cut, shorter = encoder.encode([kept, kept + "earthquake " * 10_000, kept[:700]])
    np.testing.assert_array_equal(whole, cut)
    assert not np.array_equal(whole, shorter)


def test_tokens_are_counted_uncut_and_without_special_ones(encoder: SentenceEncoder) -> None:
    assert encoder.count_tokens(["", "hello", "hello world", "hello " * 1000]) == [0, 1, 2, 1000]


def test_one_string_is_not_a_sequence_of_texts(encoder: SentenceEncoder) -> None:
    with pytest.raises(TypeError, match="sequence of strings"):
        encoder.encode("hello")


@pytest.mark.parametrize("wrong", [[None], [b"bytes"], [7]])
def test_what_is_not_text_is_refused(encoder: SentenceEncoder, wrong: list[Any]) -> None:
    with pytest.raises((AttributeError, TypeError)):
        encoder.encode(wrong)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(st.characters(codec=None), max_size=60), max_size=4))
def test_any_unicode_is_encoded(texts: list[str]) -> None:
    vectors = SHARED.encode(texts)
    assert vectors.shape == (len(texts), 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), np.ones(len(texts)), atol=1e-5)
    assert len(SHARED.count_tokens(texts)) == len(texts)


def test_the_fingerprint_names_the_model_without_loading_it() -> None:
    assert SentenceEncoder().fingerprint.startswith("all-MiniLM-L6-v2-int8-")


def test_at_least_one_core_is_usable() -> None:
    assert usable_cores() >= 1


SHARED = SentenceEncoder()

Reply = Callable[[dict[str, Any]], tuple[int, Any]]


class Endpoint:
    """An embeddings endpoint on loopback; `reply` turns a request's body into a status and a body."""

    def __init__(self) -> None:
        self.reply: Reply = vectors_of_lengths
        self.requests: list[dict[str, Any]] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint.requests.append(body | {"path": self.path, "key": self.headers["Authorization"]})
                status, content = endpoint.reply(body)
                data = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.send_header("retry-after-ms", "1")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


def vectors_of_lengths(body: dict[str, Any]) -> tuple[int, Any]:
    """Vectors that tell the texts apart, not of unit length, in reverse order."""
    data = [
        {"object": "embedding", "index": place, "embedding": [3.0 * len(text), 4.0, 0.0]}
        for place, text in enumerate(body["input"])
    ]
    return 200, {"object": "list", "model": body["model"], "data": data[::-1], "usage": {}}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    opened = Endpoint()
    thread = Thread(target=opened.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield opened
    opened.server.shutdown()
    thread.join()
    opened.server.server_close()


@pytest.fixture
def remote(endpoint: Endpoint) -> Iterator[RemoteEncoder]:
    opened = remote_encoder(endpoint.url, "secret", "bge-small", timeout=5)
    yield opened
    opened.close()


def test_remote_vectors_keep_the_order_and_get_unit_length(remote: RemoteEncoder, endpoint: Endpoint) -> None:
    texts = ["x" * n for n in range(1, 131)]
    vectors = remote.encode(texts)
    expected = np.array([[3.0 * n, 4.0, 0.0] for n in range(1, 131)])
    np.testing.assert_allclose(vectors, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-6)
    assert vectors.dtype == np.float32
    assert [len(request["input"]) for request in endpoint.requests] == [64, 64, 2]
    assert {request["model"] for request in endpoint.requests} == {"bge-small"}
    assert {request["key"] for request in endpoint.requests} == {"Bearer secret"}


def test_remote_encoder_needs_no_key_and_no_request_for_nothing(endpoint: Endpoint) -> None:
    keyless = remote_encoder(endpoint.url, "", "bge-small", timeout=5)
    assert len(keyless.encode([])) == 0
    assert not endpoint.requests
    assert keyless.encode([""]).shape == (1, 3)
    assert endpoint.requests[0]["input"] == [" "]
    keyless.close()


def test_remote_encoder_tries_again_when_the_server_is_busy(remote: RemoteEncoder, endpoint: Endpoint) -> None:
    def busy_twice(body: dict[str, Any]) -> tuple[int, Any]:
        return (503, {"error": "busy"}) if len(endpoint.requests) < 3 else vectors_of_lengths(body)

    endpoint.reply = busy_twice
    assert remote.encode(["hello"]).shape == (1, 3)
    assert len(endpoint.requests) == 3


@pytest.mark.parametrize(
    ("status", "setting"),
    [
        (400, "CHATBOT_EMBEDDING_MODEL"),
        (401, "OPENAI_API_KEY"),
        (403, "OPENAI_API_KEY"),
        (404, "CHATBOT_EMBEDDING_BASE_URL"),
        (429, "OPENAI_API_KEY"),
        (500, "CHATBOT_EMBEDDING_MODEL"),
    ],
)
def test_refusals_name_the_setting(remote: RemoteEncoder, endpoint: Endpoint, status: int, setting: str) -> None:
    endpoint.reply = lambda _: (status, {"error": {"message": "no"}})
    with pytest.raises(ModelRefused) as caught:
        remote.encode(["hello"])
    assert setting in caught.value.remedy
    assert "secret" not in str(caught.value)


def _data(*rows: object) -> dict[str, Any]:
    return {"data": [{"index": place, "embedding": row} for place, row in enumerate(rows)]}


@pytest.mark.parametrize(
    "reply",
    [
        b"<html>not JSON</html>",
        {"data": []},
        {"data": None},
        {"unexpected": True},
        [],
        _data([1.0], [1.0], [1.0]),
        _data([1.0, 2.0], [1.0]),
        _data([0.0], [1.0]),
        _data([], []),
        _data("text", "text"),
        _data(None, None),
        {"data": [{"embedding": [1.0]}, {"embedding": [1.0]}]},
    ],
)
def test_broken_replies_are_told_apart_from_vectors(remote: RemoteEncoder, endpoint: Endpoint, reply: Any) -> None:
    endpoint.reply = lambda _: (200, reply)
    with pytest.raises(ModelReplyInvalid, match="bge-small"):
        remote.encode(["one", "two"])


def test_an_endpoint_that_changes_the_length_of_its_vectors_is_named_and_the_library_stays_whole(
    remote: RemoteEncoder, endpoint: Endpoint, tmp_path: Path
) -> None:
    def longer(body: dict[str, Any]) -> tuple[int, Any]:
        return 200, _data(*([1.0, 2.0, 3.0, 4.0] for _ in body["input"]))

    with Library.open(tmp_path / "library", remote.fingerprint) as library:
        ingestor = Ingestor(library, remote)
        list(ingestor.run([document("/1.txt", "The river rose by two metres on Tuesday.")]))
        endpoint.reply = longer
        for act in (
            lambda: list(ingestor.run([document("/2.txt", "Schools stay open.")])),
            lambda: Retriever(library, remote).retrieve(plain_question(Question("What rose?", datetime.now(UTC))), 5),
        ):
            with pytest.raises(LibraryMismatch, match="another length") as caught:
                act()
            assert "former model" in caught.value.remedy
        endpoint.reply = vectors_of_lengths
        list(ingestor.run([document("/2.txt", "Schools stay open.")]))
        assert len(library.lexical) == library.passages.count() == 2


def test_a_silent_address_is_unreachable() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        encoder = remote_encoder(f"http://127.0.0.1:{reserved.getsockname()[1]}/v1", "", "bge-small", timeout=1)
        with pytest.raises(ModelUnreachable) as caught:
            encoder.encode(["hello"])
        encoder.close()
    assert "CHATBOT_EMBEDDING_BASE_URL" in caught.value.remedy
    assert isinstance(caught.value, ModelError)


def test_both_encoders_are_text_encoders(remote: RemoteEncoder, encoder: SentenceEncoder) -> None:
    both: list[TextEncoder] = [remote, encoder]
    assert [one.count_tokens(["hello world"]) for one in both] == [[2], [2]]
    assert len({one.fingerprint for one in both}) == 2


def test_llamaindex_sees_the_same_vectors(encoder: SentenceEncoder) -> None:
    from chatbot.embedding.llamaindex import EmbeddingEncoder, MiniLMEmbedding

    embedding = MiniLMEmbedding()
    expected: Vectors = encoder.encode(SENTENCES[:2])
    np.testing.assert_allclose(embedding.get_text_embedding_batch(SENTENCES[:2]), expected, atol=1e-6)
    np.testing.assert_allclose(embedding.get_query_embedding(SENTENCES[0]), expected[0], atol=1e-6)
    back = EmbeddingEncoder(embedding)
    np.testing.assert_allclose(back.encode(SENTENCES[:2]), expected, atol=1e-6)
    assert encoder.fingerprint in back.fingerprint
