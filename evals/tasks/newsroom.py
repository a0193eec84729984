"""`python -m evals newsroom`: what of the evidence reaches the model, and what of its sentences reaches the reader.

All articles lie in one library, and each question is asked in the evening of its day. With a model that writes the
sentences of the data wherever their evidence stands in its prompt (evals/scripted_endpoint.py), every loss can be told
from every other: what was not found, what was not kept, what was dropped.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING, cast

from chatbot.app import Chatbot
from chatbot.llm.choice import Writer
from chatbot.records import Answer
from chatbot.retrieval.tokens import estimated_tokens
from evals.datasets import Row
from evals.newsroom import OWN, TRAPS, AnswerSentence, NewsQuestion, Newsroom, own_newsroom, read_newsroom
from evals.runs.answering import library_of, open_chatbot, product_row
from evals.runs.recording import Call, RecordedModel
from evals.runs.task import Found, Scores, Task
from evals.scoring.citations import supported
from evals.scoring.letters import holds, letters
from evals.scoring.newsroom import UNANSWERABLE, Fate, fate_of, is_written, newsroom_metrics, wrote

if TYPE_CHECKING:
    from chatbot.llm.chat import ChatModel

EVENING = clock(20)
FIRST_NUMBER = "[1]"
"""With which evidence begins in a prompt."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    told = "folder with articles, questions and answers; the project's own over the sample articles by default"
    parser.add_argument("--data", type=Path, help=told)
    parser.add_argument("--traps", action="store_true", help="the project's own traps: right kind, wrong role")
    parser.add_argument("--evidence-tokens", type=int, help="about how many tokens of evidence the model is given")


def _newsroom(options: argparse.Namespace) -> Newsroom:
    return read_newsroom(options.data) if options.data else own_newsroom(TRAPS if options.traps else OWN)


def _units(options: argparse.Namespace) -> list[Row]:
    return [{"id": question.id, "question": question} for question in _newsroom(options).questions]


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    documents = _newsroom(options).documents
    with (
        open_chatbot(options, evidence_tokens=options.evidence_tokens) as models,
        library_of(documents, models) as chatbot,
    ):
        if chatbot.chosen_model.writer is Writer.NOBODY:
            yield lambda unit: [ask_without_model(unit["question"], chatbot)]
        else:
            recorded = RecordedModel(models.chat_model)
            chatbot.chat_model = cast("ChatModel", recorded)
            yield lambda unit: [ask_with_model(unit["question"], chatbot, recorded)]


def ask_with_model(question: NewsQuestion, chatbot: Chatbot, model: RecordedModel) -> Row:
    """Ask, and look at what the model was given and wrote."""
    with model.recording() as recording:
        answer = chatbot.ask(question.question, asked_at=evening(question.asked_at))
        ended = time.perf_counter()
    writing = recording.writing or Call((), streamed=True)
    row = _judged(question, answer, chatbot, writing.prompt, writing.reply)
    waited = ended - writing.ended if writing.ended else None
    return row | {
        "evidence_tokens": evidence_tokens(writing),
        "after_last_word_s": waited,
        "calls": len(recording.calls),
        "reply": writing.reply,
    }


def ask_without_model(question: NewsQuestion, chatbot: Chatbot) -> Row:
    """Ask where no model writes: what counts as given is what is shown."""
    answer = chatbot.ask(question.question, asked_at=evening(question.asked_at))
    shown = "\n".join((answer.text, *(citation.quote for citation in answer.citations)))
    return _judged(question, answer, chatbot, shown, "") | {"evidence_tokens": None, "after_last_word_s": None}


def evening(day: str) -> datetime:
    """When a question of a day is asked."""
    return datetime.combine(datetime.fromisoformat(day), EVENING, UTC)


def evidence_tokens(call: Call) -> int | None:
    """About how long the messages with evidence are, as budgets are counted; None where there is no evidence."""
    texts = [message.text for message in call.messages if FIRST_NUMBER in message.text]
    return round(sum(map(estimated_tokens, texts))) or None


def _judged(question: NewsQuestion, answer: Answer, chatbot: Chatbot, given: str, reply: str) -> Row:
    row: Row = {"id": question.id, "kind": question.kind, "question": question.question} | product_row(answer, chatbot)
    prompt, shown = letters(given), row["sentences"]
    found = {
        "quotes": [{"quote": quote, "given": holds(prompt, quote)} for quote in question.quotes],
        "claims": [_facts(each, prompt) | _way(each.claim, each.twin, reply, shown) for each in question.sentences],
        "twins": [_facts(each, prompt) | _way(each.twin, each.claim, reply, shown) for each in question.sentences],
    }
    return row | found | {"must_have": [] if wrote([found]) else _points(question, answer, chatbot)}


def _facts(sentence: AnswerSentence, prompt: str) -> Row:
    in_prompt = all(holds(prompt, quote) for quote in sentence.quotes)
    return {"id": sentence.id, "error": sentence.error, "in_prompt": in_prompt}


def _way(text: str, other: str, reply: str, shown: Sequence[Row]) -> Row:
    """How far a sentence of the data came. `other`: the one of its pair."""
    written = is_written(text, other, reply)
    return {"text": text, "written": written, "fate": str(fate_of(text, shown)) if written else ""}


def _points(question: NewsQuestion, answer: Answer, chatbot: Chatbot) -> list[Row]:
    """The points that an answer must have; a question without an answer has none that a claim could tell."""
    if question.kind == UNANSWERABLE:
        return []
    told = [] if answer.refused else [sentence.text for sentence in answer.sentences if sentence.verdict.is_claim]
    found = supported(chatbot.support_model, [(point, told) for point in question.must_have])
    return [{"point": point, "found": made} for point, made in zip(question.must_have, found, strict=True)]


def score(rows: Sequence[Row]) -> Scores:
    """The metrics of all questions, and by kind."""
    written = wrote(rows)
    kinds = dict.fromkeys(row["kind"] for row in rows)
    parts = {kind: newsroom_metrics([row for row in rows if row["kind"] == kind], written) for kind in kinds}
    return Scores(newsroom_metrics(rows, written), parts)


def right(row: Row) -> float | None:
    """Refused where that is right; elsewhere the share of its sentences that are shown, or of its points made."""
    if row["kind"] == UNANSWERABLE:
        return float(row["refused"])
    told = [point["found"] for point in row["must_have"]]
    told = told or [claim["written"] and claim["fate"] == Fate.SUPPORTED for claim in row["claims"]]
    return sum(told) / len(told) if told else None


TASK = Task(
    name="newsroom",
    purpose="what of the evidence reaches the model, and what of its sentences reaches the reader",
    units=_units,
    open=_open,
    score=score,
    add_arguments=_add_arguments,
    pattern="newsroom-*",
    right=right,
)
