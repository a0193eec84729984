"""Scorers, data sets and the report of the verification task."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.__main__ import main
from evals.datasets import DataError, read_claims
from evals.runs.report import defined
from evals.scoring.judgements import auroc, balanced_accuracy, f1_score, pairwise_accuracy
from evals.scoring.reliability import brier_score, equal_mass_bins, expected_calibration_error
from evals.word_overlap import word_overlap

LABELS = st.lists(st.booleans(), min_size=2, max_size=30).filter(lambda labels: len(set(labels)) == 2)


def test_balanced_accuracy_counts_classes_alike() -> None:
    assert balanced_accuracy([True] * 9 + [False], [True] * 10) == 0.5
    assert balanced_accuracy([True, False], [False, False]) == 0.5
    assert math.isnan(balanced_accuracy([], []))


def test_auroc_counts_ties_half() -> None:
    assert auroc([True, False, True, False], [0.9, 0.8, 0.8, 0.1]) == pytest.approx(3.5 / 4)
    assert math.isnan(auroc([True, True], [0.1, 0.2]))


@given(LABELS, st.data())
def test_auroc_equals_its_definition(truth: list[bool], data: st.DataObject) -> None:
    scores = data.draw(st.lists(st.integers(0, 5), min_size=len(truth), max_size=len(truth)))
    positives = [score for score, label in zip(scores, truth, strict=True) if label]
    negatives = [score for score, label in zip(scores, truth, strict=True) if not label]
    wins = sum((p > n) + (p == n) / 2 for p in positives for n in negatives)
    assert auroc(truth, scores) == pytest.approx(wins / len(positives) / len(negatives))


@given(LABELS)
def test_perfect_and_inverted_judgement(truth: list[bool]) -> None:
    assert balanced_accuracy(truth, truth) == f1_score(truth, truth, positive=False) == 1.0
    assert balanced_accuracy(truth, [not label for label in truth]) == 0.0


def test_f1_of_the_unsupported_class() -> None:
    assert f1_score([False, False, True, True], [False, True, False, True], positive=False) == 0.5
    assert f1_score([False, True], [True, True], positive=False) == 0.0
    assert math.isnan(f1_score([True], [True], positive=False))


def test_pairwise_accuracy_wants_strictly_more_and_whole_pairs() -> None:
    pairs = {"a": {True: 0.6, False: 0.4}, "b": {True: 0.5, False: 0.5}, "c": {True: 0.9}}
    assert pairwise_accuracy(pairs) == 0.5
    assert math.isnan(pairwise_accuracy({}))


def test_bins_hold_equal_mass_and_their_distances_make_the_calibration_error() -> None:
    truth, chances = [False, True, True, True], [0.1, 0.2, 0.8, 0.9]
    low, high = equal_mass_bins(truth, chances, bins=2)
    assert (low.claims, high.claims) == (2, 2)
    assert (low.probability, low.share) == pytest.approx((0.15, 0.5))
    assert (high.probability, high.share) == pytest.approx((0.85, 1.0))
    assert expected_calibration_error([low, high]) == pytest.approx((0.35 + 0.15) / 2)
    assert brier_score(truth, chances) == pytest.approx((0.01 + 0.64 + 0.04 + 0.01) / 4)
    assert math.isnan(expected_calibration_error([]))
    assert math.isnan(brier_score([], []))


def test_weights_count_in_bins_and_scores() -> None:
    heavy = equal_mass_bins([True, False, False], [0.9, 0.5, 0.4], [2.0, 1.0, 1.0], bins=2)
    assert [(each.claims, each.weight) for each in heavy] == [(2, 2.0), (1, 2.0)]
    assert brier_score([True, False], [0.9, 0.5], [3.0, 1.0]) == pytest.approx((3 * 0.01 + 0.25) / 4)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.25, 0.5, 0.97, 1.0])), min_size=1, max_size=60))
def test_bins_hold_every_claim_once_and_never_part_equal_probabilities(claims: list[tuple[bool, float]]) -> None:
    truth, chances = [actual for actual, _ in claims], [chance for _, chance in claims]
    bins = equal_mass_bins(truth, chances)
    assert sum(each.claims for each in bins) == len(claims)
    assert len(bins) <= len(set(chances))
    assert sum(each.claims * each.share for each in bins) == pytest.approx(sum(truth))
    assert 0 <= expected_calibration_error(bins) <= 1


def test_undefined_metrics_are_left_out() -> None:
    assert defined({"auroc": math.nan, "balanced_accuracy": 1}) == {"balanced_accuracy": 1.0}


def test_word_overlap_ignores_case_and_repetition() -> None:
    assert word_overlap("The ferry, the ferry sank", ["A FERRY", "sank"]) == pytest.approx(2 / 3)
    assert word_overlap("", ["a"]) == 0.0


def claim_row(number: int, is_supported: bool, **more: object) -> dict[str, object]:
    text = "The ferry ran aground off Lakeview." if is_supported else "The ferry was sold to 9 investors."
    evidence = ["The ferry ran aground off Lakeview on Monday. Nobody was hurt."]
    return {"id": number, "set": "harbour", "claim": text, "evidence": evidence, "supported": is_supported, **more}


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_the_verify_task_writes_its_report(tmp_path: Path, suffix: str) -> None:
    rows = "".join(json.dumps(claim_row(n, n == 0, pair="p")) + "\n" for n in range(2)) + "\n"
    data, out = tmp_path / f"claims{suffix}", tmp_path / "made" / "report.json"
    data.write_bytes(gzip.compress(rows.encode()) if suffix.endswith("gz") else rows.encode())
    assert main(["verify", "--data", str(data), "--out", str(out)]) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert set(report) >= {"task", "n", "metrics", "by_set", "settings", "commit", "seconds", "rows"}
    assert (report["task"], report["n"]) == ("verify", 2)
    assert all(isinstance(value, float) for value in report["metrics"].values())
    assert report["metrics"]["pairwise_accuracy"] == report["by_set"]["harbour"]["balanced_accuracy"] == 1.0
    assert report["metrics"]["pairs_per_second"] > 0
    assert len({row["document"] for row in report["rows"]}) == 1
    assert not report["intervals"], "one document: nothing tells how sure the figures are"
    (right, wrong) = (row["score"] for row in report["rows"])
    assert report["metrics"]["brier"] == pytest.approx(((1 - right) ** 2 + wrong**2) / 2)
    assert report["metrics"]["ece"] == pytest.approx((1 - right + wrong) / 2)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": 1', "line 2 is not JSON"),
        ("[1]", "line 2 is not a JSON object"),
        (json.dumps({"id": 1, "set": "x", "claim": "c", "evidence": ["e"]}), 'line 2 lacks the field "supported"'),
        (json.dumps(claim_row(1, True, supported="yes")), 'line 2, field "supported": str found'),
        (json.dumps(claim_row(1, True, evidence="text")), 'line 2, field "evidence": str found'),
        (json.dumps(claim_row(7, True, evidence=[3])), 'row 7, field "evidence": not only texts'),
    ],
)
def test_malformed_rows_are_named(tmp_path: Path, line: str, message: str) -> None:
    data = tmp_path / "claims.jsonl"
    data.write_text(json.dumps(claim_row(0, True)) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_claims(data)


def test_files_that_cannot_be_read_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.jsonl.gz").write_bytes(b"no gzip")
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    for name in ("broken.jsonl.gz", "empty.jsonl", "absent.jsonl"):
        with pytest.raises(DataError, match=name):
            read_claims(tmp_path / name)
    assert main(["verify", "--data", str(tmp_path / "absent.jsonl"), "--out", str(tmp_path / "r.json")]) == 1
    assert "absent.jsonl" in capsys.readouterr().err
