"""The project's own cases, and how a case that does not hold is told."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from evals.cases import Case, chains, own_cases, read_cases, sample_documents
from evals.datasets import DataError
from evals.newsroom import OWN, own_newsroom, read_newsroom, script_of
from evals.scoring.letters import holds, letters
from evals.scoring.newsroom import UNANSWERABLE

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


def test_the_own_newsroom_asks_what_its_articles_answer_and_what_they_do_not() -> None:
    """Reading it proves that every quote stands exactly once in its article."""
    questions = own_newsroom().questions
    kinds = Counter(question.kind for question in questions)
    assert kinds.total() >= 24
    assert kinds[UNANSWERABLE] >= 4
    assert {"fact", "explain", "synthesis", "conflict", "latest"} < set(kinds)
    assert len({question.id for question in questions}) == kinds.total()
    assert all(bool(question.sentences) == (question.kind != UNANSWERABLE) for question in questions)
    assert all(len(question.sentences) <= 4 for question in questions)


def test_every_sentence_of_the_own_newsroom_has_a_twin_and_words_of_its_own() -> None:
    for question in own_newsroom().questions:
        for sentence in question.sentences:
            assert sentence.claim != sentence.twin, sentence.id
            assert sentence.error, sentence.id
            assert sentence.quotes, sentence.id
            # A strong model merges and compresses: what is copied would show nothing of what happens to that.
            assert not any(holds(letters(quote), sentence.claim) for quote in sentence.quotes), sentence.id


def test_a_quote_of_the_own_newsroom_that_is_not_there_is_named(tmp_path: Path) -> None:
    row = json.loads(OWN.read_text(encoding="utf-8").splitlines()[0])
    row["sentences"][0]["evidence"][0]["quote"] = "Fifteen people were injured"
    (tmp_path / "newsroom.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(DataError, match=f"Question {row['id']}: .* 0 times: 'Fifteen people were injured'"):
        own_newsroom(tmp_path / "newsroom.jsonl")


URL = "https://n.example/1"
ARTICLE = {"title": "Pier", "text": "Fourteen were hurt. It was foggy.", "url": URL, "published": "2025-03-08"}
QUESTION = {"id": "q", "kind": "fact", "question": "How many?", "asked_at": "2025-03-09", "must_have": ["fourteen"]}
QUOTES = {"quotes": [{"url": URL, "quote": "Fourteen were hurt."}]}
ANSWER = {"id": "q-1", "question_id": "q", "claim": "14 people.", "corrupted": "40 people.", "error": "number"}
EVIDENCE = {"evidence": ["Fourteen were hurt."]}


def newsroom_folder(folder: Path, **files: dict[str, object]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    rows = {
        "articles": ARTICLE,
        "questions": QUESTION | QUOTES,
        "answers": ANSWER | {"evidence": ["Fourteen were hurt."]},
    }
    for name, row in (rows | files).items():
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
    return folder


def test_a_folder_is_read_as_a_newsroom(tmp_path: Path) -> None:
    newsroom = read_newsroom(newsroom_folder(tmp_path))
    (question,) = newsroom.questions
    assert (question.quotes, question.must_have) == (("Fourteen were hurt.",), ("fourteen",))
    (sentence,) = question.sentences
    assert (sentence.claim, sentence.twin, sentence.quotes) == ("14 people.", "40 people.", question.quotes)
    assert [document.source for document in newsroom.documents] == [URL]
    assert [line.text for line in script_of(newsroom)["How many?"]] == ["14 people."]


def test_what_is_wrong_with_a_folder_is_told(tmp_path: Path) -> None:
    folder = newsroom_folder(tmp_path / "a", answers=ANSWER | {"evidence": [], "question_id": "other"})
    with pytest.raises(DataError, match="does not ask: other"):
        read_newsroom(folder)
    (folder / "articles.jsonl.gz").unlink()
    with pytest.raises(DataError, match=r"holds no articles\.jsonl"):
        read_newsroom(folder)


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
