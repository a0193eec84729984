"""Which articles a reader means who asks for a summary of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.records import Turn

NOW = datetime(2025, 4, 12, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def chatbot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    with build_chatbot(library=tmp_path_factory.mktemp("naming")) as opened:
        list(opened.ingest([str(SEEDS)]))
        yield opened


def titles(chatbot: Chatbot, question: str, *history: Turn) -> set[str]:
    answer = chatbot.ask(question, history=history, asked_at=NOW)
    backing = {number for sentence in answer.sentences for number in sentence.citations}
    return {citation.title for citation in answer.citations if citation.id in backing}


def turn_on(chatbot: Chatbot, *words: str) -> Turn:
    ids = [one.id for word in words for one in chatbot.library.summaries() if word in one.metadata.title]
    assert len(ids) == len(words)
    return Turn("What happened?", "The ferry hit the pier.", tuple(ids))


@pytest.mark.parametrize(
    "question",
    [
        "summarize Fourteen hurt as ferry strikes pier at Kilbrannagh",
        "Summarize “Fourteen hurt as ferry strikes pier at Kilbrannagh”, please",
        "Please sum up fourteen hurt as ferry strikes pier",
        "Summarize the article on fourteen hurt by a ferry at Kilbrannagh",
    ],
)
def test_a_title_names_its_article(chatbot: Chatbot, question: str) -> None:
    assert titles(chatbot, question) == {"Fourteen hurt as ferry strikes pier at Kilbrannagh"}


@pytest.mark.parametrize("question", ["summarize this article", "Summarize that article.", "summarize it"])
def test_this_article_is_the_one_of_the_last_answer(chatbot: Chatbot, question: str) -> None:
    turn = turn_on(chatbot, "Fourteen hurt")
    assert titles(chatbot, question, turn) == {"Fourteen hurt as ferry strikes pier at Kilbrannagh"}


def test_these_articles_are_all_of_the_last_answer(chatbot: Chatbot) -> None:
    turn = turn_on(chatbot, "Fourteen hurt", "Kilbrannagh ferry crash")
    assert len(titles(chatbot, "summarize these articles", turn)) == 2


def test_a_topic_names_no_article(chatbot: Chatbot) -> None:
    assert len(titles(chatbot, "summarize everything on the Kilbrannagh ferry accident")) > 1


def test_it_after_an_answer_from_several_articles_is_their_topic(chatbot: Chatbot) -> None:
    turn = turn_on(chatbot, "Fourteen hurt", "Kilbrannagh ferry crash")
    asked = Turn("What happened to the Kilbrannagh ferry?", turn.answer, turn.article_ids)
    assert len(titles(chatbot, "summarize that", asked)) > 1
