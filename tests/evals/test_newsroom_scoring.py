"""What becomes of sentences between a model and a reader, judged by letters alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.records import Verdict
from evals.datasets import Row
from evals.scoring.letters import holds, letters, places
from evals.scoring.newsroom import Fate, fate_of, is_written, newsroom_metrics, wrote

PIER = "Fourteen people were hurt when the ferry struck the pier."
FOG = "There was no fog, the harbor master said."
TWIN = "Forty people were hurt when the ferry struck the pier."


def shown(text: str, verdict: Verdict = Verdict.SUPPORTED, original: str = "") -> Row:
    return {"text": text, "verdict": str(verdict), "original": original}


def test_letters_leave_out_marks_spaces_and_citation_numbers() -> None:
    assert letters("“It’s 3.5 %,” he said [12] — twice.") == "its35hesaidtwice"


def test_a_quote_stands_in_a_text_whole_or_sentence_by_sentence() -> None:
    prompt = letters(f"[1] {PIER} [2] Something else stood here. [3] {FOG}")
    assert holds(prompt, PIER)
    assert holds(prompt, f"{PIER} {FOG}")
    assert not holds(prompt, f"{PIER} It was foggy that morning.")
    assert not holds(prompt, "There was fog.")


@given(st.lists(st.text("ab. "), max_size=6), st.text("ab"))
def test_places_touch_just_the_texts_that_hold_some_of_the_letters(texts: list[str], wanted: str) -> None:
    flat = [letters(text) for text in texts]
    for touched in places(wanted, texts):
        assert wanted in "".join(flat[at] for at in touched)
        assert all(flat[at] for at in touched)
        assert len("".join(flat[at] for at in touched[1:-1])) <= len(wanted) - 2 or len(touched) == 1
    assert any(places(wanted, texts)) == (wanted != "" and wanted in "".join(flat))


def test_a_sentence_that_was_cut_in_two_is_supported_only_where_both_parts_are() -> None:
    first, second = "Fourteen people were hurt", "when the ferry struck the pier."
    assert fate_of(PIER, [shown(first), shown(second)]) is Fate.SUPPORTED
    assert fate_of(PIER, [shown(first), shown(second, Verdict.UNSURE)]) is Fate.MARKED
    assert fate_of(PIER, [shown(first), shown(second, Verdict.NOT_A_CLAIM)]) is Fate.UNCHECKED
    assert fate_of(PIER, [shown(first)]) is Fate.MISSING
    assert fate_of(PIER, []) is Fate.MISSING


def test_the_best_place_counts_and_a_correction_is_no_loss() -> None:
    twice = [shown(PIER, Verdict.NOT_FOUND), shown(FOG), shown(PIER)]
    assert fate_of(PIER, twice) is Fate.SUPPORTED
    assert fate_of(TWIN, [shown(PIER, original=TWIN)]) is Fate.CORRECTED


def test_a_sentence_that_is_part_of_its_twin_counts_only_where_it_stands_alone() -> None:
    longer = f"{FOG[:-1]} on Monday."
    assert is_written(longer, FOG, f"{longer} [1]")
    assert not is_written(FOG, longer, f"{longer} [1]")
    assert is_written(FOG, longer, f"{longer} [1] {FOG} [2]")


def sentence(*, prompt: bool = True, written: bool = True, fate: Fate | str = Fate.SUPPORTED) -> Row:
    return {"in_prompt": prompt, "written": written, "fate": str(fate if written else "")}


def row(**facts: Any) -> Row:
    costs = {"usage": {"prompt_tokens": 100}, "evidence_tokens": 80, "first_sentence_s": 0.2, "answer_s": 0.4}
    empty = {"quotes": [], "claims": [], "twins": [], "must_have": [], "withheld": 0, "refused": False}
    return costs | empty | {"kind": "fact", "after_last_word_s": 0.1} | facts


def test_what_was_not_given_was_not_kept_and_was_dropped_are_told_apart() -> None:
    claims = [
        sentence(),
        sentence(fate=Fate.MARKED),
        sentence(fate=Fate.MISSING),
        sentence(prompt=False, written=False),
    ]
    rows = [row(claims=claims, quotes=[{"given": True}, {"given": False}])]
    found = newsroom_metrics(rows, wrote(rows))
    assert found["complete"] == pytest.approx(1 / 4)
    assert found["kept"] == pytest.approx(1 / 3)
    assert found["dropped"] == pytest.approx(1 / 3)
    assert found["evidence_recall"] == 0.5
    assert (found["prompt_tokens_p50"], found["evidence_tokens_p50"], found["after_last_word_s_p50"]) == (100, 80, 0.1)
    assert "wrong_supported" not in found
    assert "must_have" not in found


def test_what_is_withheld_and_counted_is_not_dropped() -> None:
    missing = [sentence(fate=Fate.MISSING), sentence(fate=Fate.MISSING)]
    dropped = [
        newsroom_metrics(rows, wrote(rows))["dropped"]
        for rows in ([row(claims=missing, withheld=number)] for number in range(3))
    ]
    assert dropped == [1.0, 0.5, 0.0]
    unchecked = [row(claims=[sentence(fate=Fate.UNCHECKED)], withheld=1)]
    assert newsroom_metrics(unchecked, wrote(unchecked))["dropped"] == 1.0, "it is shown, so nothing was withheld"


def test_twins_are_counted_where_they_were_written() -> None:
    twins = [sentence(), sentence(fate=Fate.MARKED), sentence(fate=Fate.MARKED), sentence(written=False)]
    rows = [row(claims=[sentence(written=False)], twins=twins)]
    found = newsroom_metrics(rows, wrote(rows))
    assert found["wrong_supported"] == pytest.approx(1 / 3)
    assert found["wrong_marked"] == pytest.approx(2 / 3)
    assert found["dropped"] == 0.0
    assert "complete" not in found


def test_without_the_sentences_of_the_data_points_are_counted() -> None:
    points = [{"found": True}, {"found": False}]
    rows = [row(claims=[sentence(written=False)], must_have=points), row(kind="unanswerable", refused=True)]
    found = newsroom_metrics(rows, wrote(rows))
    assert (found["must_have"], found["refusal_rate"], found["false_refusal_rate"]) == (0.5, 1.0, 0.0)
    assert not {"complete", "kept", "dropped"} & found.keys()


def test_what_comes_nearest_to_a_question_without_an_answer_counts_by_itself() -> None:
    quotes = [{"given": True}]
    nearest = row(kind="unanswerable", quotes=[{"given": False}], evidence_tokens=None, after_last_word_s=None)
    assert newsroom_metrics([row(quotes=quotes), nearest], frozenset())["evidence_recall"] == 1.0
    alone = newsroom_metrics([nearest], frozenset())
    assert alone["evidence_recall"] == 0.0
    assert not {"evidence_tokens_p50", "after_last_word_s_p50"} & alone.keys(), "what is undefined is left out"
