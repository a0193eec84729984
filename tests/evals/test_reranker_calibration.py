"""Retrieval is measured, and the reranker's weights are compared, on articles and a question of our own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from evals.__main__ import main as evals
from evals.calibrate_reranker import BEYOND, FOLDS, REPEATS, cross_validated, main
from evals.runs.report import read_report
from tests.test_reranking import LEAD, QUESTION, ROUND_UP

DAY = "2025-05-20"
ARTICLES = (
    {"id": "round-up", "title": "Nine things to know today", "text": ROUND_UP, "published": DAY},
    {"id": "solveig", "title": "Solveig pulled free", "text": LEAD, "published": DAY},
)
QUERY = {"id": "1", "question": QUESTION.text, "asked_at": DAY, "gold_ids": ["solveig"]}


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    corpus, queries = tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl"
    corpus.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    queries.write_text(json.dumps(QUERY) + "\n", encoding="utf-8")
    return ["--corpus", str(corpus), "--queries", str(queries), "--library", str(tmp_path / "library")]


def test_the_same_library_is_measured_with_and_without(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals(["retrieval", *options, "--out", str(tmp_path / "r.json")]) == 0
    report = read_report(tmp_path / "r.json")
    assert report.metrics["hits@1"] == report.metrics["mrr@10"] == 1.0
    assert report.rows[0]["articles"] == ["solveig", "round-up"]
    monkeypatch.setattr(sys, "argv", ["calibrate_reranker", *options])
    capsys.readouterr()
    main()
    figures = {line[:18].strip(): line[18:].split() for line in capsys.readouterr().out.splitlines()[1:4]}
    assert figures["without reranking"] == ["0.000", "1.000", "1.000", "0.500"]
    assert figures["as shipped"] == ["1.000", "1.000", "1.000", "1.000"]


def test_cross_validation_ranks_no_question_by_itself() -> None:
    # Each point of the grid is right for one question alone, so what the others choose is always wrong for it.
    questions = 2 * FOLDS
    alone = np.where(np.eye(questions, dtype=bool), 1, BEYOND)
    held_out = cross_validated(alone)
    assert len(held_out) == REPEATS * questions
    assert (held_out == BEYOND).all()


def test_cross_validation_finds_what_is_best_for_all() -> None:
    table = np.array([[4] * 30, [2] * 30, [BEYOND] * 30])
    assert (cross_validated(table) == 2).all()
