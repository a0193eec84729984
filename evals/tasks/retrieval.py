"""`python -m evals retrieval`: which articles does the product find for dated questions?

All articles go into a library; each question is asked at its own moment; articles are ranked by their best passage.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from chatbot.embedding.encoder import SentenceEncoder, TextEncoder
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.question.understanding import plain_question
from chatbot.records import ParsedQuestion, Question, RankedPassage
from chatbot.retrieval.retriever import Retriever, article_id_of
from evals.datasets import Row, read_rows
from evals.libraries import document_from
from evals.runs.answering import END_OF_DAY
from evals.runs.task import Found, Scores, Task
from evals.scoring.judgements import hits_at, reciprocal_rank

CUTOFFS = (1, 4, 10)
COSTS = ("passages", "ingest_seconds", "peak_memory_mb")
"""What making the library cost, the same in each row."""
ARTICLE_FIELDS = {"id": str, "title": str, "text": str}
QUERY_FIELDS = {"id": str, "question": str, "asked_at": str, "gold_ids": list}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where articles, questions and the library are."""
    parser.add_argument("--corpus", type=Path, required=True, help="articles: id, url, title, text, published")
    parser.add_argument("--queries", type=Path, required=True, help="questions: question, asked_at, gold_ids")
    parser.add_argument("--library", type=Path, help="folder in which the library is kept and found again")


def queries_of(options: argparse.Namespace) -> list[Row]:
    """The questions."""
    return list(read_rows(options.queries, QUERY_FIELDS))


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    encoder = SentenceEncoder()
    with filled_library(options, encoder) as (library, ids, cost):
        retriever = Retriever(library, encoder)
        retriever.rank(plain_question(Question("warm up", datetime.now(UTC))))
        yield lambda query: [_ask(query, retriever, ids) | cost]


def score(rows: Sequence[Row]) -> Scores:
    """The metrics of ranked answers: `rank` counts from 1 and is None when no right article was found."""
    ranks = [row["rank"] for row in rows]
    found = {f"hits@{cutoff}": hits_at(ranks, cutoff) for cutoff in CUTOFFS}
    found["mrr@10"] = statistics.fmean(reciprocal_rank(rank, 10) for rank in ranks)
    milliseconds = [row["ms"] for row in rows]
    found["query_ms_p50"], found["query_ms_p95"] = (float(np.percentile(milliseconds, part)) for part in (50, 95))
    return Scores(found | {name: rows[-1][name] for name in COSTS})


def _ingest(articles: Iterator[Row], library: Library, encoder: TextEncoder) -> tuple[dict[str, str], Row]:
    """Puts the articles in; returns the data set's ids by the library's, and what it cost."""
    started = time.perf_counter()
    names: dict[str, str] = {}
    documents = (document_from(_without_url(row), row["id"]) for row in articles)
    outcomes = Ingestor(library, encoder).run(documents)
    for outcome in track(outcomes, "Ingesting", console=Console(stderr=True), transient=True):
        names[outcome.article_id] = outcome.source
    return names, {
        "passages": float(library.passages.count()),
        "ingest_seconds": time.perf_counter() - started,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _without_url(row: Row) -> Row:
    """The data set tells articles apart by id; two rows may share an address."""
    return {name: value for name, value in row.items() if name != "url"}


def _ask(query: Row, retriever: Retriever, names: dict[str, str]) -> Row:
    question = question_of(query)
    started = time.perf_counter()
    ranked = retriever.rank(question)
    seconds = time.perf_counter() - started
    articles = ranked_articles(ranked, names)
    return {
        "id": query["id"],
        "question": query["question"],
        "rank": rank_of_gold(articles, query),
        "articles": articles[: max(CUTOFFS)],
        "ms": 1000 * seconds,
    }


def ranked_articles(ranked: Sequence[RankedPassage], names: dict[str, str]) -> list[str]:
    """The data set's ids of the articles, each at the place of its best passage."""
    return list(dict.fromkeys(names[article_id_of(passage)] for passage in ranked))


def rank_of_gold(articles: Sequence[str], query: Row) -> int | None:
    """The place of the first right article, counted from 1."""
    return next((place for place, name in enumerate(articles, start=1) if name in query["gold_ids"]), None)


def question_of(query: Row) -> ParsedQuestion:
    """The question as a search, asked at the end of its day."""
    day = datetime.fromisoformat(query["asked_at"])
    return plain_question(Question(query["question"], datetime.combine(day, END_OF_DAY, UTC)))


@contextmanager
def filled_library(options: argparse.Namespace, encoder: TextEncoder) -> Iterator[tuple[Library, dict[str, str], Row]]:
    """The library with all articles in it, the data set's ids by the library's, and what making it cost."""
    with (
        tempfile.TemporaryDirectory(prefix="library-") as temporary,
        Library.open(options.library or Path(temporary), encoder.fingerprint) as library,
    ):
        yield library, *_ingest(read_rows(options.corpus, ARTICLE_FIELDS), library, encoder)


TASK = Task(
    name="retrieval",
    purpose="rank a corpus of articles for dated questions",
    units=queries_of,
    open=_open,
    score=score,
    add_arguments=add_arguments,
    asks=False,
)
