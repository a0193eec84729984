"""Asks the product: one fresh library for each question, one set of models for all."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path

from chatbot.app import Chatbot, build_chatbot
from chatbot.errors import ArticleNotFound
from chatbot.records import Answer, Citation, Document, Sentence, Turn, Verdict
from evals.datasets import Row
from evals.libraries import IN_ITS_FOLDER, document_from
from evals.runs.provenance import EMBEDDED
from evals.scoring.citations import CitationJudge, JudgedSentence

END_OF_DAY = clock(23, 59, 59)
SURROUNDINGS = 160
"""Characters of the source that a report keeps on either side of a quote."""


@contextmanager
def open_chatbot(options: argparse.Namespace) -> Iterator[Chatbot]:
    """The product with the chat model that was asked for, over an empty library, ready to answer."""
    endpoint = "" if options.llm == EMBEDDED else options.llm
    with (
        tempfile.TemporaryDirectory(prefix="library-") as folder,
        build_chatbot(
            library=Path(folder), llm_base_url=endpoint, llm_model=options.model or None, **IN_ITS_FOLDER
        ) as chatbot,
    ):
        yield chatbot.open()


@contextmanager
def library_of(documents: Sequence[Document], chatbot: Chatbot) -> Iterator[Chatbot]:
    """The same product over a fresh library that holds just these documents."""
    with tempfile.TemporaryDirectory(prefix="library-") as folder, chatbot.beside(Path(folder)) as beside:
        for _ in beside.ingest_documents(documents):
            pass
        yield beside


def ask_row(row: Row, chatbot: Chatbot, history: Sequence[Turn] = ()) -> Row:
    """Ask a row's `question` of its `documents`, at the end of its day `asked_at` where it has one."""
    documents = [document_from(item, f"{row['id']}#{number}") for number, item in enumerate(row["documents"])]
    with library_of(documents, chatbot) as asked:
        answer = asked.ask(row["question"], history=history, asked_at=moment(row.get("asked_at")))
        return {"id": row["id"], "question": row["question"]} | product_row(answer, asked)


def product_row(answer: Answer, chatbot: Chatbot) -> Row:
    """An answer of the product as a report keeps it."""
    return answer_row(answer, CitationJudge(chatbot.verifier), finder(chatbot))


def moment(day: str | None) -> datetime | None:
    """The end of a day given in ISO 8601; a full time stays as it is."""
    if not day:
        return None
    given = datetime.fromisoformat(day)
    if "T" in day:
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    return datetime.combine(given, END_OF_DAY, UTC)


def answer_row(answer: Answer, judge: CitationJudge, find: Callable[[Citation], tuple[str, str]]) -> Row:
    """An answer as a report keeps it, with what is right and wrong about its citations.

    Args:
        answer: of any system.
        judge: judges each cited sentence.
        find: name and text of the source of a citation; both empty when there is none.
    """
    known = {citation.id for citation in answer.citations}
    judged = zip(answer.sentences, judge.judge(answer), strict=True)
    return {
        "answer": answer.text,
        "refused": answer.refused,
        "sentences": [_sentence(sentence, found) for sentence, found in judged],
        "citations": [_citation(citation, *find(citation)) for citation in answer.citations],
        "dangling": sum(number not in known for sentence in answer.sentences for number in sentence.citations),
        "answerability": round(answer.answerability, 4),
        "model": answer.model,
        "usage": asdict(answer.usage),
        "first_sentence_s": round(answer.timings.get("first_sentence", answer.timings["total"]), 4),
        "answer_s": round(answer.timings["total"], 4),
    }


def finder(chatbot: Chatbot) -> Callable[[Citation], tuple[str, str]]:
    """Looks citations up in the product's library."""

    def find(citation: Citation) -> tuple[str, str]:
        try:
            article = chatbot.library.get(citation.article_id, citation.version)
        except ArticleNotFound:
            return "", ""
        return article.source, article.text

    return find


def _sentence(sentence: Sentence, judged: JudgedSentence | None) -> Row:
    return {
        "text": sentence.text,
        "checked": sentence.claim or sentence.text,
        "claim": sentence.verdict is not Verdict.NOT_A_CLAIM,
        "supported": sentence.verdict is Verdict.SUPPORTED,
        "score": round(sentence.score, 4),
        "citations": list(sentence.citations),
        "reason": sentence.reason,
        "recalled": judged is not None and judged.recalled,
        "precise": list(judged.precise) if judged else [],
    }


def _citation(citation: Citation, source: str, text: str) -> Row:
    start, end = citation.start, citation.end
    return {
        "id": citation.id,
        "source": source,
        "title": citation.title,
        "start": start,
        "end": end,
        "before": text[max(start - SURROUNDINGS, 0) : start],
        "quote": citation.quote,
        "after": text[end : end + SURROUNDINGS],
        "broken": text[start:end] != citation.quote,
    }
