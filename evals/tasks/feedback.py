"""`python -m evals feedback`: answers that readers rated, asked again of the library as it is now.

`--data` is what `chatbot feedback --out FILE` wrote. Each row of the report holds the answer that was rated, with the
reader's reason, beside the answer of today: cases to look at, since only a person knows whether the new one is right.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from chatbot.app import Chatbot, build_chatbot
from chatbot.records import Filters, Turn
from evals.datasets import DataError, Row, read_rows
from evals.runs.answering import chosen_model, moment, product_row
from evals.runs.task import Found, Scores, Task
from evals.scoring.shown import mean, shown_metrics

FIELDS: dict[str, type | tuple[type, ...]] = {
    "id": str,
    "question": str,
    "history": list,
    "asked_at": str,
    "filters": dict,
    "answer": str,
    "helpful": bool,
    "reason": str,
}
_FILTERS = TypeAdapter(Filters)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--library", type=Path, help="the library to ask; by default the configured one")


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    with build_chatbot(library=options.library, **chosen_model(options)) as chatbot:
        chatbot.open()
        yield lambda row: [ask_again(row, chatbot)]


def ask_again(row: Row, chatbot: Chatbot) -> Row:
    """The rated answer beside the one of today.

    Raises:
        DataError: the row's filters or history are malformed.
    """
    try:
        filters = _FILTERS.validate_python(row["filters"])
        history = [Turn(**turn) for turn in row["history"]]
    except (ValidationError, TypeError) as error:
        raise DataError(f"Row {row['id']}: {error}", "Export the feedback again with `chatbot feedback`.") from error
    answer = chatbot.ask(row["question"], history=history, asked_at=moment(row["asked_at"]), filters=filters)
    rated = {"helpful": row["helpful"], "reason": row["reason"], "rated_answer": row["answer"]}
    facts = {"id": row["id"], "question": row["question"], "same": answer.text == row["answer"]}
    return facts | rated | product_row(answer, chatbot)


def score(rows: Sequence[Row]) -> Scores:
    """How many answers helped, and how many are the same today; separately for those that helped or did not."""
    own = {"helpful_rate": mean(row["helpful"] for row in rows), "same_answer_rate": mean(row["same"] for row in rows)}
    names = {True: "helpful", False: "not helpful"}
    parts = {names[kind]: [row for row in rows if row["helpful"] is kind] for kind in (True, False)}
    by_set = {name: {"same_answer_rate": mean(row["same"] for row in part)} for name, part in parts.items() if part}
    return Scores(shown_metrics(rows) | own, by_set)


TASK = Task(
    name="feedback",
    purpose="answers that readers rated, asked again: cases to look at",
    units=lambda options: list(read_rows(options.data, FIELDS)),
    open=_open,
    score=score,
    data="what `chatbot feedback --out FILE` wrote",
    add_arguments=_add_arguments,
)
