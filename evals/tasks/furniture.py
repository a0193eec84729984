"""`python -m evals furniture`: are lines of news pages that are no news kept out of the evidence, and no others?"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chatbot.library.quotable import quotable_sentences
from chatbot.library.sentences import split_sentences
from chatbot.records import Span
from evals.datasets import DataError, Row, read_rows
from evals.runs.report import Metrics
from evals.runs.task import Found, Scores, Task

NEWS = "content"
"""Kind of the lines that only look like furniture."""
ARTICLE_FIELDS = {"url": str, "title": str, "text": str}
LINE_FIELDS = {"url": str, "text": str, "kind": str}


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--articles", type=Path, required=True, help="articles: url, title, text")


def _units(options: argparse.Namespace) -> list[Row]:
    return [{"id": f"line {number}"} | row for number, row in enumerate(read_rows(options.data, LINE_FIELDS), 1)]


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    articles = {row["url"]: row for row in read_rows(options.articles, ARTICLE_FIELDS)}
    quotable: dict[str, list[Span]] = {}

    def evaluate(unit: Row) -> Found:
        article = articles.get(unit["url"])
        if article is None:
            raise DataError(f"{unit['id']}: no article has the address {unit['url']}", "Give --articles that hold it.")
        text = article["text"]
        if unit["url"] not in quotable:
            quotable[unit["url"]] = quotable_sentences(text, split_sentences(text), article["title"])
        line = _line(unit, text)
        told = sum(max(0, min(line.end, span.end) - max(line.start, span.start)) for span in quotable[unit["url"]])
        row = {name: unit[name] for name in ("id", "url", "kind", "text")}
        return [row | {"marked": told * 2 < line.end - line.start}]

    yield evaluate


def _line(unit: Row, text: str) -> Span:
    """Where the line stands; `occurrence` says which of several is meant, counted from 1."""
    start = -1
    for _ in range(unit.get("occurrence", 1)):
        start = text.find(unit["text"], start + 1)
        if start < 0:
            raise DataError(f"{unit['id']}: the article does not hold this line", "Give the text exactly.")
    return Span(start, start + len(unit["text"]))


def score(rows: Sequence[Row]) -> Scores:
    """Recall of furniture, precision of the marks, and by kind the share of lines that are marked."""
    marked = [row for row in rows if row["marked"]]
    right = sum(row["kind"] != NEWS for row in marked)
    furniture = sum(row["kind"] != NEWS for row in rows)
    metrics: Metrics = {}
    if furniture:
        metrics["recall"] = right / furniture
    if marked:
        metrics["precision"] = right / len(marked)
    kinds = sorted({row["kind"] for row in rows})
    return Scores(metrics, {kind: {"marked": _share(rows, kind)} for kind in kinds})


def _share(rows: Sequence[Row], kind: str) -> float:
    return statistics.fmean(row["marked"] for row in rows if row["kind"] == kind)


def _right(row: Row) -> float | None:
    return float(row["marked"] == (row["kind"] != NEWS))


TASK = Task(
    name="furniture",
    purpose="are lines of pages that are no news kept out of the evidence, and no others?",
    units=_units,
    open=_open,
    score=score,
    add_arguments=_add_arguments,
    data="labelled lines: url, text, kind (content or a kind of furniture), occurrence",
    asks=False,
    right=_right,
)
