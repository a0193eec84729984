"""`python -m evals briefing`: do briefings over many documents tell what matters, and cite who says it?

The Summary of a Haystack task (Laban et al., 2024): for each query a briefing of at most ten statements over all
documents of its topic. An insight that a statement covers is scored by the documents that the statement cites.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track

from chatbot.briefing.briefer import Briefer
from chatbot.briefing.events import BriefingFinished
from chatbot.briefing.history import FILE_NAME, BriefingHistory
from chatbot.briefing.records import Briefing, BriefingRequest, Length, SectionKind
from chatbot.library.ingest import Ingestor
from chatbot.library.library import Library
from chatbot.models.encoder import SentenceEncoder
from chatbot.models.evidence import FeatureSupportModel, RememberingEncoder
from chatbot.records import Document
from evals.coverage import CoverageJudge, load_weights
from evals.datasets import Row, read_rows
from evals.runs.report import Report, table

MOST_STATEMENTS = 10
FIELDS = {"topic": str, "documents": list, "queries": list}
REMEMBERED = 60_000


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of a briefing with the documents that it cites."""

    text: str
    documents: frozenset[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the task."""
    parser.add_argument("--data", type=Path, required=True, help="topics: documents, queries with insights")
    parser.add_argument("--out", type=Path, required=True, help="where the report is written, as JSON")
    parser.add_argument("--limit", type=int, help="only so many topics")


def run(options: argparse.Namespace) -> None:
    """Brief, score, and write the report."""
    started = time.perf_counter()
    topics = list(read_rows(options.data, FIELDS))[: options.limit]
    encoder = SentenceEncoder()
    weights = load_weights()
    judge = CoverageJudge(RememberingEncoder(encoder, REMEMBERED), weights)
    rows: list[Row] = []
    seconds: list[float] = []
    for topic in track(topics, "Topics", console=Console(stderr=True), transient=True):
        found, took = _brief_topic(topic, encoder, judge)
        rows += found
        seconds.append(100 * took / len(topic["documents"]))
    metrics = score(rows) | {
        "judge_agreement": weights.agreement,
        "seconds_per_100_documents": statistics.fmean(seconds),
    }
    by_set = {topic["topic"]: score([row for row in rows if row["topic"] == topic["topic"]]) for topic in topics}
    settings = {"data": options.data.name, "statements": MOST_STATEMENTS, "writer": "none: quotations"}
    Report("briefing", len(rows), metrics, by_set, settings, time.perf_counter() - started, rows).write(options.out)
    print(table(metrics, {}))


def score(rows: Sequence[Row]) -> dict[str, float]:
    """The metrics over insights: citations are scored where an insight is covered, `joint` everywhere."""
    covered = [row for row in rows if row["coverage"] > 0]
    return {
        "coverage": statistics.fmean(row["coverage"] for row in rows) if rows else 0.0,
        "citation_precision": statistics.fmean(row["precision"] for row in covered) if covered else 0.0,
        "citation_recall": statistics.fmean(row["recall"] for row in covered) if covered else 0.0,
        "citation_f1": statistics.fmean(row["f1"] for row in covered) if covered else 0.0,
        "joint": statistics.fmean(row["coverage"] * row["f1"] for row in rows) if rows else 0.0,
    }


def _brief_topic(topic: Row, encoder: SentenceEncoder, judge: CoverageJudge) -> tuple[list[Row], float]:
    """What was found for each insight; and the seconds for ingesting the documents and writing one briefing."""
    with tempfile.TemporaryDirectory(prefix="library-") as folder:
        begun = time.perf_counter()
        with Library.open(Path(folder), encoder.fingerprint) as library:
            names = _ingest(topic["documents"], library, encoder)
            history = BriefingHistory(Path(folder) / FILE_NAME)
            briefer = Briefer(library, encoder, FeatureSupportModel(encoder), lambda: None, history)
            rows: list[Row] = []
            took = 0.0
            for query in topic["queries"]:
                told = statements(_brief(briefer, query["query"]), names)
                took = took or time.perf_counter() - begun
                rows += [_judged(topic["topic"], query, insight, told, judge) for insight in query["insights"]]
    return rows, took


def _ingest(documents: Sequence[Row], library: Library, encoder: SentenceEncoder) -> dict[str, str]:
    """The data set's ids by the library's."""
    sources = [Document(str(row["id"]), row["text"]) for row in documents]
    return {outcome.article_id: outcome.source for outcome in Ingestor(library, encoder).run(sources)}


def _brief(briefer: Briefer, query: str) -> Briefing:
    request = BriefingRequest(datetime.now(UTC), query, length=Length.LONG)
    return next(event.briefing for event in briefer.stream(request) if isinstance(event, BriefingFinished))


def statements(briefing: Briefing, names: Mapping[str, str]) -> list[Told]:
    """The bottom line and the developments, with the ids of the documents that each cites."""
    cited = {citation.id: citation.article_id for citation in briefing.citations}
    entries = (*briefing.section(SectionKind.BOTTOM_LINE), *briefing.section(SectionKind.DEVELOPMENTS))
    return [
        Told(entry.sentence.text, frozenset(names[cited[number]] for number in entry.sentence.citations))
        for entry in entries[:MOST_STATEMENTS]
    ]


def _judged(topic: str, query: Row, insight: Row, told: Sequence[Told], judge: CoverageJudge) -> Row:
    judgement = judge.judge(insight["insight"], [item.text for item in told])
    cited = told[judgement.statement].documents if judgement.statement is not None else frozenset()
    gold = frozenset(map(str, insight["document_ids"]))
    right = len(cited & gold) if judgement.coverage > 0 else 0
    precision, recall = (right / len(part) if part else 0.0 for part in (cited, gold))
    return {
        "topic": topic,
        "query": query["query"],
        "insight": insight["insight"],
        "coverage": judgement.coverage,
        "statement": told[judgement.statement].text if judgement.statement is not None else "",
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if right else 0.0,
    }
