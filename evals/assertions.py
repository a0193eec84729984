"""For your own tests: ask your library your questions and assert what the citations must reach.

def test_citations(chatbot):
    figures = measure_citations(chatbot, [Path("questions.jsonl")])
    assert figures.metrics["alce_precision"] >= 0.95
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from chatbot.app import Chatbot
from chatbot.records import Document
from evals.cases import chains, read_cases
from evals.runs.report import Report
from evals.scoring.intervals import intervals
from evals.tasks.citations import ask_chain, score


def measure_citations(chatbot: Chatbot, questions: Sequence[Path], *, seed: int = 0) -> Report:
    """Ask every question and score the answers.

    Args:
        chatbot: over the library to be asked, with the models and settings to be measured.
        questions: JSON Lines as evals/cases.py describes; `source` is the file name, or the last part of the address,
            of an article in the library.
        seed: for the confidence intervals.

    Returns:
        The report of the task `citations`, not written anywhere: `metrics`, `intervals`, `rows`.

    Raises:
        DataError: a question is malformed, or its evidence does not stand in the library.
        ChatbotError: the product failed.
    """
    started = time.perf_counter()
    cases = read_cases(questions, library_documents(chatbot))
    rows = [{"unit": chain[0].id} | row for chain in chains(cases) for row in ask_chain(chain, chatbot)]
    scores = score(rows)
    return Report(
        task="citations",
        n=len(rows),
        metrics=scores.metrics,
        by_set=scores.by_set,
        settings={"questions": [path.name for path in questions]},
        seconds=time.perf_counter() - started,
        rows=rows,
        intervals=intervals(rows, lambda sample: score(sample).metrics, seed),
    )


def library_documents(chatbot: Chatbot) -> list[Document]:
    """The newest versions of the library's articles."""
    articles = [chatbot.library.get(summary.id) for summary in chatbot.library.summaries()]
    return [Document(article.source, article.text, article.metadata) for article in articles]
