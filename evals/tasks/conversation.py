"""`python -m evals conversation`: are last questions of conversations answered with support, or refused where right?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from chatbot.records import Turn
from evals.datasets import Row, read_rows
from evals.runs.answering import ask_row, open_chatbot
from evals.runs.report import defined
from evals.runs.task import Found, Scores, Task
from evals.scoring.shown import mean, shown_metrics

FIELDS = {"id": str, "turns": list, "documents": list, "answerability": list}
ANSWERABLE = "ANSWERABLE"
NOT_TO_BE_ANSWERED = frozenset(("UNANSWERABLE", "UNDERSPECIFIED"))
"""Kinds of questions on which a refusal, or asking back, is right. Partial answers may be given or refused."""


def _units(options: argparse.Namespace) -> list[Row]:
    return list(read_rows(options.data, FIELDS))


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    with open_chatbot(options) as chatbot:

        def evaluate(row: Row) -> Found:
            *earlier, last = row["turns"]
            found = ask_row(row | {"question": last["text"]}, chatbot, history(earlier))
            return [found | {"answerability_kind": row["answerability"][0]}]

        yield evaluate


def history(turns: Sequence[Row]) -> list[Turn]:
    """Pairs of a question and its answer; what the reader said twice in a row is one question."""
    paired: list[Turn] = []
    asked: list[str] = []
    for turn in turns:
        if turn["role"] == "user":
            asked.append(turn["text"])
        elif asked:
            paired.append(Turn(" ".join(asked), turn["text"]))
            asked = []
    return paired


def score(rows: Sequence[Row]) -> Scores:
    """Both rates of refusal, support; and the same by kind of question."""
    kinds = sorted({row["answerability_kind"] for row in rows})
    parts = {kind: [row for row in rows if row["answerability_kind"] == kind] for kind in kinds}
    rates = {
        "refusal_rate": mean(row["refused"] for row in rows if row["answerability_kind"] in NOT_TO_BE_ANSWERED),
        "false_refusal_rate": mean(row["refused"] for row in rows if row["answerability_kind"] == ANSWERABLE),
    }
    return Scores(shown_metrics(rows) | defined(rates), {kind: shown_metrics(part) for kind, part in parts.items()})


def right(row: Row) -> float | None:
    """Refused where that is right, not where it is wrong; None where either may be."""
    kind = row["answerability_kind"]
    if kind in NOT_TO_BE_ANSWERED:
        return float(row["refused"])
    return 1.0 - float(row["refused"]) if kind == ANSWERABLE else None


TASK = Task(
    name="conversation",
    purpose="answer the last question of a conversation with support, or refuse where that is right",
    units=_units,
    open=_open,
    score=score,
    data="conversations: turns, documents, answerability",
    pattern="conversation-*",
    right=right,
)
