"""Questions in scripts that the embedding model does not read find their articles, and only these."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.app import Chatbot
from chatbot.briefing.summarizing import SummaryForm
from chatbot.records import Answer
from tests.scripts.conftest import DATA

ASKED_AT = datetime(2025, 3, 12, tzinfo=UTC)
ANSWERED = [(row["question"], row["answer"]) for row in DATA["questions"] if row["answer"]]
WITHOUT_ANSWER = [row["question"] for row in DATA["questions"] if not row["answer"]]


def ask(chatbot: Chatbot, question: str) -> Answer:
    return chatbot.ask(question, asked_at=ASKED_AT)


def test_questions_are_answered_by_the_sentence_that_answers(mixed: Chatbot) -> None:
    wrong = [
        question
        for question, answer in ANSWERED
        if not any(answer in citation.quote for citation in ask(mixed, question).citations)
    ]
    assert len(wrong) <= 1, wrong


def test_questions_without_an_answer_are_refused(mixed: Chatbot) -> None:
    wrong = [question for question in WITHOUT_ANSWER if not ask(mixed, question).refused]
    assert len(wrong) <= 1, wrong


def test_english_questions_beside_them_are_answered_as_before(mixed: Chatbot) -> None:
    assert "Peskov" in ask(mixed, "Who is the Kremlin spokesman?").text
    assert ask(mixed, "What is the boiling point of tungsten?").refused


@pytest.mark.parametrize("language", sorted({article["language"] for article in DATA["articles"]}))
def test_an_article_is_summarized_in_its_own_sentences(mixed: Chatbot, language: str) -> None:
    titles = {article["title"] for article in DATA["articles"] if article["language"] == language}
    for article in mixed.library.summaries():
        if article.metadata.title in titles:
            summary = mixed.summarize(article.id, SummaryForm.SHORT)
            assert len(summary.sentences) == 2
            text = summary.articles[0].text
            assert all(text[one.start : one.end] == one.quote for one in summary.citations)


def test_an_article_of_short_sentences_is_summarized(mixed: Chatbot, tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("雨天\n\n下雨了。河水上涨。", encoding="utf-8")
    assert mixed.summarize(str(short), SummaryForm.SHORT).sentences
