"""`python -m evals briefing`: do briefings over many documents tell what matters, and cite who says it?

The Summary of a Haystack task (Laban et al., 2024): for each query a briefing of at most ten statements over all
documents of its topic. An insight that a statement covers is scored by the documents that the statement cites.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from chatbot.app import Chatbot
from chatbot.briefing.briefer import Briefer
from chatbot.briefing.events import BriefingFinished
from chatbot.briefing.records import Briefing, BriefingRequest, Length, SectionKind
from chatbot.records import Document
from chatbot.verification.evidence import RememberingEncoder
from evals.coverage import CoverageJudge, load_weights
from evals.datasets import Row, read_rows
from evals.runs.answering import library_of, open_chatbot
from evals.runs.task import Found, Scores, Task

MOST_STATEMENTS = 10
FIELDS = {"topic": str, "documents": list, "queries": list}
REMEMBERED = 60_000


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of a briefing with the documents that it cites."""

    text: str
    documents: frozenset[str]


def _units(options: argparse.Namespace) -> list[Row]:
    return [{"id": topic["topic"], **topic} for topic in read_rows(options.data, FIELDS)]


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Callable[[Row], Found]]:
    with open_chatbot(options) as chatbot:
        judge = CoverageJudge(RememberingEncoder(chatbot.encoder, REMEMBERED), load_weights())
        yield lambda topic: _brief_topic(topic, chatbot, judge)


def score(rows: Sequence[Row]) -> Scores:
    """The metrics over all insights, and by topic."""
    topics = list(dict.fromkeys(row["topic"] for row in rows))
    seconds = statistics.fmean({row["topic"]: row["seconds_per_100_documents"] for row in rows}.values())
    constant = {"judge_agreement": load_weights().agreement, "seconds_per_100_documents": seconds}
    by_topic = {topic: _metrics([row for row in rows if row["topic"] == topic]) for topic in topics}
    return Scores(_metrics(rows) | constant, by_topic)


def _metrics(rows: Sequence[Row]) -> dict[str, float]:
    """The metrics over insights: citations are scored where an insight is covered, `joint` everywhere."""
    covered = [row for row in rows if row["coverage"] > 0]
    return {
        "coverage": statistics.fmean(row["coverage"] for row in rows) if rows else 0.0,
        "citation_precision": statistics.fmean(row["precision"] for row in covered) if covered else 0.0,
        "citation_recall": statistics.fmean(row["recall"] for row in covered) if covered else 0.0,
        "citation_f1": statistics.fmean(row["f1"] for row in covered) if covered else 0.0,
        "joint": statistics.fmean(row["coverage"] * row["f1"] for row in rows) if rows else 0.0,
    }


def _brief_topic(topic: Row, chatbot: Chatbot, judge: CoverageJudge) -> Found:
    """What was found for each insight, with the seconds for ingesting the documents and writing one briefing."""
    begun = time.perf_counter()
    sources = [Document(str(row["id"]), row["text"]) for row in topic["documents"]]
    with library_of(sources, chatbot) as asked:
        names = {article.id: article.source for article in asked.library.summaries()}
        found: list[Row] = []
        took = 0.0
        for query in topic["queries"]:
            told = statements(_brief(asked.briefer, query["query"]), names)
            took = took or time.perf_counter() - begun
            found += [_judged(topic["topic"], query, insight, told, judge) for insight in query["insights"]]
    cost = {"seconds_per_100_documents": 100 * took / len(topic["documents"])}
    return [{"id": f"{topic['topic']}: {number}"} | row | cost for number, row in enumerate(found, start=1)]


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


TASK = Task(
    name="briefing",
    purpose="brief over many documents, score coverage and citations",
    units=_units,
    open=_open,
    score=score,
    data="topics: documents, queries with insights",
    pattern="briefing-[!c]*",
)
