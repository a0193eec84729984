"""`python -m evals citations`: the project's own questions over the sample articles, with gold evidence spans.

`--data` and `--articles` take somebody's own questions and articles instead; evals/cases.py describes the format.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from chatbot.app import Chatbot
from chatbot.library.readers import read_file
from chatbot.library.sources import article_files
from chatbot.records import Document, Turn
from evals.cases import Case, chains, own_cases, read_cases, sample_documents
from evals.datasets import Row
from evals.runs.answering import library_of, moment, open_chatbot, product_row
from evals.runs.report import Metrics, defined
from evals.runs.task import Found, Scores, Task
from evals.scoring.answers import contains_any, everything, exact_match, token_f1, told
from evals.scoring.shown import mean, shown_metrics
from evals.scoring.spans import span_scores

SPANS = ("span_precision", "span_recall", "span_holds_answer")
MOST_FORMS = 64
"""Combinations of forms of several facts that an answer is compared with."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, nargs="+", help="questions with evidence; the project's own by default")
    parser.add_argument("--articles", type=Path, nargs="+", help="articles: files or folders; the samples by default")


def _documents(options: argparse.Namespace) -> list[Document]:
    if not options.articles:
        return sample_documents()
    files = [file for path in options.articles for file in (article_files(path) if path.is_dir() else [path])]
    return [document for file in files for document in read_file(file).documents]


def _units(options: argparse.Namespace) -> list[Row]:
    cases = read_cases(options.data or own_cases(), _documents(options))
    return [{"id": chain[0].chain or chain[0].id, "cases": chain} for chain in chains(cases)]


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    with open_chatbot(options) as models, library_of(_documents(options), models) as chatbot:
        yield lambda unit: ask_chain(unit["cases"], chatbot)


def ask_chain(cases: Sequence[Case], chatbot: Chatbot) -> Found:
    """Ask the questions of one conversation in order, each with the answers that were really given before it."""
    history: list[Turn] = []
    found = []
    for case in cases:
        answer = chatbot.ask(case.question, history=history, asked_at=moment(case.asked_at))
        history.append(Turn(case.question, answer.text, answer.article_ids))
        found.append(judged(case, product_row(answer, chatbot)))
    return found


def judged(case: Case, row: Row) -> Row:
    """An answer compared with its case."""
    for citation in row["citations"]:
        citation["source"] = Path(citation["source"]).name
    golds = [" ".join(forms) for forms, _ in zip(product(*case.answers), range(MOST_FORMS), strict=False)]
    text = "" if row["refused"] else row["answer"]
    backing = [citation for citation in row["citations"] if citation["backs"]]
    quotes = [citation["quote"] for citation in backing]
    named = [contains_any(told(row), forms) for forms in case.answers]
    scores = {
        "em": exact_match(text, golds),
        "f1": token_f1(text, golds),
        "contains_gold": bool(named) and all(named),
        "cited_gold": all(any(contains_any(quote, forms) for quote in quotes) for forms in case.answers),
        "forbidden": [words for words in case.forbidden if words.casefold() in everything(row).casefold()],
    }
    facts = {"id": case.id, "kind": case.kind, "question": case.question, "answerable": case.answerable}
    answers = {"answers": [list(forms) for forms in case.answers]}
    spans = span_scores(case, backing) if case.answerable else {}
    return facts | answers | row | scores | spans


def score(rows: Sequence[Row]) -> Scores:
    """The metrics of all questions, and by kind."""
    kinds = sorted({row["kind"] for row in rows})
    parts = {kind: _metrics([row for row in rows if row["kind"] == kind]) for kind in kinds}
    return Scores(_metrics(rows), parts)


def _metrics(rows: Sequence[Row]) -> Metrics:
    answerable = [row for row in rows if row["answerable"]]
    spans = {name: mean(row[name] for row in answerable if name in row) for name in SPANS}
    own = {
        "refusal_rate": mean(row["refused"] for row in rows if not row["answerable"]),
        "false_refusal_rate": mean(row["refused"] for row in answerable),
        "em": mean(row["em"] for row in answerable),
        "f1": mean(row["f1"] for row in answerable),
        "answer_contains_gold": mean(row["contains_gold"] for row in answerable),
        "answer_in_cited_span": mean(row["cited_gold"] for row in answerable if row["contains_gold"]),
        "forbidden_words": float(sum(len(row["forbidden"]) for row in rows)),
    }
    shown = shown_metrics(rows)
    shown.pop("refusal_rate")
    return defined(spans) | shown | defined(own)


TASK = Task(
    name="citations",
    purpose="the project's own questions over the sample articles: citations against gold evidence",
    units=_units,
    open=_open,
    score=score,
    add_arguments=_add_arguments,
)
