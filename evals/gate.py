"""`python -m evals gate`: the own cases with the embedded models, a newsroom and traps with a scripted model.

All are compared with evals/baseline.json. The gate fails when a metric has fallen below the confidence interval that
the baseline had, or when a count that must be zero is not. `--accept` writes the baseline anew; a change that makes
figures worse has to say why in its commit.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.errors import ChatbotError
from evals.newsroom import TRAPS, own_newsroom, script_of
from evals.runs.report import Report
from evals.runs.running import add_run_options, run_task
from evals.runs.tasks import load_task
from evals.scripted_endpoint import Manner, scripted_endpoint

BASELINE = Path(__file__).with_name("baseline.json")
COMMAND = "python -m evals gate --accept"
EVIDENCE_TOKENS = 2_000
"""For the newsroom: of the samples, which are few, a pack of the usual size would hold nearly all that matters."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched of a task."""

    higher: tuple[str, ...]
    """Metrics that should be high."""
    lower: tuple[str, ...]
    """Metrics that should be low."""
    zero: tuple[str, ...]
    """Figures that must be zero whatever the baseline was."""


WATCHED = {
    "citations": Watched(
        higher=(
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
        ),
        lower=("false_refusal_rate",),
        zero=("dangling_citations", "broken_quotes", "forbidden_words"),
    ),
    "newsroom": Watched(
        higher=("evidence_recall", "complete", "refusal_rate"), lower=("false_refusal_rate",), zero=("dropped",)
    ),
    "traps": Watched(higher=("complete",), lower=(), zero=("dropped",)),
    "sprung traps": Watched(higher=(), lower=("wrong_supported",), zero=()),
}


class Regression(ChatbotError):
    """A metric has become worse than chance explains."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("--out", type=Path, help="folder for the reports; they are not kept by default")
    parser.add_argument("--baseline", type=Path, default=BASELINE)
    parser.add_argument("--accept", action="store_true", help="write the baseline anew instead of comparing")


def run(options: argparse.Namespace) -> None:
    """Measure and compare.

    Raises:
        Regression: something has become worse.
    """
    with tempfile.TemporaryDirectory() as folder:
        reports = measured(options.out or Path(folder))
    if options.accept:
        write_baseline(reports, options.baseline)
        return
    baseline = json.loads(options.baseline.read_text(encoding="utf-8"))
    found = [line for task, report in reports.items() for line in regressions(task, report.metrics, baseline)]
    if found:
        raise Regression("; ".join(found), f"Mend it, or say why in the commit that runs `{COMMAND}`.")
    print("No metric is worse than its baseline allows.")


def measured(folder: Path) -> dict[str, Report]:
    """The reports of what is watched, by task; written to the folder, too."""
    citations = _run("citations", folder / "citations.json")
    less = ("--evidence-tokens", str(EVIDENCE_TOKENS))
    with scripted_endpoint(script_of(own_newsroom())) as address:
        newsroom = _run("newsroom", folder / "newsroom.json", "--llm", address, *less)
    return {"citations": citations, "newsroom": newsroom} | {
        name: _trapped(folder / f"{name.replace(' ', '-')}.json", Manner(errs=errs))
        for name, errs in (("traps", False), ("sprung traps", True))
    }


def _trapped(report: Path, manner: Manner) -> Report:
    """The traps with a model that answers rightly, or that walks into each."""
    with scripted_endpoint(script_of(own_newsroom(TRAPS)), manner) as address:
        return _run("newsroom", report, "--llm", address, "--traps")


def _run(name: str, report: Path, *given: str) -> Report:
    task = load_task(name)
    parser = argparse.ArgumentParser()
    add_run_options(parser, task)
    task.add_arguments(parser)
    return run_task(task, parser.parse_args(["--out", str(report), *given]))


def write_baseline(reports: Mapping[str, Report], path: Path) -> None:
    """Keep the metrics that are watched, with their intervals."""
    kept = {task: {"cases": report.n, "metrics": _kept(WATCHED[task], report)} for task, report in reports.items()}
    path.write_text(json.dumps({"command": COMMAND} | kept, indent=1) + "\n", encoding="utf-8")


def _kept(watched: Watched, report: Report) -> dict[str, Any]:
    return {
        name: {"value": round(report.metrics[name], 4), "interval": [round(end, 4) for end in report.intervals[name]]}
        for name in (*watched.higher, *watched.lower)
    }


def regressions(task: str, metrics: Mapping[str, float], baseline: Mapping[str, Any]) -> list[str]:
    """What has become worse, each as a sentence.

    Args:
        task: whose metrics these are.
        metrics: of today. One that is watched and missing is worse than any.
        baseline: as `write_baseline` wrote it.

    Raises:
        Regression: the baseline knows nothing of the task.
    """
    if task not in baseline:
        raise Regression(f"The baseline holds nothing of {task}", f"Run `{COMMAND}`.")
    watched = WATCHED[task]
    found = [f"{task}: {name} is {metrics[name]:.3g} and must be 0" for name in watched.zero if metrics.get(name)]
    for name, kept in baseline[task]["metrics"].items():
        low, high = kept["interval"]
        allowed = f"the baseline's interval {low:.3f} to {high:.3f}"
        if name not in metrics:
            found.append(f"{task}: {name} is undefined")
        elif name in watched.higher and metrics[name] < low:
            found.append(f"{task}: {name} fell to {metrics[name]:.3f}, below {allowed}")
        elif name in watched.lower and metrics[name] > high:
            found.append(f"{task}: {name} rose to {metrics[name]:.3f}, above {allowed}")
    return found
