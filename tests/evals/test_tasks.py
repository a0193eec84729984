"""Every answering task, end to end with the embedded models, on rows of our own."""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.app import build_chatbot
from chatbot.embedding.encoder import open_tokenizer
from evals.__main__ import main
from evals.assertions import measure_citations
from evals.cases import own_cases, read_cases, sample_documents
from evals.runs import everything
from evals.runs.everything import DATA_SETS
from evals.runs.report import Report, read_report
from evals.runs.task import Task
from evals.runs.tasks import TASKS, load_task
from evals.tasks.speed import CLAIM_TOKENS, PAIR_TOKENS, claim_pairs, evidence_model
from tests.loopback import Call, running_loopback, speaks

FERRY = (
    "The passenger ferry Saint Aldwyn struck the north pier at Kilbrannagh on Saturday morning. "
    "Fourteen people were injured, the harbor authority said. The ship was built in 2006."
)
DOCUMENT = {"title": "Ferry strikes pier", "text": FERRY, "url": "", "published": "2025-03-08"}
ASKED = {"question": "How many people were injured?", "asked_at": "2025-03-09"}
CHESS = {"question": "Who won the chess championship in Toronto?", "asked_at": "2025-03-09"}


def report_of(folder: Path, task: str, *rows: dict[str, Any], llm: str = "embedded") -> dict[str, Any]:
    data, out = folder / "rows.jsonl", folder / "r.json"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main([task, "--data", str(data), "--out", str(out), "--llm", llm]) == 0
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    assert all(isinstance(value, float | int) for value in report["metrics"].values())
    return report


def test_qa_scores_answers_citations_and_choices(tmp_path: Path) -> None:
    nota = {"nota_choices": ["fourteen", "None of the above"], "nota_answer_indexes": [0]}
    held = {"id": "1", **ASKED, "answers": ["Fourteen"], "documents": [DOCUMENT], **nota}
    empty = {"id": "2", **CHESS, "answers": ["Ada"], "documents": [], **nota | {"nota_answer_indexes": [1]}}
    report = report_of(tmp_path, "qa", held, empty)
    metrics = report["metrics"]
    assert metrics["answer_contains_gold"] == metrics["refusal_rate"] == 0.5
    assert metrics["answer_in_cited_span"] == metrics["nota_accuracy"] == 1.0
    assert metrics["dangling_citations"] == metrics["broken_quotes"] == 0
    assert 0 < metrics["f1"] < 1
    assert report["rows"][1]["refused"]
    cited = report["rows"][0]["citations"][0]
    assert FERRY[cited["start"] : cited["end"]] == cited["quote"]


def test_refusal_reports_both_rates_and_the_curve(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "question": ASKED["question"], "documents": [DOCUMENT], "answerable": True},
        {"id": "2", "question": CHESS["question"], "documents": [DOCUMENT], "answerable": False},
    ]
    report = report_of(tmp_path, "refusal", *rows)
    assert report["metrics"]["refusal_rate"] == report["metrics"]["auroc"] == 1.0
    assert report["metrics"]["false_refusal_rate"] == 0.0
    assert {"threshold 0.1", "threshold 0.9"} <= set(report["by_set"])


def test_conflict_wants_every_right_answer_and_no_wrong_one(tmp_path: Path) -> None:
    document = {"text": FERRY, "kind": "correct", "answer": "2006"}
    row = {"question": "When was the ship built?", "documents": [document], "gold_answers": ["2006"]}
    report = report_of(
        tmp_path, "conflict", row | {"id": "1", "wrong_answers": []}, row | {"id": "2", "wrong_answers": ["2006"]}
    )
    assert report["metrics"]["gold_recall"] == 1.0
    assert report["metrics"]["strict"] == report["metrics"]["wrong_rate"] == 0.5


def test_conversation_gives_the_earlier_turns_as_history(tmp_path: Path) -> None:
    turns = [
        {"role": "user", "text": "What did the ferry Saint Aldwyn strike?"},
        {"role": "agent", "text": "The ferry Saint Aldwyn struck the north pier."},
        {"role": "user", "text": "When was it built?"},
    ]
    row = {"id": "1", "turns": turns, "documents": [DOCUMENT], "answerability": ["ANSWERABLE"]}
    other = {"id": "2", "turns": [{"role": "user", "text": CHESS["question"]}], "documents": [DOCUMENT]}

    def reply(call: Call) -> None:
        knows = CHESS["question"] not in str(call.body["messages"])
        speaks("The ship was built in 2006. [3]" if knows else "The sources do not say.")(call)

    with running_loopback(reply) as model:
        report = report_of(
            tmp_path, "conversation", row, other | {"answerability": ["UNANSWERABLE"]}, llm=model.base_url
        )
        asked = [str(call.body["messages"]) for call in model.calls]
    assert any(turns[0]["text"] in messages for messages in asked)
    assert "2006" in report["rows"][0]["answer"]
    assert (report["metrics"]["refusal_rate"], report["metrics"]["false_refusal_rate"]) == (1.0, 0.0)


