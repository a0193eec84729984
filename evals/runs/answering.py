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
from typing import Any

from chatbot.app import Chatbot, build_chatbot
from chatbot.errors import ArticleNotFound
from chatbot.records import Answer, BlockKind, Citation, Document, Note, Sentence, Turn, Verdict
from chatbot.settings import load_settings
from evals.datasets import Row
from evals.libraries import IN_ITS_FOLDER, document_from
from evals.runs.provenance import EMBEDDED
from evals.scoring.citations import CitationJudge, JudgedSentence

END_OF_DAY = clock(23, 59, 59)
SURROUNDINGS = 160
"""Characters of the source that a report keeps on either side of a quote."""


@contextmanager
def open_chatbot(options: argparse.Namespace, **settings: Any) -> Iterator[Chatbot]:
    """The product with the chat model that was asked for, over an empty library, ready to answer.

    Args:
        options: `llm` and `model` of the run.
        settings: single ones that replace what is configured; None leaves one as it is.
    """
    given = chosen_model(options) | IN_ITS_FOLDER | settings
    with (
        tempfile.TemporaryDirectory(prefix="library-") as folder,
        build_chatbot(library=Path(folder), **given) as chatbot,
    ):
        yield chatbot.open()


def chosen_model(options: argparse.Namespace) -> dict[str, Any]:
    """The settings of the chat model that a run was started with: `llm` and `model`."""
    if options.llm != EMBEDDED:
        return {"llm_base_url": options.llm, "llm_model": options.model or None}
    # A key alone would be OpenAI's, unless it is that of an endpoint for embeddings.
    return {"llm_base_url": ""} | ({} if load_settings().embedding_base_url else {"api_key": ""})


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
    return answer_row(answer, CitationJudge(chatbot.support_model), finder(chatbot))


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
    kinds = [block.kind for block in answer.blocks for _ in block.sentences]
    judged = zip(kinds, answer.sentences, judge.judge(answer), strict=True)
    cited = [sentence.citations for sentence in answer.sentences] + [note.citations for note in answer.notes]
    backing = {number for numbers in cited for number in numbers}
    pointed_at = backing | {number for sentence in answer.sentences for number in sentence.nearest}
    return {
        "answer": answer.text,
        "refused": answer.refused,
        "complete": answer.complete,
        "withheld": answer.withheld,
        "sentences": [_sentence(kind, sentence, found) for kind, sentence, found in judged],
        "notes": [_note(note) for note in answer.notes],
        "citations": [
            _citation(citation, *find(citation)) | {"backs": citation.id in backing} for citation in answer.citations
        ],
        "dangling": len(pointed_at - {citation.id for citation in answer.citations}),
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


def _sentence(kind: BlockKind, sentence: Sentence, judged: JudgedSentence | None) -> Row:
    return {
        "text": sentence.text,
        "block": str(kind),
        "verdict": str(sentence.verdict),
        "checked": sentence.claim or sentence.text,
        "original": sentence.original,
        "claim": sentence.verdict.is_claim,
        "supported": sentence.verdict is Verdict.SUPPORTED,
        "score": round(sentence.score, 4),
        "citations": list(sentence.citations),
        "nearest": list(sentence.nearest),
        "reason": sentence.reason,
        "recalled": judged is not None and judged.recalled,
        "precise": list(judged.precise) if judged else [],
    }


def _note(note: Note) -> Row:
    return {"kind": str(note.kind), "text": note.text, "citations": list(note.citations)}


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
