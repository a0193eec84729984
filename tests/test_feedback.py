"""A rated answer reaches the evals with all that is needed to ask again."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatbot import build_chatbot
from chatbot.cli.main import app
from chatbot.conversations.records import Conversation
from chatbot.web.asking import Asked, Asking, Running
from chatbot.web.in_turn import AnswerLine
from evals.__main__ import main
from evals.runs.report import read_report
from tests.conftest import document

FERRY = (
    "The passenger ferry Saint Aldwyn struck the north pier at Kilbrannagh on Saturday morning. "
    "Fourteen people were injured, the harbor authority said. The ship was built in 2006."
)
ASKED = "How many people were injured?"


async def last(asking: Asking, talk: Conversation | None, question: str) -> Conversation:
    """The conversation after one more question."""
    async for step in asking.ask("ada", talk, Asked(question), Running()):
        talk = step.conversation or talk
    assert talk
    return talk


@pytest.fixture
def rated(tmp_path: Path) -> Path:
    """A library in which one of two answers was rated, by a reader of the page."""
    library = tmp_path / "library"
    with build_chatbot(library=library) as chatbot:
        list(chatbot.ingest_documents([document("/ferry.txt", FERRY, title="Ferry strikes pier")]))
        chatbot.open()
        asking = Asking(chatbot, AnswerLine(1))
        talk = asyncio.run(last(asking, None, "Which ship struck the pier?"))
        talk = asyncio.run(last(asking, talk, ASKED))
        answer = talk.exchanges[1].answer
        shown = asking.rate("ada", talk.id, answer.answer_id, "0", 'says <b>fifteen</b> "elsewhere"')
        assert "<b>" not in shown
        assert "says &lt;b&gt;fifteen&lt;/b&gt; &quot;elsewhere&quot;" in shown
        assert 'role="alert"' in asking.rate("ada", talk.id, "made-up", "1", "")
    return library


def test_feedback_becomes_cases_that_the_evals_ask_again(rated: Path, tmp_path: Path) -> None:
    out = tmp_path / "feedback.jsonl"
    done = CliRunner().invoke(app, ["feedback", "--out", str(out), "--library", str(rated)])
    assert done.exit_code == 0, done.output
    (line,) = out.read_text(encoding="utf-8").splitlines()
    case = json.loads(line)
    assert case["question"] == ASKED
    assert [turn["question"] for turn in case["history"]] == ["Which ship struck the pier?"]
    assert (case["helpful"], case["reason"]) == (False, 'says <b>fifteen</b> "elsewhere"')
    citation = case["citations"][0]
    assert FERRY[citation["start"] : citation["end"]] == citation["quote"]
    assert case["settings"]
    assert datetime.fromisoformat(case["asked_at"]).tzinfo == UTC

    report = tmp_path / "r.json"
    assert main(["feedback", "--data", str(out), "--library", str(rated), "--out", str(report)]) == 0
    (row,) = read_report(report).rows
    assert "ourteen" in row["answer"]
    assert row["same"]
    assert row["reason"] == case["reason"]
    assert read_report(report).metrics["helpful_rate"] == 0


def test_only_what_did_not_help_can_be_exported(rated: Path) -> None:
    bad = CliRunner().invoke(app, ["feedback", "--bad", "--library", str(rated)])
    assert json.loads(bad.stdout)["helpful"] is False
