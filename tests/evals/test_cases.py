"""The project's own cases, and how a case that does not hold is told."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evals.cases import Case, chains, own_cases, read_cases, sample_documents
from evals.datasets import DataError

DOCUMENTS = sample_documents()


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return read_cases(own_cases(), DOCUMENTS)


def test_there_are_enough_of_every_kind(cases: list[Case]) -> None:
    kinds = Counter(case.kind for case in cases)
    assert len(cases) >= 120
    wanted = {"facts", "several_articles", "time", "speakers", "numbers", "contradictions", "corrections"}
    assert wanted | {"follow_ups", "unanswerable", "injections"} == set(kinds)
    assert min(kinds.values()) >= 5


def test_gold_answers_stand_in_gold_articles(cases: list[Case]) -> None:
    """An answer may be said in other words only where the question asks for a reason or a judgement."""
    texts = {Path(document.source).name: document.text.casefold() for document in DOCUMENTS}
    for case in cases:
        gold = " ".join(texts[span.source] for fact in case.evidence for span in fact)
        for forms in case.answers:
            assert any(form.casefold() in gold for form in forms), case.id


def test_unanswerable_cases_have_neither_answer_nor_evidence(cases: list[Case]) -> None:
    assert all(case.answerable == bool(case.answers) == (case.kind != "unanswerable") for case in cases)


def test_chains_are_asked_in_order(cases: list[Case]) -> None:
    grouped = [chain for chain in chains(cases) if len(chain) > 1]
    assert len(grouped) >= 5
    assert all([case.id for case in chain] == sorted(case.id for case in chain) for chain in grouped)


def case(**facts: object) -> str:
    quote = {"source": "07-ferry-calder-courier.md", "quote": "about 4 knots"}
    row = {"id": "a", "question": "How fast?", "answers": [["4 knots"]], "evidence": [[quote]]}
    return json.dumps(row | facts) + "\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (case(evidence=[[{"source": "07-ferry-calder-courier.md", "quote": "5 knots"}]]), "0 times: '5 knots'"),
        (case(evidence=[[{"source": "07-ferry-calder-courier.md", "quote": "Kilbrannagh"}]]), r"[2-9] times"),
        (case(evidence=[[{"source": "none.md", "quote": "x"}]]), "none.md is not there"),
        (case(evidence=[[{"source": "none.md"}]]), "Case a"),
        (case() + case(), "Ids stand twice: a"),
        (case(answers="4 knots"), 'field "answers": str found'),
    ],
)
def test_a_case_that_does_not_hold_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_cases([path], DOCUMENTS)


def test_a_sound_case_is_read_with_its_span(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(case(), encoding="utf-8")
    (read,) = read_cases([path], DOCUMENTS)
    ((gold,),) = read.evidence
    text = next(document.text for document in DOCUMENTS if document.source.endswith(gold.source))
    assert gold.span.of(text) == "about 4 knots"
