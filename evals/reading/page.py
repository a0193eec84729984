"""`python -m evals report R.json …`: one self-contained HTML page to read runs by: figures, plots, worst cases."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from chatbot.control_characters import escaped
from chatbot.settings import load_settings
from evals.datasets import Row
from evals.reading.curves import plots_of
from evals.runs.report import Report, read_report
from evals.runs.tasks import load_task
from evals.scoring.citations import judge_line

STYLE = Path(__file__).with_name("page.css")
MOST_CASES = 100
"""Of each report: a page of thousands is read by nobody."""
_PARTS = ("sentences", "citations", "notes", "quotes", "claims", "twins", "must_have", "usage", "articles")
_NO_FACTS = frozenset((*_PARTS, "answer", "question", "unit", "claim", "insight", "reply"))
"""Values of a row that are shown elsewhere or not at all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("reports", type=Path, nargs="+", help="reports that `python -m evals` wrote")
    parser.add_argument("--out", type=Path, help="where the page goes; where the browser app looks by default")
    parser.add_argument("--cases", type=int, default=MOST_CASES, help="most cases of each report, worst first")


def run(options: argparse.Namespace) -> None:
    """Write the page."""
    reports = [report for report in map(read_report, options.reports) if report.task != "all"]
    out: Path = options.out or load_settings().evals_page
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page(reports, options.cases), encoding="utf-8")
    print(f"{out}\nThe browser app shows it under “Evals” (chatbot serve).")


def page(reports: Sequence[Report], cases: int = MOST_CASES) -> str:
    """The whole page. Everything that came from articles, questions or models is escaped."""
    style = STYLE.read_text(encoding="utf-8")
    links = "".join(
        f'<a href="#{escaped(report.task)}-{at}">{escaped(report.task)}</a>' for at, report in enumerate(reports)
    )
    sections = "".join(_section(report, at, cases) for at, report in enumerate(reports))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Evals</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style></head><body><h1>Evals</h1><nav>{links}</nav>"
        f'<p class="note">{escaped(judge_line())} (cross-validated).</p>{sections}</body></html>'
    )


def _section(report: Report, at: int, cases: int) -> str:
    right = load_task(report.task).right
    worst = sorted(report.rows, key=lambda row: _goodness(row, right(row)))[:cases]
    shown = "".join(_case(row, right(row)) for row in worst)
    return (
        f'<section id="{escaped(report.task)}-{at}"><h2>{escaped(report.task)}</h2>'
        f'<p class="note">{escaped(str(report.n))} rows, {report.seconds:.0f} s, commit {escaped(report.commit[:12])}, '
        f"{escaped(_model(report))}</p>"
        f'{_metrics(report)}{_by_set(report)}<div class="plots">{"".join(plots_of(report))}</div>'
        f"<h3>Worst cases first ({len(worst)} of {len(report.rows)})</h3>{shown}"
        f"<details><summary>Settings</summary><pre>{escaped(_lines(report.settings))}</pre></details></section>"
    )


def _model(report: Report) -> str:
    named = {str(row["model"]) for row in report.rows if row.get("model")}
    return ", ".join(sorted(named)) or "no chat model"


def _metrics(report: Report) -> str:
    rows = "".join(_metric(name, value, report) for name, value in report.metrics.items())
    return f"<table><tr><th>metric</th><th>value</th><th>95 % interval</th></tr>{rows}</table>"


def _metric(name: str, value: float, report: Report) -> str:
    interval = report.intervals.get(name)
    ends = f"{interval[0]:.3f} – {interval[1]:.3f}" if interval else ""
    return f"<tr><td>{escaped(name)}</td><td>{value:.3f}</td><td>{ends}</td></tr>"


