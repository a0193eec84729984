"""`python -m evals peers`: the same questions, documents, model and embeddings for the product and for its peers.

Each system's `qa` report lies in the folder `--out`, so that a run that was stopped goes on, and a table beside them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from evals.peers.environments import PEERS
from evals.runs.everything import finished
from evals.runs.provenance import EMBEDDED
from evals.runs.report import Report
from evals.runs.running import add_run_options, run_task
from evals.runs.systems import SYSTEMS
from evals.runs.tasks import load_task
from evals.scoring.shown import mean

ROWS = {
    "answer contains the gold answer": "answer_contains_gold",
    "token F1 of the whole answer": "f1",
    "cited words hold the gold answer, of the right answers": "answer_in_cited_span",
    "ALCE citation precision": "alce_precision",
    "ALCE citation recall": "alce_recall",
    "sentences without citation": "sentences_without_citation",
    "dangling citations": "dangling_citations",
    "quotes that do not stand in their source": "broken_quotes",
    "refused where the documents hold the answer": "refused_held",
    "refused where they do not": "refused_not_held",
    "first words, s, p50": "first_sentence_s_p50",
    "whole answer, s, p50": "answer_s_p50",
    "prompt tokens, p50": "prompt_tokens_p50",
    "peak memory, MB": "memory_mb",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument(
        "--install", action="store_true", help="install the peers, each in its own environment, and end"
    )
    parser.add_argument("--data", type=Path, help="questions as for `qa`")
    parser.add_argument("--out", type=Path, help="folder for the reports and the table")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=SYSTEMS, help="only these")
    parser.add_argument("--llm", default=EMBEDDED, help="chat model: embedded (default), or an endpoint's address")
    parser.add_argument("--model", default="", help="its name there; the first one listed by default")
    parser.add_argument("--limit", type=int, help="only so many questions, chosen at random, the same for all")
    parser.add_argument("--seed", type=int, default=0)
    parser.set_defaults(parser=parser)


def run(options: argparse.Namespace) -> None:
    """Install the peers, or measure and write the table."""
    if options.install:
        for peer in PEERS.values():
            peer.install()
            print(f"{peer.name} is installed.")
        return
    if not options.data or not options.out:
        options.parser.error("--data and --out are needed, or --install")
    reports = {system: _measure(system, options) for system in options.systems}
    text = table(reports)
    (options.out / "peers.md").write_text(text, encoding="utf-8")
    print(text)


def _measure(system: str, options: argparse.Namespace) -> Report:
    print(f"\n{system}", file=sys.stderr, flush=True)
    task = load_task("qa")
    parser = argparse.ArgumentParser()
    add_run_options(parser, task)
    task.add_arguments(parser)
    given = ["--data", str(options.data), "--out", str(options.out / f"{system}.json"), "--system", system]
    given += ["--llm", options.llm, "--model", options.model, "--seed", str(options.seed)]
    chosen = parser.parse_args(given + (["--limit", str(options.limit)] if options.limit else []))
    return finished(task, chosen) or run_task(task, chosen)


def table(reports: Mapping[str, Report]) -> str:
    """The systems side by side, as Markdown."""
    figures = {system: _figures(report) for system, report in reports.items()}
    counts = ", ".join(sorted({str(report.n) for report in reports.values()}))
    lines = [f"| {counts} questions | {' | '.join(figures)} |", f"|---|{'---|' * len(figures)}"]
    for title, name in ROWS.items():
        cells = [f"{found[name]:.3g}" if name in found else "–" for found in figures.values()]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _figures(report: Report) -> dict[str, float]:
    held = [[row["refused"] for row in report.rows if row["documents_hold_gold"] is kind] for kind in (True, False)]
    memory = max((row.get("memory_mb", 0.0) for row in report.rows), default=0.0)
    return report.metrics | {"refused_held": mean(held[0]), "refused_not_held": mean(held[1]), "memory_mb": memory}
