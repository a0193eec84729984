"""Scores of answers and of their citations, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answering.wording import quoted
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.records import Answer, Citation, Sentence, Span, Verdict
from chatbot.verification.evidence import FeatureSupportModel
from evals.cases import Case, GoldSpan
from evals.datasets import Row
from evals.scoring.answers import contains, exact_match, named_choice, token_f1, tokens, without_days
from evals.scoring.citations import CitationJudge, alce_metrics, judge_line
from evals.scoring.intervals import intervals, paired_test
from evals.scoring.spans import span_scores


def test_tokens_keep_numbers_whole() -> None:
    assert tokens("About 1,027 hp, at 3.5%!") == ["about", "1027", "hp", "at", "3.5"]
    assert not contains("It cost 15 billion.", "1.5 billion")


def test_the_day_before_a_quotation_is_no_answer() -> None:
    answer = "13 January 2023: “27 flags.” The Ledger, 4 July 2025: “On 4 July 2025: it rained.” On 9 May: it began."
    assert without_days(answer) == "“27 flags.” The Ledger, “On 4 July 2025: it rained.” On 9 May: it began."


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


def answer(*sentences: tuple[str, Sequence[int]]) -> Answer:
    quotes = {1: FERRY, 2: WATER}
    citations = tuple(
        Citation(number, f"a{number}", 1, "", "The Calder Courier", "", None, 0, len(quote), quote)
        for number, quote in quotes.items()
    )
    shown = tuple(Sentence(text, Verdict.SUPPORTED, 1.0, tuple(numbers)) for text, numbers in sentences)
    return Answer("?", "id", refused=False, sentences=shown, citations=citations, model="none")


@pytest.fixture(scope="module")
def judge(encoder: SentenceEncoder) -> CitationJudge:
    return CitationJudge(FeatureSupportModel(encoder))


def test_the_judge_wants_support_and_no_idle_citation(judge: CitationJudge) -> None:
    right, idle, wrong, bare = judge.judge(
        answer(
            ("Fourteen people were injured when the ferry struck the north pier.", [1]),
            ("Fourteen people were injured when the ferry struck the north pier.", [1, 2]),
            ("Fourteen people were injured when the ferry struck the north pier.", [2]),
            ("Fourteen people were injured.", []),
        )
    )
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
    (judged,) = judge.judge(answer((both, [1, 2])))
    assert judged
    assert (judged.recalled, judged.precise) == (True, (True, True))


def test_a_quotation_under_its_source_is_supported(judge: CitationJudge) -> None:
    (judged,) = judge.judge(answer((f"The Calder Courier: “{FERRY}”", [1])))
    assert judged
    assert judged.recalled


def test_the_title_says_what_a_quote_is_about(judge: CitationJudge) -> None:
    claim = Sentence(
        "131 km/h.", Verdict.SUPPORTED, 1.0, citations=(1,), claim="The peak gust of Storm Edda was 131 km/h."
    )
    recalled = []
    for title in ("Storm Edda live: roofs torn off in Cape Torran", "Puffins plant their own gardens"):
        quote = "The peak gust was 131 km/h."
        cited = Citation(1, "a", 1, title, "Courier", "", None, 0, len(quote), quote)
        (judged,) = judge.judge(Answer("?", "1", refused=False, sentences=(claim,), citations=(cited,), model="m"))
        recalled.append(judged and judged.recalled)
    assert recalled == [True, False]


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


def test_a_pure_quotation_is_judged_by_its_letters(judge: CitationJudge) -> None:
    long = f"“It’s what Karsch said: ‘{FERRY}’ and no more,” she said. {WATER} " * 6
    cited = Citation(1, "a", 1, "", "The Calder Courier", "", None, 0, len(long), long)
    texts = (f"The Calder Courier: {quoted(long)}", f"The Calder Courier: {quoted(long.replace('31', '13'))}")
    shown = tuple(Sentence(text, Verdict.SUPPORTED, 1.0, (1,)) for text in texts)
    right, altered = judge.judge(Answer("?", "id", False, shown, (cited,), "none"))
    assert right
    assert (right.recalled, right.precise) == (True, (True,))
    assert altered
    assert not altered.recalled