def _by_set(report: Report) -> str:
    if not report.by_set:
        return ""
    names = list(dict.fromkeys(name for metrics in report.by_set.values() for name in metrics))
    head = "".join(f"<th>{escaped(name)}</th>" for name in names)
    body = "".join(
        f"<tr><td>{escaped(title)}</td>"
        + "".join(f"<td>{metrics[name]:.3f}</td>" if name in metrics else "<td></td>" for name in names)
        + "</tr>"
        for title, metrics in report.by_set.items()
    )
    table = f"<table><tr><th></th>{head}</tr>{body}</table>"
    return f"<details><summary>By set</summary><div class='wide'>{table}</div></details>"


def _goodness(row: Row, outcome: float | None) -> tuple[float, float]:
    """Wrong answers first; among equals those whose sentences stand least."""
    claims = [sentence for sentence in row.get("sentences", ()) if sentence["claim"]]
    stands = sum(sentence["recalled"] for sentence in claims) / len(claims) if claims else 1.0
    return (1.0 if outcome is None else outcome, stands)


def _case(row: Row, outcome: float | None) -> str:
    mark = "" if outcome is None else f'<b class="{"good" if outcome == 1 else "bad"}">{outcome:.2f}</b> '
    title = str(row.get("question") or row.get("claim") or row.get("insight") or row.get("id", ""))
    answer = "".join((*map(_sentence, row.get("sentences", ())), *map(_note, row.get("notes", ()))))
    sources = "".join(map(_source, row.get("citations", ())))
    sides = f'<div class="sides"><div>{answer}</div><div>{sources}</div></div>' if answer else ""
    rest = _facts(row) + "".join(map(_expected, (*row.get("claims", ()), *row.get("twins", ()))))
    return f'<details class="case"><summary>{mark}{escaped(title)}</summary>{rest}{sides}</details>'


def _facts(row: Row) -> str:
    """The short values of a row: gold answers, scores."""
    shown = {name: value for name, value in row.items() if name not in _NO_FACTS and len(str(value)) < 200}
    return f'<p class="facts">{escaped("; ".join(f"{name} {_short(value)}" for name, value in shown.items()))}</p>'


def _expected(sentence: Row) -> str:
    """What became of a sentence that a model was to write, or not to."""
    if not sentence["written"]:
        return ""
    return f'<p class="facts">{escaped(sentence["fate"])}: {escaped(sentence["text"])}</p>'


def _short(value: object) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _sentence(sentence: Row) -> str:
    kind = "plain" if not sentence["claim"] else "supported" if sentence["supported"] else "doubtful"
    verdict = str(sentence.get("verdict", "")).replace("_", " ") if kind == "doubtful" else ""
    judged = "judge: not supported" if kind == "supported" and not sentence["recalled"] else ""
    remarks = "".join(
        f' <span class="verdict">{escaped(remark)}</span>' for remark in (verdict, sentence["reason"], judged) if remark
    )
    return f'<p class="{kind}">{escaped(sentence["text"])}{_numbers(sentence)}{remarks}</p>'


def _note(note: Row) -> str:
    kind = str(note["kind"]).replace("_", " ")
    return f'<p class="note">{escaped(kind)}: {escaped(note["text"])}{_numbers(note)}</p>'


def _numbers(item: Row) -> str:
    return "".join(f"<sup>[{escaped(str(number))}]</sup>" for number in item["citations"])


def _source(citation: Row) -> str:
    fields = ("id", "before", "quote", "after")
    number, before, quote, after = (escaped(str(citation.get(name, ""))) for name in fields)
    broken = ' <span class="verdict">quote is not in the source</span>' if citation["broken"] else ""
    name = escaped(str(citation["title"] or citation["source"]))
    return f'<p class="source">[{number}] <i>{name}</i>{broken}<br>…{before}<mark>{quote}</mark>{after}…</p>'


def _lines(settings: Row, indent: str = "") -> str:
    return "\n".join(_line(name, value, indent) for name, value in settings.items())


def _line(name: str, value: object, indent: str) -> str:
    if isinstance(value, dict):
        return f"{indent}{name}\n{_lines(value, indent + '  ')}"
    return f"{indent}{name}: {value}"
