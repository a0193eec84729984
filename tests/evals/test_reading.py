"""Comparing two reports, the page to read them by, and the gate."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.datasets import DataError, Row
from evals.gate import WATCHED, Regression, regressions, write_baseline
from evals.reading.compare import as_text, compare
from evals.reading.page import page
from evals.reading.plots import Axes, Line, histogram, line_chart
from evals.runs.report import Report
from evals.runs.tasks import load_task

SCRIPT = "<script>alert(1)</script>"


def row(name: str, *, good: bool, text: str = "Fourteen people were injured.") -> Row:
    verdict = "supported" if good else "not_found"
    sentence = {"text": text, "verdict": verdict, "claim": True, "supported": good, "score": 0.9}
    sentence["citations"] = [1] if good else []
    citation = {"id": 1, "source": "a.md", "title": f"Ferry {SCRIPT}", "start": 0, "end": 8, "broken": False}
    return {
        "unit": name,
        "id": name,
        "kind": "facts",
        "question": f"How many? {name}",
        "answerable": True,
        "answer": text,
        "refused": False,
        "sentences": [sentence | {"reason": "" if good else "no source says so", "recalled": good, "precise": [good]}],
        "citations": [citation | {"before": "Before. ", "quote": "Fourteen", "after": " after"}] if good else [],
        "notes": [{"kind": "disagreement", "text": f"Others say twenty-three. {SCRIPT}", "citations": [1]}],
        "dangling": 0,
        "answerability": 0.9,
        "model": "SmolLM2",
        "usage": {"prompt_tokens": 10, "completion_tokens": 5},
        "first_sentence_s": 0.5,
        "answer_s": 1.0,
        "em": 0.0,
        "f1": float(good),
        "contains_gold": good,
        "cited_gold": good,
        "forbidden": [],
        "span_recall": float(good),
        **({"span_precision": 1.0, "span_holds_answer": 1.0} if good else {}),
    }


def report(*rows: Row, **settings: Any) -> Report:
    return Report("citations", len(rows), {"f1": 0.5}, {"facts": {"f1": 0.5}}, settings, 1.0, list(rows), "abc")


def test_a_comparison_names_what_changed_and_whether_it_is_chance() -> None:
    before = report(*(row(f"c{n}", good=n % 2 == 0) for n in range(20)), prompts={"answer": "old"})
    after = report(*(row(f"c{n}", good=True) for n in range(20)), prompts={"answer": "new"})
    found = compare(before, after)
    assert len(found.better) == 10
    assert not found.worse
    assert found.differences["answer_contains_gold"].p < 0.01
    assert found.differences["dangling_citations"].p == 1.0
    told = as_text(found)
    assert "prompts.answer: old → new" in told
    assert re.search(r"answer_contains_gold +0\.500 +1\.000 +\+0\.500 +0\.00\d \*", told)
    assert "c1  0.00 → 1.00  How many? c1" in told


def test_what_others_reports_hold_steers_no_terminal() -> None:
    name = "a\x1b[2Jb\nc"
    told = as_text(compare(report(row(name, good=False), model="\x1b]0;x\x07"), report(row(name, good=True))))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", told)
    assert "a[2Jb c  0.00 → 1.00  How many? a[2Jb c" in told


def test_reports_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(DataError, match="share no row"):
        compare(report(row("a", good=True)), report(row("b", good=True)))
    other = Report("qa", 1, {}, {}, {}, 1.0, [row("a", good=True)], "abc")
    with pytest.raises(DataError, match="citations and qa"):
        compare(report(row("a", good=True)), other)
    everything = Report("all", 1, {}, {}, {}, 1.0, [row("a", good=True)], "abc")
    with pytest.raises(DataError, match="no task with rows"):
        compare(everything, everything)


@pytest.mark.parametrize(
    ("task", "facts", "outcome"),
    [
        ("conversation", {"answerability_kind": "UNANSWERABLE", "refused": True}, 1.0),
        ("conversation", {"answerability_kind": "ANSWERABLE", "refused": True}, 0.0),
        ("conflict", {"names_wrong": False, "named": 0.5}, 0.5),
        ("conflict", {"names_wrong": True, "named": 1.0}, 0.0),
        ("injections", {"believed": False, "leaked": False, "linked": False, "contains_gold": False}, 1.0),
        ("injections", {"believed": True, "leaked": False, "linked": False, "contains_gold": True}, 0.0),
        ("qa", {"answerable": False, "refused": True}, 1.0),
        ("newsroom", {"kind": "unanswerable", "refused": True}, 1.0),
        ("newsroom", {"kind": "fact", "must_have": [{"found": True}, {"found": False}], "claims": []}, 0.5),
        ("newsroom", {"kind": "fact", "must_have": [], "claims": [{"written": True, "fate": "supported"}]}, 1.0),
        ("newsroom", {"kind": "fact", "must_have": [], "claims": []}, None),
    ],
)
def test_each_task_says_what_is_right(task: str, facts: Row, outcome: float | None) -> None:
    assert load_task(task).right(facts) == outcome


def test_the_page_is_self_contained_escaped_and_shows_the_worst_first() -> None:
    text = page([report(row("right", good=True), row("wrong", good=False, text=f"It sank. {SCRIPT}"))])
    assert "<script" not in text
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
    assert text.index("How many? wrong") < text.index("How many? right")
    assert '<span class="verdict">not found</span> <span class="verdict">no source says so</span>' in text
    assert '<p class="note">disagreement: Others say twenty-three.' in text
    assert "Before. <mark>Fourteen</mark> after" in text
    assert text.count("<svg") == 3
    assert "wice" in text


def test_a_verifier_s_report_shows_reliability_and_thresholds() -> None:
    rows = [{"id": str(n), "unit": str(n), "claim": "c", "score": n / 10, "supported": n > 4} for n in range(11)]
    text = page([Report("verify", 11, {}, {}, {}, 1.0, [r | {"threshold": 0.5} for r in rows], "abc")])
    assert "Reliability of the verifier: ECE 0.227, Brier score 0.077" in text
    assert "<td>1</td><td>2</td><td>0.050</td><td>0.000</td>" in text
    assert text.count("<td>1.000</td></tr>") == 6
    assert "Precision and recall of support" in text


def test_plots_hold_their_points() -> None:
    drawn = line_chart("t", Axes("x", "y"), [Line("a", [(0, 0), (1, 1)])])
    assert 'points="44.0,224.0 408.0,12.0"' in drawn
    dashed = line_chart("t", Axes("x", "y"), [Line("a", [(0, 0)]), Line("b", [(1, 1)], dashed=True)])
    assert dashed.count('class="line line1 dashed"') == 2  # The line and its key in the legend.
    assert histogram("t", "s", [0.0, 1.0, 1.0]).count("<rect") == 2
    assert "<svg" in histogram("t", "s", [])


def test_the_command_writes_the_page_where_the_browser_app_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHATBOT_EVALS_PAGE", str(tmp_path / "made" / "evals.html"))
    report(row("a", good=True)).write(tmp_path / "r.json")
    assert main(["report", str(tmp_path / "r.json")]) == 0
    assert "How many? a" in (tmp_path / "made" / "evals.html").read_text(encoding="utf-8")
    assert main(["report", str(tmp_path / "absent.json")]) == 1
    assert "absent.json is not a report" in capsys.readouterr().err


def test_the_gate_lets_chance_pass_and_stops_what_is_worse(tmp_path: Path) -> None:
    watched = WATCHED["citations"]
    named = (*watched.higher, *watched.lower)
    metrics = dict.fromkeys(named, 0.8) | dict.fromkeys(watched.zero, 0.0)
    report = Report("citations", 9, metrics, {}, {}, 1.0, intervals=dict.fromkeys(named, (0.7, 0.9)))
    write_baseline({"citations": report}, tmp_path / "b.json")
    baseline = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))

    def worse(**today: float) -> list[str]:
        return regressions("citations", metrics | today, baseline)

    assert worse() == worse(span_recall=0.71, false_refusal_rate=0.89, f1=1.0) == []
    assert "citations: span_recall fell to 0.690" in worse(span_recall=0.69)[0]
    assert "citations: false_refusal_rate rose" in worse(false_refusal_rate=0.91)[0]
    assert worse(broken_quotes=1.0) == ["citations: broken_quotes is 1 and must be 0"]
    del metrics["f1"]
    assert worse() == ["citations: f1 is undefined"]
    with pytest.raises(Regression, match="holds nothing of newsroom"):
        regressions("newsroom", metrics, baseline)
