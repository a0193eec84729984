"""A sentence of the model keeps its words, however sure its support is; what is not sure is marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.records import Verdict
from tests.answering.author import Author, author_on_loopback

QUESTION = "What raise do the Arden Valley drivers get under the agreement?"
RAISE = "a raise of 9.5 percent in three steps"
SURE = "The 2,350 drivers get a raise of 9.5 percent in three steps."
ADDED = f"{SURE.removesuffix('.')}, which is 2.5 percent above the previous increase."


@pytest.fixture(scope="module")
def author() -> Iterator[Author]:
    with author_on_loopback() as running:
        yield running


@pytest.fixture(scope="module")
def chatbot(tmp_path_factory: pytest.TempPathFactory, author: Author) -> Iterator[Chatbot]:
    """Sentences are checked by the models inside alone."""
    folder: Path = tmp_path_factory.mktemp("library")
    with build_chatbot(library=folder, llm_base_url=author.base_url, verifier="local") as built:
        for _ in built.ingest([str(path) for path in SEEDS.glob("*rail-strike*.md")]):
            pass
        yield built


def test_what_is_not_sure_keeps_its_words_and_is_marked_with_the_closest_ones(chatbot: Chatbot, author: Author) -> None:
    author.writes(f"{ADDED} [[{RAISE}]]")
    (sentence,) = chatbot.ask(QUESTION).sentences
    assert sentence.text == ADDED
    assert sentence.verdict.is_doubtful
    assert sentence.nearest
    assert not sentence.citations


def test_what_is_sure_keeps_its_words_and_is_cited(chatbot: Chatbot, author: Author) -> None:
    author.writes(f"{SURE} [[{RAISE}]]")
    answer = chatbot.ask(QUESTION)
    (sentence,) = answer.sentences
    assert (sentence.text, sentence.verdict) == (SURE, Verdict.SUPPORTED)
    assert any(RAISE in citation.quote for citation in answer.citations if citation.id in sentence.citations)


def test_what_is_not_sure_is_not_said_twice(chatbot: Chatbot, author: Author) -> None:
    author.writes(f"{ADDED} [[{RAISE}]] {SURE} [[{RAISE}]]")
    answer = chatbot.ask(QUESTION)
    assert [sentence.verdict.is_doubtful for sentence in answer.sentences] == [True, False]
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(set(quotes))
