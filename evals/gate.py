"""`python -m evals gate`: the own cases with the embedded models, against evals/baseline.json.

Fails when a metric has fallen below the confidence interval that the baseline had, or when a count that must be zero is
not. `--accept` writes the baseline anew; a change that makes figures worse has to say why in its commit.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from chatbot.errors import ChatbotError
from evals.runs.report import Report
from evals.runs.running import add_run_options, run_task
from evals.runs.tasks import load_task

BASELINE = Path(__file__).with_name("baseline.json")
HIGHER = (
    "alce_precision",
    "alce_recall",
    "answer_contains_gold",
    "answer_in_cited_span",
    "f1",
    "refusal_rate",
    "sentences_supported",
    "span_holds_answer",
    "span_precision",
    "span_recall",
)
"""Metrics that should be high."""
LOWER = ("false_refusal_rate",)
"""Metrics that should be low."""
ZERO = ("dangling_citations", "broken_quotes", "forbidden_words")
"""Counts that must be zero whatever the baseline was."""


class Regression(ChatbotError):
    """A metric has become worse than chance explains."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("--out", type=Path, help="where the report goes; it is not kept by default")
    parser.add_argument("--baseline", type=Path, default=BASELINE)
    parser.add_argument("--accept", action="store_true", help="write the baseline anew instead of comparing")


def run(options: argparse.Namespace) -> None:
    """Measure and compare.

    Raises:
        Regression: something has become worse.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = _measure(options.out or Path(folder) / "citations.json")
    if options.accept:
        write_baseline(report, options.baseline)
        return
    found = regressions(report.metrics, json.loads(options.baseline.read_text(encoding="utf-8")))
    if found:
        raise Regression(
            "; ".join(found), "Mend it, or say why in the commit that runs `python -m evals gate --accept`."
        )
    print("No metric is worse than its baseline allows.")


def _measure(out: Path) -> Report:
    task = load_task("citations")
    parser = argparse.ArgumentParser()
    add_run_options(parser, task)
    task.add_arguments(parser)
    return run_task(task, parser.parse_args(["--out", str(out)]))


def write_baseline(report: Report, path: Path) -> None:
    """Keep the metrics that are watched, with their intervals."""
    watched = {
        name: {"value": round(report.metrics[name], 4), "interval": [round(end, 4) for end in report.intervals[name]]}
        for name in (*HIGHER, *LOWER)
    }
    content = {"command": "python -m evals gate --accept", "cases": report.n, "metrics": watched}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def regressions(
    metrics: Mapping[str, float], baseline: Mapping[str, Mapping[str, Mapping[str, list[float]]]]
) -> list[str]:
    """What has become worse, each as a sentence."""
    found = [f"{name} is {metrics[name]:.0f} and must be 0" for name in ZERO if metrics[name]]
    for name, kept in baseline["metrics"].items():
        low, high = kept["interval"]
        if name in HIGHER and metrics[name] < low:
            found.append(f"{name} fell to {metrics[name]:.3f}, below the baseline's interval {low:.3f} to {high:.3f}")
        if name in LOWER and metrics[name] > high:
            found.append(f"{name} rose to {metrics[name]:.3f}, above the baseline's interval {low:.3f} to {high:.3f}")
    return found
