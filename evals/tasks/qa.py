"""`python -m evals qa`: are free answers to dated questions right, and do the cited words hold the answer?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from evals.datasets import Row, read_rows
from evals.runs.report import defined
from evals.runs.systems import add_system, open_system
from evals.runs.task import Found, Scores, Task
from evals.scoring.answers import contains_any, exact_match, named_choice, token_f1, told
from evals.scoring.shown import mean, shown_metrics

FIELDS = {"id": str, "question": str, "asked_at": str, "answers": list, "documents": list}
NONE_OF_THEM = "None of the above"


def _units(options: argparse.Namespace) -> list[Row]:
    return list(read_rows(options.data, FIELDS))


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    with open_system(options) as ask:
        yield lambda row: [judged(ask(row), row)]


def judged(found: Row, row: Row) -> Row:
    """What was answered, compared with the gold answers and choices of the data."""
    golds = row["answers"]
    sentences = [sentence["text"] for sentence in found["sentences"]]
    quotes = [citation["quote"] for citation in found["citations"] if citation["backs"]]
    scores = {
        "answers": golds,
        "em": exact_match(found["answer"], golds),
        "f1": token_f1(found["answer"], golds),
        "best_sentence_em": max((exact_match(text, golds) for text in sentences), default=0.0),
        "best_sentence_f1": max((token_f1(text, golds) for text in sentences), default=0.0),
        "contains_gold": contains_any(told(found), golds),
        "cited_gold": any(contains_any(quote, golds) for quote in quotes),
        "documents_hold_gold": any(contains_any(document["text"], golds) for document in row["documents"]),
    }
    return found | scores | _choosing(found, row)


def _choosing(found: Row, row: Row) -> Row:
    """The choice that the answer names among those of which none may be right; a refusal names none."""
    choices = row.get("nota_choices")
    if not choices or NONE_OF_THEM not in choices:
        return {}
    named = None if found["refused"] else named_choice(told(found), choices)
    return {"nota_right": (choices.index(NONE_OF_THEM) if named is None else named) in row["nota_answer_indexes"]}


def score(rows: Sequence[Row]) -> Scores:
    """The metrics of answered questions, all together and by whether the documents hold a gold answer."""
    held = {True: "answer in documents", False: "not in documents"}
    parts = {name: [row for row in rows if row["documents_hold_gold"] is kind] for kind, name in held.items()}
    return Scores(_metrics(rows), {name: _metrics(part) for name, part in parts.items() if part})


def _metrics(rows: Sequence[Row]) -> dict[str, float]:
    names = ("em", "f1", "best_sentence_em", "best_sentence_f1")
    own = {name: mean(row[name] for row in rows) for name in names}
    own["answer_contains_gold"] = mean(row["contains_gold"] for row in rows)
    own["answer_in_cited_span"] = mean(row["cited_gold"] for row in rows if row["contains_gold"])
    own["nota_accuracy"] = mean(row["nota_right"] for row in rows if "nota_right" in row)
    return defined(own) | shown_metrics(rows)


TASK = Task(
    name="qa",
    purpose="answer dated questions from their documents: right, and with the answer in the cited words?",
    units=_units,
    open=_open,
    score=score,
    add_arguments=add_system,
    data="questions: question, asked_at, answers, documents",
    pattern="qa-*",
)
