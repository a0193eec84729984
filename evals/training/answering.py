"""Pairs of a question and a sentence, with the one before it: does the sentence answer the question?

`qa.jsonl.gz` holds questions of published sets with passages and answers; `written_questions.jsonl.gz`, beside this
module, questions that were written for this project over news articles of the retrieval corpus of the development data,
with sentences that look like an answer and are none, and with questions that the whole article does not answer.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.answering.fragments import is_fragment
from chatbot.library.sentences import split_sentences
from chatbot.records import Span
from chatbot.verification.claim_analysis import analyse
from chatbot.verification.claim_features import coverage
from evals.datasets import read_rows
from evals.training.documents import Corpus
from evals.training.labelled import other_things
from evals.training.pairs import ANSWER, Pair, stated_pair

WRITTEN_QUESTIONS = Path(__file__).parent / "written_questions.jsonl.gz"
SETS = {
    "squad1-train": 6_000, "squad2-dev": 4_000, "qed-nq": 2_500, "nq-open-oracle": 1_000, "timeqa-human": 800,
    "selqa": 1_000, "covid-qa": 300,
}  # fmt: skip
"""Sets whose licence allows training, and how many of their questions are read. `squad2-dev-half` measures."""
MEASURED = "squad2-dev-half"
LIKELY = 3
"""Sentences without the answer that stand beside it: those that share most words with the question."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question over one text."""

    set: str
    doc: str
    question: str
    sentences: tuple[str, ...]
    """Of the text, in order."""
    answering: frozenset[int]
    """Places of the sentences that hold the answer."""
    near: frozenset[int]
    """Places of sentences that somebody named as looking like an answer."""
    answers: tuple[str, ...]
    """The words that answer."""


def published_questions(path: Path, chance: random.Random) -> Iterator[Question]:
    """Questions of `qa.jsonl.gz`, of each set as many as `SETS` says; passages that measure are left out."""
    rows = list(read_rows(path, {"question": str, "passage": str, "answers": list, "answerable": bool, "set": str}))
    measured = {row["passage"] for row in rows if row["set"] == MEASURED}
    chance.shuffle(rows)
    taken: Counter[str] = Counter()
    for row in rows:
        if row["passage"] not in measured and taken[row["set"]] < SETS.get(row["set"], 0):
            taken[row["set"]] += 1
            yield _published(row)


def _published(row: Mapping[str, Any]) -> Question:
    text = row["passage"]
    places = [(each["start"], each["start"] + len(each["text"])) for each in row["answers"] if each["start"] >= 0]
    return _question((row["set"], text[:120], row["question"]), text, places, ())


def written_questions(corpus: Path, written: Path = WRITTEN_QUESTIONS) -> Iterator[Question]:
    """The questions of a file like `written_questions.jsonl.gz`, with articles out of the retrieval corpus.

    Raises:
        DataError: the corpus lacks an article.
    """
    articles = Corpus(corpus)
    for row in read_rows(written, {"url": str, "question": str, "answers": list, "near": list}):
        text = articles.article(row["url"])["text"]
        yield _question(("written", row["url"], row["question"]), text, row["answers"], row["near"])


def _question(
    named: tuple[str, str, str], text: str, answers: Iterable[Sequence[int]], near: Iterable[Sequence[int]]
) -> Question:
    spans = split_sentences(text)
    sentences = tuple(" ".join(span.of(text).split()) for span in spans)
    places = [(start, end) for start, end in answers]
    words = tuple(" ".join(text[start:end].split()) for start, end in places)
    return Question(*named, sentences, _holding(spans, places), _holding(spans, near), words)


def _holding(spans: Sequence[Span], places: Iterable[Sequence[int]]) -> frozenset[int]:
    """Places of the sentences in which these characters begin."""
    starts = [start for start, _ in places]
    return frozenset(at for at, span in enumerate(spans) if any(span.start <= start < span.end for start in starts))


def answer_pairs(question: Question) -> Iterator[Pair]:
    """The answering sentences, those that look like it, and the likeliest others."""
    asked = analyse(question.question)
    others = [at for at in range(len(question.sentences)) if at not in question.answering | question.near]
    others.sort(key=lambda at: -coverage(asked, analyse(question.sentences[at]).content))
    for at in [*sorted(question.answering), *sorted(question.near), *others[:LIKELY]]:
        kind = f"asked-{question.set}"
        yield Pair(ANSWER, kind, question.doc, question.question, _read(question, at), at in question.answering)


def _read(question: Question, at: int) -> str:
    """A sentence with the one before it, as the product reads it."""
    return " ".join(question.sentences[max(0, at - 1) : at + 1])


def stated_pairs(question: Question, chance: random.Random) -> Iterator[Pair]:
    """A short answer as the claim that it makes, and a wrong one: a thing of the kind asked for that stands beside it,
    or in a sentence that looks like an answer.
    """
    answer = next((answer for answer in question.answers if is_fragment(answer, question.question)), None)
    right = next((at for at in sorted(question.answering) if answer and answer in question.sentences[at]), None)
    if answer is None or right is None:
        return
    yield stated_pair(question.doc, question.question, answer, _read(question, right), right=True)
    others = [
        (other, _read(question, at))
        for at in (right, *sorted(question.near))
        for other in other_things(question.question, _read(question, at), question.answers)
    ]
    if others:
        other, evidence = chance.choice(others)
        yield stated_pair(question.doc, question.question, other, evidence, right=False)