def test_a_team_can_assert_on_its_own_library_and_questions(tmp_path: Path) -> None:
    article, questions = tmp_path / "ferry.txt", tmp_path / "questions.jsonl"
    article.write_text(FERRY, encoding="utf-8")
    evidence = [[{"source": "ferry.txt", "quote": "Fourteen people were injured"}]]
    row = {"id": "hurt", "question": ASKED["question"], "answers": [["14", "fourteen"]], "evidence": evidence}
    questions.write_text(json.dumps(row), encoding="utf-8")
    with build_chatbot(library=tmp_path / "library") as chatbot:
        list(chatbot.ingest([str(article)]))
        report = measure_citations(chatbot, [questions])
    assert report.metrics["alce_precision"] >= 0.95
    assert report.metrics["span_recall"] == report.metrics["span_precision"] == 1.0


def test_own_articles_may_be_a_folder(tmp_path: Path) -> None:
    folder, questions, report = tmp_path / "articles", tmp_path / "questions.jsonl", tmp_path / "r.json"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    evidence = [[{"source": "ferry.txt", "quote": "Fourteen people were injured"}]]
    row = {"id": "hurt", "question": ASKED["question"], "answers": [["14", "fourteen"]], "evidence": evidence}
    questions.write_text(json.dumps(row), encoding="utf-8")
    given = ["--data", str(questions), "--articles", str(folder), "--out", str(report)]
    assert main(["citations", *given]) == 0
    assert read_report(report).metrics["span_recall"] == 1.0
    (folder / "ferry.txt").unlink()
    assert main(["citations", *given, "--fresh"]) == 1


def test_follow_ups_are_asked_in_one_conversation(tmp_path: Path) -> None:
    chain = [case for case in read_cases(own_cases(), sample_documents()) if case.chain == "follow_ups-01"]
    path = tmp_path / "chain.jsonl"
    lines = [line for file in own_cases() for line in file.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(line for line in lines if '"follow_ups-01"' in line), encoding="utf-8")
    assert main(["citations", "--data", str(path), "--out", str(tmp_path / "r.json")]) == 0
    report = read_report(tmp_path / "r.json")
    assert [row["id"] for row in report.rows] == [case.id for case in chain]
    assert {row["unit"] for row in report.rows} == {"follow_ups-01"}


@pytest.mark.parametrize("name", TASKS)
def test_every_task_has_the_common_options(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert load_task(name).name == name
    with pytest.raises(SystemExit):
        main([name, "--help"])
    told = capsys.readouterr().out
    assert all(option in told for option in ("--out", "--llm", "--limit", "--seed", "--workers", "--fresh"))


@pytest.mark.parametrize("name", DATA_SETS)
def test_all_finds_the_data_of_every_task(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names are those of the development data; what a task does with its own is tested with the task."""
    sets = "qa-news refusal conflict conversation verify verify-strong briefing briefing-coverage".split()
    for file in (*(f"{one}-dev" for one in sets), "retrieval-corpus", "retrieval-queries"):
        (tmp_path / f"{file}.jsonl.gz").write_bytes(gzip.compress(b""))
    (tmp_path / "newsroom-dev").mkdir()
    for file in ("questions.jsonl", "furniture.jsonl", "articles.jsonl.gz"):
        (tmp_path / "newsroom-dev" / file).touch()
    given: list[argparse.Namespace] = []

    def remember(task: Task, options: argparse.Namespace) -> Report:
        given.append(options)
        return Report(task.name, 0, {}, {}, {}, 0.0)

    monkeypatch.setattr(everything, "run_task", remember)
    assert main(["all", "--data", str(tmp_path), "--out", str(tmp_path / "out"), "--tasks", name]) == 0
    (options,) = given
    for file in ("data", "corpus", "queries", "articles"):
        path = getattr(options, file, None)
        assert path is None or path.exists()


def test_all_names_the_file_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["all", "--data", str(tmp_path), "--out", str(tmp_path / "out"), "--tasks", "qa"]) == 1
    assert "qa-*" in capsys.readouterr().err


def test_the_speed_of_the_evidence_model_is_taken_from_distinct_pairs_of_one_length() -> None:
    text = " ".join(document.text for document in sample_documents())
    pairs = claim_pairs(text, 50)
    tokenizer = open_tokenizer()
    lengths = [[len(tokenizer.encode(part, add_special_tokens=False).ids) for part in pair] for pair in pairs]
    assert len(set(pairs)) == len(pairs) == 50
    assert all(abs(claim - CLAIM_TOKENS) <= 1 for claim, _ in lengths)
    assert all(abs(sum(pair) + 3 - PAIR_TOKENS) <= 2 for pair in lengths)
    assert evidence_model(8)["claim_pairs_per_s"] > 0
