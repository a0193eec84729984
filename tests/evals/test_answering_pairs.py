"""Pairs of questions and sentences: which sentence answers, which only looks like it."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from evals.datasets import DataError, read_rows
from evals.training import answering
from evals.training.answering import (
    MEASURED,
    WRITTEN_QUESTIONS,
    Question,
    answer_pairs,
    published_questions,
    stated_pairs,
    written_questions,
)
from evals.training.pairs import ANSWER

TEXT = (
    "The ferry Solveig left Ostrel at dawn. It was led by Captain Nils Berg. Harbour master Inga Solheim saw it go. "
    "Rain fell. The ferry returned at night."
)


def place(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def test_answering_sentences_are_told_from_those_that_look_like_it(tmp_path: Path) -> None:
    article = {"url": "https://a.example/1", "text": TEXT}
    row = {
        "url": article["url"], "question": "Who was the ferry's captain?", "answers": [place("Nils Berg")],
        "near": [place("Harbour master Inga Solheim saw it go.")],
    }  # fmt: skip
    for name, line in (("corpus", article), ("asked", row), ("strange", {**row, "url": "https://b.example"})):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (question,) = written_questions(tmp_path / "corpus.jsonl", tmp_path / "asked.jsonl")
    pairs = list(answer_pairs(question))
    assert [pair.label for pair in pairs] == [True] + [False] * 4
    assert pairs[0].evidence == "The ferry Solveig left Ostrel at dawn. It was led by Captain Nils Berg."
    assert pairs[1].evidence.endswith("Harbour master Inga Solheim saw it go.")
    assert {pair.head for pair in pairs} == {ANSWER}
    with pytest.raises(DataError, match=r"lacks the article https://b\.example"):
        list(written_questions(tmp_path / "corpus.jsonl", tmp_path / "strange.jsonl"))


def test_published_questions_are_drawn_by_set_and_never_from_passages_that_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "SETS", {"squad1-train": 2})
    passages = [*(TEXT.replace("Solveig", f"Solveig {at}") for at in range(5)), TEXT]
    rows = [
        {"question": "Who led it?", "passage": text, "answers": [{"text": "Nils Berg", "start": text.index("Nils")}],
         "answerable": True, "set": name}
        for text, name in [*((text, "squad1-train") for text in passages), (TEXT, MEASURED), (TEXT, "unclear")]
    ]  # fmt: skip
    with gzip.open(tmp_path / "qa.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    found = list(published_questions(tmp_path / "qa.jsonl.gz", random.Random(0)))
    assert [question.set for question in found] == ["squad1-train"] * 2
    assert all("Solveig left" not in question.sentences[0] for question in found)
    assert all(question.answering == {1} for question in found)


def test_a_short_answer_is_stated_beside_a_wrong_one_of_its_kind() -> None:
    sentences = ("The ferry left at dawn.", "Nils Berg captains the ferry.", "Then Inga Solheim saw the ferry.")
    question = Question(
        "one", "d", "Who captains the ferry?", sentences, frozenset({1}), frozenset({2}), ("Nils Berg",)
    )
    right, wrong = stated_pairs(question, random.Random(0))
    assert (right.text, right.label) == ("Nils Berg captains the ferry.", True)
    assert (wrong.text, wrong.label) == ("Inga Solheim captains the ferry.", False)
    unanswered = Question("one", "d", "Who captains the ferry?", sentences, frozenset(), frozenset({2}), ())
    assert list(stated_pairs(unanswered, random.Random(0))) == []


def test_the_written_questions_are_whole() -> None:
    rows = list(read_rows(WRITTEN_QUESTIONS, {"url": str, "question": str, "answers": list, "near": list}))
    unanswerable = [row for row in rows if not row["answers"]]
    assert len(rows) / 5 < len(unanswerable) < len(rows) / 2
    assert all(start < end for row in rows for start, end in (*row["answers"], *row["near"]))
