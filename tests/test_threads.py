"""One chatbot serves many threads: every answer is right and nobody gets another's, while articles come and go."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from chatbot import build_chatbot
from chatbot.app import SEEDS, Chatbot
from chatbot.library.gate import Gate
from chatbot.records import Document, Metadata

TOLD = {
    "How many people were injured in the ferry accident?": "were injured",
    "Who is the Kremlin spokesman?": "Peskov",
    "How many prisoners were exchanged?": "175",
    "To what rate did the Bank of Caldria cut?": "3.75",
    "How high was the peak gust of the storm?": "131",
    "Who won the 1,500 metres?": "Wambui-Strand",
    "Which heaters were recalled?": "WarmNest",
    "When did the Carrow Street library open again?": "Monday",
}
"""Questions, each with words that its answer holds."""


def test_readers_ask_while_articles_are_added_and_deleted(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        list(chatbot.ingest([str(SEEDS)]))
        chatbot.open()
        done = threading.Event()
        writer = threading.Thread(target=come_and_go, args=(chatbot, done))
        writer.start()
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(chatbot.ask, TOLD))
        done.set()
        writer.join()
        for word, answer in zip(TOLD.values(), answers, strict=True):
            assert word in answer.text
            for citation in answer.citations:
                text = chatbot.library.get(citation.article_id, citation.version).text
                assert text[citation.start : citation.end] == citation.quote
        assert len(chatbot.library) == 26


def come_and_go(chatbot: Chatbot, done: threading.Event) -> None:
    """Add an article and delete it, over and over."""
    while not done.is_set():
        text = "The weather station at Hollin Fell measured a frost of four degrees on Tuesday night."
        document = Document("/weather.txt", text, Metadata(title="Frost at Hollin Fell"))
        (outcome,) = chatbot.ingest_documents([document])
        chatbot.delete_article(outcome.article_id)


def test_the_gate_keeps_readers_out_while_one_is_alone_inside() -> None:
    gate, inside, seen = Gate(), threading.Event(), []

    def read() -> None:
        inside.wait()
        with gate.shared():
            seen.append("reader")

    reader = threading.Thread(target=read)
    reader.start()
    with gate.exclusive():
        inside.set()
        with gate.shared():
            reader.join(timeout=0.2)
            seen.append("writer")
    reader.join()
    assert seen == ["writer", "reader"]
