"""Peers behind the task interface, with CitationQueryEngine itself: LlamaIndex is a dependency of the product."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.llm.engine import EmbeddedEngine
from chatbot.records import Usage
from chatbot.weights.files import smollm2_path
from evals.peers.asking import PeerFailed, as_answer, open_peer
from evals.peers.comparing import table
from evals.peers.environments import PEERS, Peer, PeerMissing
from evals.peers.gateway import Gateway, open_gateway
from evals.runs.report import Report

DOCUMENTS = [{"title": "Ferry", "text": "Fourteen people were injured when the ferry struck the pier at Kilbrannagh."}]


def test_citation_query_engine_answers_through_the_gateway(encoder: SentenceEncoder) -> None:
    peer = Peer("citation-query-engine", PEERS["citation-query-engine"].worker, Path(sys.executable))
    with (
        EmbeddedEngine(smollm2_path()) as engine,
        open_gateway(engine.base_url, engine.api_key, engine.model_name, encoder) as gateway,
        open_peer(peer, gateway) as process,
    ):
        answer, memory = process.ask("How many people were injured?", DOCUMENTS)
    assert answer.text
    assert answer.usage.prompt_tokens > 100
    assert answer.usage.completion_tokens > 0
    assert 0 < answer.timings["first_sentence"] <= answer.timings["total"]
    assert memory > 50
    assert all(citation.quote in DOCUMENTS[0]["text"] for citation in answer.citations)


def test_the_gateway_embeds_with_our_encoder_and_hides_the_key(encoder: SentenceEncoder) -> None:
    with open_gateway("http://127.0.0.1:9", "secret", "m", encoder) as gateway:
        reply = httpx.post(f"{gateway.base_url}/embeddings", json={"input": ["a ferry", "a dam"], "model": "x"}).json()
    assert [len(item["embedding"]) for item in reply["data"]] == [384, 384]
    assert "secret" not in str(reply)


def test_an_answer_of_a_peer_is_read_with_its_markers() -> None:
    reply = {
        "answer": "Fourteen people were injured [1]. It was a Saturday [7]. The sources do not say who steered.",
        "sources": [DOCUMENTS[0]["text"]],
        "first_s": 1.0,
        "answer_s": 2.0,
    }
    answer = as_answer("?", reply, DOCUMENTS, "peer", Usage(5, 6))
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (7,), ()]
    assert [(citation.id, citation.quote) for citation in answer.citations] == [(1, DOCUMENTS[0]["text"])]
    assert not answer.refused


@pytest.mark.parametrize("text", ["", "Empty Response", "I cannot answer this question.", "The sources do not say."])
def test_refusals_of_peers_are_known(text: str) -> None:
    reply = {"answer": text, "sources": [], "first_s": 0.0, "answer_s": 0.0}
    assert as_answer("?", reply, DOCUMENTS, "peer", Usage()).refused


def test_a_peer_that_is_missing_or_fails_is_told(tmp_path: Path) -> None:
    nowhere = Gateway("http://127.0.0.1:9/v1", "m")
    with (
        pytest.raises(PeerMissing, match="peers --install"),
        open_peer(Peer("absent", tmp_path, tmp_path / "no"), nowhere),
    ):
        pass
    script = tmp_path / "broken.py"
    script.write_text("import sys; sys.stdin.readline(); raise SystemExit('out of memory')", encoding="utf-8")
    broken = Peer("broken", script, Path(sys.executable))
    with open_peer(broken, nowhere) as process, pytest.raises(PeerFailed, match="broken has ended: out of memory"):
        process.ask("?", DOCUMENTS)


def test_the_table_puts_systems_side_by_side() -> None:
    row = {"documents_hold_gold": True, "refused": False, "memory_mb": 700.0}
    text = table({"chatbot": Report("qa", 1, {"f1": 0.25}, {}, {}, 1.0, [row], "c")})
    assert "| 1 questions | chatbot |" in text
    assert "| token F1 of the whole answer | 0.25 |" in text
    assert "| peak memory, MB | 700 |" in text


NUMBERING = """
import sys; sys.path.insert(0, sys.argv[1])
from paperqa import Doc, Text
from paperqa.types import Context, PQASession
from paperqa2 import _numbered
doc = Doc(docname="Article1", dockey="a", citation="Ferry")
found = [Context(context="", score=1, text=Text(text=text, name=f"Article1 chunk {at}", doc=doc))
         for at, text in ((1, "one"), (12, "two"))]
session = PQASession(question="?", contexts=found, raw_answer=sys.argv[2].format(*(each.id for each in found)))
session.populate_formatted_answers_and_bib_from_raw_answer()
print(*_numbered(session), sep="|")
"""


@pytest.mark.skipif(not PEERS["paperqa2"].python.exists(), reason="needs `python -m evals peers --install`")
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It sank ({1}). So ({0}, {1}) (in 2020).", "It sank [1]. So [2] [1] (in 2020).|['two', 'one']"),
        ("By {0} and (pqac-00000000).", "By [1] and ().|['one']"),
    ],
)
def test_citations_of_paperqa2_are_read_by_its_keys_and_by_its_names(written: str, read: str) -> None:
    peer = PEERS["paperqa2"]
    command = [str(peer.python), "-c", NUMBERING, str(peer.worker.parent), written]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip().replace("By  [1]", "By [1]") == read, done.stderr
