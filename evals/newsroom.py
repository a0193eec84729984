"""A newsroom's questions over one library, with the sentences of a good answer and the words that each rests on.

A folder holds `articles.jsonl`, `questions.jsonl` and `answers.jsonl`, each perhaps with `.gz` behind. The project's
own questions over the sample articles are rows of evals/cases/newsroom.jsonl:

* `id`, `kind`, `question`, `asked_at`;
* `sentences`: what a strong model would answer, each with its `claim`, its `evidence` (`source` and `quote`, as
  evals/cases.py describes) and a twin with one error, `corrupted`, whose kind is `error`; none when the samples do not
  answer the question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatbot.records import Document
from evals.cases import FOLDER, gold_span, sample_documents
from evals.datasets import DataError, Row, read_rows
from evals.libraries import document_from
from evals.scripted_model import Line, Script

OWN = FOLDER / "newsroom.jsonl"
TRAPS = FOLDER / "traps.jsonl"
"""Questions to which the same sentence, or the one beside it, holds a wrong answer of the right kind: another person's
office, another thing's number. The twin is that answer."""
_ARTICLE = {"title": str, "text": str}
_QUESTION = {"id": str, "kind": str, "question": str, "asked_at": str}
_ASKED = _QUESTION | {"must_have": list, "quotes": list}
_ANSWER = {"id": str, "question_id": str, "claim": str, "corrupted": str, "evidence": list}


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of a good answer."""

    id: str
    claim: str
    twin: str
    """The same with one error in it."""
    error: str
    """What kind of error that is."""
    quotes: tuple[str, ...]
    """Words of articles that together say what the claim says."""


@dataclass(frozen=True, slots=True)
class NewsQuestion:
    """A question with what an answer needs and tells."""

    id: str
    kind: str
    question: str
    asked_at: str
    """The day."""
    quotes: tuple[str, ...]
    """Gold evidence; of a question without an answer what comes nearest."""
    must_have: tuple[str, ...]
    """Points that an answer must tell."""
    sentences: tuple[AnswerSentence, ...]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Articles and questions about them."""

    documents: tuple[Document, ...]
    questions: tuple[NewsQuestion, ...]


def read_newsroom(folder: Path) -> Newsroom:
    """The newsroom of a folder.

    Raises:
        DataError: a file is missing, a row malformed, or an answer belongs to no question.
    """
    articles = read_rows(_file(folder, "articles"), _ARTICLE)
    documents = [document_from(row, row.get("url") or f"article {number}") for number, row in enumerate(articles, 1)]
    sentences: dict[str, list[AnswerSentence]] = {}
    for row in read_rows(_file(folder, "answers"), _ANSWER):
        sentences.setdefault(row["question_id"], []).append(_sentence(row, tuple(row["evidence"])))
    questions = [_question(row, sentences.pop(row["id"], [])) for row in read_rows(_file(folder, "questions"), _ASKED)]
    if sentences:
        reason = f"{folder} answers questions that it does not ask: {', '.join(sorted(sentences))}"
        raise DataError(reason, "Let each question_id name a row of questions.jsonl.")
    return Newsroom(tuple(documents), tuple(questions))


def own_newsroom(cases: Path = OWN) -> Newsroom:
    """The project's own questions over the sample articles.

    Args:
        cases: `OWN` or `TRAPS`.

    Raises:
        DataError: a row is malformed, or a quote does not stand exactly once in its article.
    """
    documents = sample_documents()
    texts = {Path(document.source).name: document.text for document in documents}
    questions = [_own_question(row, texts) for row in read_rows(cases, _QUESTION | {"sentences": list})]
    return Newsroom(tuple(documents), tuple(questions))


def script_of(newsroom: Newsroom) -> Script:
    """What a scripted model answers to the questions of a newsroom."""
    return {
        question.question: [Line(sentence.claim, sentence.quotes, sentence.twin) for sentence in question.sentences]
        for question in newsroom.questions
    }


def _question(row: Row, sentences: Sequence[AnswerSentence]) -> NewsQuestion:
    quotes = tuple(dict.fromkeys(item["quote"] for item in row["quotes"]))
    facts = (row["id"], row["kind"], row["question"], row["asked_at"])
    return NewsQuestion(*facts, quotes, tuple(row["must_have"]), tuple(sentences))


def _own_question(row: Row, texts: Mapping[str, str]) -> NewsQuestion:
    """The gold evidence of one's own question is that of its sentences, and these are the points to be made."""
    sentences = [
        _sentence({"id": f"{row['id']}-{number}"} | given, _proved(row["id"], given["evidence"], texts))
        for number, given in enumerate(row["sentences"], 1)
    ]
    quotes = tuple(dict.fromkeys(quote for sentence in sentences for quote in sentence.quotes))
    facts = (row["id"], row["kind"], row["question"], row["asked_at"])
    return NewsQuestion(*facts, quotes, tuple(sentence.claim for sentence in sentences), tuple(sentences))


def _proved(question: str, evidence: Sequence[Mapping[str, str]], texts: Mapping[str, str]) -> tuple[str, ...]:
    try:
        return tuple(gold_span(item, texts).span.of(texts[item["source"]]) for item in evidence)
    except DataError as error:
        raise DataError(f"Question {question}: {error.reason}", error.remedy) from error


def _sentence(row: Row, quotes: tuple[str, ...]) -> AnswerSentence:
    return AnswerSentence(row["id"], row["claim"], row["corrupted"], row.get("error", ""), quotes)


def _file(folder: Path, name: str) -> Path:
    found = [path for suffix in ("jsonl", "jsonl.gz") if (path := folder / f"{name}.{suffix}").is_file()]
    if not found:
        raise DataError(f"{folder} holds no {name}.jsonl[.gz]", "Give a folder with articles, questions and answers.")
    return found[0]
