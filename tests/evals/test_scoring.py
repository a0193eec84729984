"""Scores of answers and of their citations, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.records import Answer, Block, BlockKind, Citation, Note, NoteKind, Sentence, Span, Verdict
from chatbot.verification.evidence import FeatureSupportModel
from evals.cases import Case, GoldSpan
from evals.datasets import Row
from evals.runs.answering import answer_row
from evals.scoring.answers import contains, everything, exact_match, named_choice, token_f1, tokens, told
from evals.scoring.citations import CitationJudge, alce_metrics, judge_line
from evals.scoring.intervals import intervals, paired_test
from evals.scoring.spans import span_scores


def test_tokens_keep_numbers_whole() -> None:
    assert tokens("About 1,027 hp, at 3.5%!") == ["about", "1027", "hp", "at", "3.5"]
    assert not contains("It cost 15 billion.", "1.5 billion")


def test_a_reader_is_told_what_notes_say_but_not_the_days_of_their_quotations() -> None:
    side = "The Ledger, 4 July 2025: “On 4 July 2025: it rained.”"
    notes = [{"kind": NoteKind.DISAGREEMENT, "text": side}, {"kind": NoteKind.CUT_OFF, "text": "It ends early."}]
    row = {"answer": "On 9 May: it began.", "notes": notes, "refused": False}
    assert told(row) == "On 9 May: it began.\nThe Ledger, “On 4 July 2025: it rained.”"
    assert everything(row).endswith(f"{side}\nIt ends early.")
    assert told(row | {"refused": True}) == ""


def test_token_f1_is_that_of_squad() -> None:
    assert token_f1("the Dalai Lama", ["Dalai Lama"]) == pytest.approx(0.8)
    assert token_f1("Dalai", ["the Pope", "Dalai Lama"]) == pytest.approx(2 / 3)
    assert token_f1("nobody", ["Dalai Lama"]) == token_f1("", ["x"]) == 0
    assert exact_match("Dalai Lama.", ["dalai lama"]) == 1.0


def test_contains_wants_whole_words_in_order() -> None:
    assert contains("It was the Dalai Lama, he said.", "dalai lama")
    assert not contains("The Dalai and the Lama", "Dalai Lama")
    assert not contains("1977", "77")
    assert not contains("anything", "…")


def test_the_longest_choice_is_named() -> None:
    assert named_choice("New York City won", ["York", "New York", "Boston"]) == 1
    assert named_choice("nobody", ["York"]) is None


@given(st.text(), st.text())
def test_f1_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert token_f1(one, [other]) == token_f1(other, [one])
    assert 0 <= token_f1(one, [other]) <= 1


FERRY = "Fourteen people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh."
WATER = "The county will replace 31 miles of cast-iron water mains over six years."


def answer(*sentences: Sentence, kind: BlockKind = BlockKind.PARAGRAPH, citations: Sequence[Citation] = ()) -> Answer:
    known = tuple(citations) or (cited(1, FERRY), cited(2, WATER))
    return Answer("?", "id", refused=False, blocks=(Block(kind, sentences),), citations=known, model="none")


def cited(number: int, quote: str, title: str = "") -> Citation:
    return Citation(number, f"a{number}", 1, title, "The Calder Courier", "", None, 0, len(quote), quote)


def shows(text: str, *numbers: int, claim: str = "") -> Sentence:
    return Sentence(text, Verdict.SUPPORTED, 1.0, numbers, claim=claim)


@pytest.fixture(scope="module")
def judge(encoder: SentenceEncoder) -> CitationJudge:
    return CitationJudge(FeatureSupportModel(encoder))


def test_the_judge_wants_support_and_no_idle_citation(judge: CitationJudge) -> None:
    struck = "Fourteen people were injured when the ferry struck the north pier."
    sentences = [shows(struck, 1), shows(struck, 1, 2), shows(struck, 2), shows("Fourteen people were injured.")]
    right, idle, wrong, bare = judge.judge(answer(*sentences))
    assert right
    assert (right.recalled, right.precise) == (True, (True,))
    assert idle
    assert (idle.recalled, idle.precise) == (True, (True, False))
    assert wrong
    assert (wrong.recalled, wrong.precise) == (False, (False,))
    assert bare
    assert (bare.recalled, bare.precise) == (False, ())


def test_a_citation_that_is_needed_is_precise(judge: CitationJudge) -> None:
    both = f"{FERRY.rstrip('.')}, and the county will replace 31 miles of cast-iron water mains over six years."
    (judged,) = judge.judge(answer(shows(both, 1, 2)))
    assert judged
    assert (judged.recalled, judged.precise) == (True, (True, True))


def test_what_claims_nothing_is_not_judged(judge: CitationJudge) -> None:
    greeting = Sentence("Hello.", Verdict.NOT_A_CLAIM, 1.0)
    doubtful = Sentence("It sank.", Verdict.NOT_FOUND, 0.1, nearest=(1,))
    nothing, unbacked = judge.judge(answer(greeting, doubtful))
    assert nothing is None
    assert unbacked
    assert not unbacked.recalled


def test_the_title_says_what_a_quote_is_about(judge: CitationJudge) -> None:
    claim = shows("131 km/h.", 1, claim="The peak gust of Storm Edda was 131 km/h.")
    recalled = []
    for title in ("Storm Edda live: roofs torn off in Cape Torran", "Puffins plant their own gardens"):
        quote = cited(1, "The peak gust was 131 km/h.", title)
        (judged,) = judge.judge(answer(claim, citations=[quote]))
        recalled.append(judged and judged.recalled)
    assert recalled == [True, False]


def test_a_quotation_is_judged_by_its_letters(judge: CitationJudge) -> None:
    long = f"“It’s what Karsch said: ‘{FERRY}’ and no more,” she said. {WATER} " * 6
    sentences = [shows(long, 1), shows(long.replace("31", "13"), 1)]
    quotations = answer(*sentences, kind=BlockKind.QUOTATION, citations=[cited(1, long)])
    right, altered = judge.judge(quotations)
    assert right
    assert (right.recalled, right.precise) == (True, (True,))
    assert altered
    assert not altered.recalled


def test_a_row_tells_what_backs_an_answer_from_what_only_comes_near(judge: CitationJudge) -> None:
    doubtful = Sentence("It sank on Sunday.", Verdict.NOT_FOUND, 0.1, nearest=(2, 9), reason="no source says so")
    note = Note(NoteKind.DISAGREEMENT, f"“{WATER}”", citations=(3,))
    citations = [cited(number, quote) for number, quote in ((1, FERRY), (2, WATER), (3, WATER))]
    shown = replace(answer(shows(FERRY, 1), doubtful, citations=citations), notes=(note,), timings={"total": 1.0})
    row = answer_row(shown, judge, lambda citation: ("a.md", citation.quote))
    assert [citation["backs"] for citation in row["citations"]] == [True, False, True]
    assert row["dangling"] == 1, "9 is no citation"
    assert row["notes"] == [{"kind": "disagreement", "text": f"“{WATER}”", "citations": [3]}]
    sentence = row["sentences"][1]
    assert (sentence["block"], sentence["verdict"], sentence["nearest"]) == ("paragraph", "not_found", [2, 9])
    assert (sentence["claim"], sentence["supported"], sentence["reason"]) == (True, False, "no source says so")


def shown(recalled: Sequence[bool], precise: Sequence[Sequence[bool]], refused: bool = False) -> Row:
    pairs = zip(recalled, precise, strict=True)
    return {"refused": refused, "sentences": [{"claim": True, "recalled": r, "precise": list(p)} for r, p in pairs]}


def test_alce_averages_over_answers_and_leaves_refusals_out() -> None:
    rows = [shown([True, False], [[True], []]), shown([True], [[True, False]]), shown([False], [[]], refused=True)]
    assert alce_metrics(rows) == {"alce_precision": 0.75, "alce_recall": 0.75}
    assert alce_metrics([shown([False], [[]])]) == {"alce_precision": 0.0, "alce_recall": 0.0}
    assert alce_metrics([]) == {}


def test_the_judge_says_how_far_it_can_be_trusted() -> None:
    assert "wice" in judge_line()
    assert "ragtruth" in judge_line()


CASE = Case(
    id="c",
    kind="facts",
    question="?",
    asked_at="",
    answers=(("14",), ("23",)),
    evidence=((GoldSpan("a.md", Span(10, 20)), GoldSpan("b.md", Span(0, 5))), (GoldSpan("a.md", Span(50, 60)),)),
    chain="",
    forbidden=(),
)


def test_span_scores_count_characters_not_judgements() -> None:
    citations = [
        {"source": "b.md", "start": 4, "end": 9, "quote": "14 hurt"},
        {"source": "a.md", "start": 20, "end": 50, "quote": "nothing"},
    ]
    assert span_scores(CASE, citations) == {"span_recall": 0.5, "span_precision": 0.5, "span_holds_answer": 0.5}
    assert span_scores(CASE, []) == {"span_recall": 0.0}


def mean(rows: Sequence[Row]) -> dict[str, float]:
    return {"mean": sum(row["value"] for row in rows) / len(rows)}


def test_intervals_hold_the_mean_and_draw_units_whole() -> None:
    rows = [{"id": n, "unit": n // 2, "value": float(n % 2)} for n in range(40)]
    assert intervals(rows, mean)["mean"] == (0.5, 0.5)
    low, high = intervals([{"id": n, "value": float(n % 2)} for n in range(40)], mean)["mean"]
    assert 0.3 < low < 0.5 < high < 0.7
    assert intervals(rows[:2], mean) == {}
    assert intervals([row | {"unit": row["id"], "document": row["unit"]} for row in rows], mean)["mean"] == (0.5, 0.5)


def test_the_paired_test_tells_chance_from_difference() -> None:
    before = [{"id": n, "value": float(n % 3 == 0)} for n in range(30)]
    better = [{"id": n, "value": 1.0} for n in range(30)]
    same = paired_test(before, list(before), mean)["mean"]
    assert (same.first, same.second, same.p) == (same.first, same.first, 1.0)
    found = paired_test(before, better, mean)["mean"]
    assert found.second == 1.0
    assert found.p < 0.01
    one_case = [row | {"value": 1.0} if row["id"] == 1 else row for row in before]
    assert paired_test(before, one_case, mean)["mean"].p > 0.3
    assert paired_test(before, [{"id": "else", "value": 1.0}], mean) == {}
