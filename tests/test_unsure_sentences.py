"""A sentence of the model whose support is likely but not sure gives way to the words that support it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.records import Verdict
from tests.loopback import Loopback, running_loopback, speaks

QUESTION = "What raise do the Arden Valley drivers get under the agreement?"
SURE = "The 2,350 drivers get a raise of 9.5 percent in three steps."
DOUBTED = "“Nobody got everything, and the trains are running,” denied the mediator, former judge Estelle Varga-Monroe."
"""The article has her say it, and all else alike."""
UNSURE = f"{SURE.removesuffix('.')}, which is 2.5 percent above the previous increase."


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with running_loopback() as running:
        yield running


@pytest.fixture(scope="module")
def chatbot(tmp_path_factory: pytest.TempPathFactory, server: Loopback) -> Iterator[Chatbot]:
    library = tmp_path_factory.mktemp("library")
    with build_chatbot(library=library, llm_base_url=server.base_url) as built:
        for _ in built.ingest([str(path) for path in SEEDS.glob("*rail-strike*.md")]):
            pass
        yield built


def test_an_unsure_sentence_gives_way_to_the_words_that_support_it(chatbot: Chatbot, server: Loopback) -> None:
    server.says(speaks(f"{UNSURE} [1]"))
    answer = chatbot.ask(QUESTION)
    assert "previous increase" not in answer.text
    assert answer.sentences[0].text.endswith("”")
    assert "2,350" in answer.sentences[0].text
    assert all(sentence.verdict is Verdict.SUPPORTED for sentence in answer.sentences)


def test_a_sentence_with_a_word_that_the_evidence_model_doubts_gives_way_too(
    chatbot: Chatbot, server: Loopback
) -> None:
    server.says(speaks(f"{DOUBTED} [1]"))
    answer = chatbot.ask("What did the mediator Estelle Varga-Monroe say?")
    assert "denied" not in answer.text
    assert "said the mediator" in answer.text
    likeliest = max(chatbot.support_model.support(DOUBTED, [item.quote]) for item in answer.citations)
    assert likeliest >= chatbot.attributor.wording_threshold


def test_nothing_is_quoted_twice_for_it(chatbot: Chatbot, server: Loopback) -> None:
    server.says(speaks(f"{UNSURE} [1] {UNSURE.replace('which is', 'and that is')} [1]"))
    answer = chatbot.ask(QUESTION)
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(set(quotes))
    assert all(answer.text.count(quote) <= 1 for quote in quotes)


def test_a_sure_sentence_keeps_its_words(chatbot: Chatbot, server: Loopback) -> None:
    server.says(speaks(f"{SURE} [1]"))
    first = chatbot.ask(QUESTION).sentences[0]
    assert SURE in (first.text, first.claim)
    assert first.score >= chatbot.attributor.wording_threshold


def test_the_bar_lies_between_likely_and_sure(chatbot: Chatbot) -> None:
    attributor = chatbot.attributor
    assert attributor.threshold < attributor.wording_threshold < attributor.sure_threshold


@pytest.mark.parametrize("written", ["The two presidents spoke for about two hours. [2]", "Two hours. [2]"])
def test_for_a_sentence_whose_support_holds_no_duration_the_best_evidence_that_does_is_quoted(
    tmp_path: Path, server: Loopback, written: str
) -> None:
    server.says(speaks(written))
    with build_chatbot(library=tmp_path, llm_base_url=server.base_url) as built:
        list(built.ingest([str(path) for path in SEEDS.glob("*trump-putin-call.md")]))
        answer = built.ask("How long did the two presidents speak?")
    quotes = [citation.quote for citation in answer.citations]
    assert any("for more than two hours on Tuesday" in quote for quote in quotes)
    assert not any("two hours earlier" in quote for quote in quotes)
