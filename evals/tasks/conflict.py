"""`python -m evals conflict`: are all answers that sources give named, and none that is wrong?

The strict match of RAMDocs: Wang et al., "Retrieval-augmented generation with conflicting evidence" (2025).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from evals.datasets import Row, read_rows
from evals.runs.answering import ask_row, open_chatbot
from evals.runs.report import defined
from evals.runs.task import Found, Scores, Task
from evals.scoring.answers import contains, contains_any, told
from evals.scoring.shown import mean, shown_metrics

FIELDS = {"id": str, "question": str, "documents": list, "gold_answers": list, "wrong_answers": list}


def _units(options: argparse.Namespace) -> list[Row]:
    return list(read_rows(options.data, FIELDS))


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    with open_chatbot(options) as chatbot:
        yield lambda row: [judged(ask_row(row, chatbot), row)]


def judged(found: Row, row: Row) -> Row:
    """What was answered, with the gold answers that it names and whether it names a wrong one."""
    golds, wrong = row["gold_answers"], row["wrong_answers"]
    answer = told(found)
    named = [gold for gold in golds if contains(answer, gold)]
    return found | {
        "gold_answers": golds,
        "wrong_answers": wrong,
        "named": len(named) / len(golds),
        "names_wrong": contains_any(answer, wrong),
        "documents": len(row["documents"]),
    }


def score(rows: Sequence[Row]) -> Scores:
    """The metrics, all together and by the number of answers that are right."""
    counts = sorted({len(row["gold_answers"]) for row in rows})
    parts = {f"{count} right": [row for row in rows if len(row["gold_answers"]) == count] for count in counts}
    return Scores(_metrics(rows), {name: _metrics(part) for name, part in parts.items()})


def _metrics(rows: Sequence[Row]) -> dict[str, float]:
    own = {
        "strict": mean(row["named"] == 1 and not row["names_wrong"] for row in rows),
        "gold_recall": mean(row["named"] for row in rows),
        "wrong_rate": mean(row["names_wrong"] for row in rows),
    }
    return defined(own) | shown_metrics(rows)


TASK = Task(
    name="conflict",
    purpose="name every answer that sources give, and no wrong one",
    units=_units,
    open=_open,
    score=score,
    data="questions: question, documents, gold_answers, wrong_answers",
    pattern="conflict-*",
    right=lambda row: 0.0 if row["names_wrong"] else float(row["named"]),
)
