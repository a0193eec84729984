"""The newsroom task over a small folder: with a scripted model that is right or errs, and without a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.newsroom import TRAPS, own_newsroom, read_newsroom, script_of
from evals.runs.report import Report, read_report
from evals.scripted_endpoint import Manner, scripted_endpoint
from evals.streaming import article

FERRY = (
    "Fourteen people were injured on Saturday when the passenger ferry Saint Aldwyn struck the north pier at "
    "Kilbrannagh, the harbor authority said. The vessel hit the pier at about 4 knots. The captain has 19 years of "
    "service with the company. The Saint Aldwyn was built in 2006."
)
LIBRARY = (
    "The Carrow Street library opened its doors again on Monday. The repair cost £2.3 million. The insurance paid "
    "£1.7 million of it, and the city the rest."
)
ARTICLES = [
    {"title": "Ferry strikes pier", "text": FERRY, "url": "https://n.example/1", "published": "2025-03-08"},
    {"title": "Library reopens", "text": LIBRARY, "url": "https://n.example/2", "published": "2025-03-17"},
]
HURT = "Fourteen people were injured on Saturday when the passenger ferry Saint Aldwyn struck the north pier"
QUESTIONS = [
    {
        "id": "hurt",
        "kind": "fact",
        "question": "How many people were injured when the ferry struck the pier?",
        "quotes": [{"quote": HURT}],
        "must_have": ["Fourteen people were injured when the ferry struck the pier."],
    },
    {
        "id": "chess",
        "kind": "unanswerable",
        "question": "Who won the chess championship?",
        "quotes": [],
        "must_have": ["says that nobody is named"],
    },
]
ANSWERS = [
    {
        "id": "hurt-1",
        "question_id": "hurt",
        "claim": "Fourteen people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh.",
        "corrupted": "Forty people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh.",
        "error": "number",
        "evidence": [HURT],
    },
    {
        "id": "hurt-2",
        "question_id": "hurt",
        "claim": "Nobody was killed.",
        "corrupted": "One man was killed.",
        "error": "negation",
        "evidence": ["Nobody was killed, the police said."],
    },
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "newsroom"
    path.mkdir()
    for name, rows in {"articles": ARTICLES, "questions": QUESTIONS, "answers": ANSWERS}.items():
        given = [row | {"asked_at": "2025-03-20"} for row in rows]
        (path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, given)), encoding="utf-8")
    return path


def measured(folder: Path, *given: str) -> Report:
    out = folder.parent / "r.json"
    assert main(["newsroom", "--data", str(folder), "--out", str(out), *given]) == 0
    return read_report(out)


def with_model(folder: Path, *given: str, manner: Manner = Manner()) -> Report:
    with scripted_endpoint(script_of(read_newsroom(folder)), manner) as address:
        return measured(folder, "--llm", address, *given)


def fates(report: Report, kind: str) -> Sequence[str]:
    return [sentence["fate"] for row in report.rows for sentence in row[kind]]


def test_sentences_are_followed_from_the_prompt_to_the_reader(folder: Path) -> None:
    report = with_model(folder)
    assert fates(report, "claims") == ["supported", ""]
    assert fates(report, "twins") == ["", ""]
    metrics = report.metrics
    assert metrics["evidence_recall"] == metrics["kept"] == 1.0
    assert (metrics["complete"], metrics["dropped"]) == (0.5, 0.0)
    assert (metrics["refusal_rate"], metrics["false_refusal_rate"]) == (1.0, 0.0)
    assert metrics["prompt_tokens_p50"] > metrics["evidence_tokens_p50"] > 20
    assert 0 < metrics["first_sentence_s_p50"] <= metrics["answer_s_p50"] <= metrics["answer_s_p95"]
    assert metrics["after_last_word_s_p50"] < metrics["answer_s_p50"]
    assert not {"must_have", "wrong_supported"} & metrics.keys()
    assert report.by_set["unanswerable"]["refusal_rate"] == 1.0
    assert list(report.settings["data"]) == [folder.name]


def test_a_model_that_errs_is_marked(folder: Path) -> None:
    report = with_model(folder, manner=Manner(errs=True))
    assert fates(report, "twins") == ["marked", ""]
    metrics = report.metrics
    assert (metrics["wrong_supported"], metrics["wrong_marked"], metrics["dropped"]) == (0.0, 1.0, 0.0)
    assert not {"must_have", "complete", "kept"} & metrics.keys()


def test_the_model_can_be_given_less(folder: Path) -> None:
    other = [{"title": f"Pier {number}", "text": article(number).text} for number in range(30)]
    with (folder / "articles.jsonl").open("a", encoding="utf-8") as file:
        file.write("".join(f"\n{json.dumps(row)}" for row in other))
    few, many = (with_model(folder, "--evidence-tokens", tokens) for tokens in ("500", "4000"))
    assert few.metrics["evidence_tokens_p50"] < 700 < many.metrics["evidence_tokens_p50"]
    assert few.settings["options"]["evidence_tokens"] == 500


def test_without_a_model_what_is_shown_counts(folder: Path) -> None:
    report = measured(folder)
    metrics = report.metrics
    assert (metrics["evidence_recall"], metrics["must_have"], metrics["refusal_rate"]) == (1.0, 1.0, 1.0)
    assert not {"complete", "kept", "dropped", "evidence_tokens_p50", "after_last_word_s_p50"} & metrics.keys()
    assert {sentence["block"] for row in report.rows if not row["refused"] for sentence in row["sentences"]} == {
        "quotation"
    }


def test_the_traps_are_whole_and_each_right_answer_differs_from_its_twin() -> None:
    questions = own_newsroom(TRAPS).questions
    assert len(questions) >= 20
    sentences = [sentence for question in questions for sentence in question.sentences]
    assert all(sentence.claim != sentence.twin and sentence.quotes for sentence in sentences)
    assert "Vladimir Putin." in [sentence.twin for sentence in sentences]
