"""What calibration rests on: made claims, folds and thresholds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.sentences import split_sentences
from chatbot.verification.evidence import FeatureSupportModel
from chatbot.verification.support_gates import REPEATED, missing_number
from chatbot.verification.support_weights import WORDS_WEIGHTS, SupportWeights, load_support_weights
from evals.calibrate_support import calibrate, calibrate_baseline, with_made
from evals.crossvalidation import balance, best_threshold, folds_of, unseen
from evals.datasets import LabelledClaim, read_claims
from evals.made_claims import MADE, made_claims
from evals.marking import Marking, score_markings, unsupported_sentences, words_in
from evals.scaling import Scaling, calibration_of, cross_scaled, fit_scaling, scaled_weights
from evals.stacking import READINGS, stack_columns, unstacked
from evals.tasks.verify import split_pairs

pytest.importorskip("sklearn")
ENCODER = SentenceEncoder()
SEEDS = Path(__file__).parents[2] / "seeds"


def seed_claims() -> list[LabelledClaim]:
    """One supported and one unsupported claim on each of some seed articles: a sentence of it, and one of the next."""
    texts = [path.read_text(encoding="utf-8").split("---")[-1] for path in sorted(SEEDS.glob("[01]*.md"))]
    firsts = [split_sentences(text)[2].of(text) for text in texts]
    rows = []
    for at, text in enumerate(texts):
        for claim, supported in ((firsts[at], True), (firsts[at - 1], False)):
            rows.append(LabelledClaim(f"{at}{supported}", f"set{at % 2}", claim, (text,), supported, doc=str(at)))
    return rows


def test_made_claims_come_in_pairs_that_differ_and_are_the_same_each_time() -> None:
    text = (SEEDS / "01-trump-putin-call.md").read_text(encoding="utf-8")
    documents = [("one", [span.of(text) for span in split_sentences(text)])]
    made = made_claims(documents)
    assert made == made_claims(documents)
    assert made
    for supported, unsupported in zip(made[::2], made[1::2], strict=True):
        assert (supported.supported, unsupported.supported) == (True, False)
        assert supported.pair == unsupported.pair
        assert supported.claim != unsupported.claim
        assert supported.evidence == unsupported.evidence


def test_claims_on_one_document_share_a_fold() -> None:
    claims = with_made(seed_claims(), split_pairs(seed_claims()))
    folds: dict[str, set[int]] = {}
    for claim, fold in zip(claims, folds_of(claims), strict=True):
        folds.setdefault(claim.doc.split()[-1], set()).add(int(fold))
    assert any(claim.set == MADE for claim in claims)
    assert all(len(found) == 1 for found in folds.values())


def test_every_class_of_every_set_weighs_the_same() -> None:
    claims = [LabelledClaim(str(n), "big" if n < 9 else "small", "c", ("e",), n % 3 == 0) for n in range(12)]
    weights = balance(claims)
    sums = {
        kind: sum(w for w, c in zip(weights, claims, strict=True) if (c.set, c.supported) == kind)
        for kind in {(c.set, c.supported) for c in claims}
    }
    assert len(sums) == 4
    assert np.allclose(list(sums.values()), 3.0)


def test_the_best_threshold_separates_what_can_be_separated() -> None:
    claims = [LabelledClaim(str(n), "one", "c", ("e",), n >= 60) for n in range(100)]
    assert 0.59 < best_threshold(claims, np.arange(100) / 100) <= 0.61


def test_calibration_writes_weights_that_load(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calibrate_baseline(seed_claims(), "calibrate --data seeds.jsonl", tmp_path / "support.json")
    weights = load_support_weights(tmp_path / "support.json")
    assert 0 < weights.threshold < 1
    assert json.loads((tmp_path / "support.json").read_text())["command"].endswith("--data seeds.jsonl")
    assert "word overlap" in capsys.readouterr().out


def test_the_product_is_calibrated_on_documents_that_its_evidence_model_has_not_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = seed_claims()
    own = unseen(claims)
    assert own
    assert len(own) < len(claims)
    assert {claim.doc for claim in own}.isdisjoint(claim.doc for claim in claims if claim not in own)
    calibrate(claims, "calibrate", tmp_path / "support.json")
    assert set(READINGS) < set(load_support_weights(tmp_path / "support.json").features)
    assert "words alone" in capsys.readouterr().out


def test_two_stages_are_one_regression() -> None:
    words = SupportWeights(("a", "b"), (1.0, 0.0), (2.0, 1.0), (0.5, -1.0), 0.3, 0.5, 1.0)
    names = ["a", "b", *READINGS]
    features = np.random.default_rng(0).normal(size=(6, len(names)))
    columns, values = stack_columns(words, names, features)
    second = SupportWeights(
        tuple(columns), (0.2, *[0.1] * 5), (1.5, *[2.0] * 5), (0.7, 0.1, 0.2, -0.3, -0.4, 0.5), -0.1, 0.5, 1.0
    )
    one = unstacked(words, second)
    for row, stacked in zip(features, values, strict=True):
        whole = one.probability(dict(zip(names, row, strict=True)))
        assert whole == pytest.approx(second.probability(dict(zip(columns, stacked, strict=True))))


def coin_claims(probabilities: np.ndarray) -> list[LabelledClaim]:
    """Claims, as many supported as not, each on a document of its own, as often supported as the probabilities say."""
    lots = np.random.default_rng(3).random(len(probabilities)) < probabilities
    return [LabelledClaim(str(n), "one", "c", ("e",), bool(lot), doc=str(n)) for n, lot in enumerate(lots)]


@pytest.mark.parametrize(("temperature", "bias"), [(2.0, 0.0), (0.5, 0.0), (0.7, 0.4)])
def test_scaling_finds_the_temperature_that_was_applied(temperature: float, bias: float) -> None:
    true = np.random.default_rng(1).random(6000)
    claims = coin_claims(true)
    said = Scaling(1 / temperature, -bias * temperature).apply(true)
    found = fit_scaling(claims, said, with_bias=bias != 0)
    assert found.temperature == pytest.approx(temperature, rel=0.1)
    assert found.bias == pytest.approx(bias, abs=0.1)
    before, after = calibration_of(claims, said), calibration_of(claims, cross_scaled(claims, said, with_bias=True))
    assert after.error < 0.03 < before.error
    assert after.brier < before.brier


@given(
    st.floats(0.2, 5),
    st.floats(-2, 2),
    st.lists(st.floats(0.001, 0.999), min_size=1, max_size=20),
    st.floats(0.01, 0.96),
)
def test_scaling_changes_no_decision(temperature: float, bias: float, said: list[float], threshold: float) -> None:
    scaling = Scaling(temperature, bias)
    apart = [chance for chance in said if abs(chance - threshold) > 1e-9]
    (limit,) = scaling.apply(np.array([threshold])).tolist()
    assert [chance >= limit for chance in scaling.apply(np.array(apart)).tolist()] == [
        chance >= threshold for chance in apart
    ]
    assert scaling.apply(np.array([1.0])).tolist() == [1.0]


@pytest.mark.parametrize("scaling", [Scaling(0.6), Scaling(1.7, 0.2)])
def test_the_scaled_verifier_decides_as_before_and_its_findings_keep_their_meaning(scaling: Scaling) -> None:
    plain = load_support_weights(WORDS_WEIGHTS)
    scaled = scaled_weights(plain, scaling)
    before, after = (FeatureSupportModel(ENCODER, weights=weights) for weights in (plain, scaled))
    claims = with_made(seed_claims(), split_pairs(seed_claims()))
    pairs = [(claim.claim, list(claim.evidence)) for claim in claims]
    first, second = before.support_many(pairs), after.support_many(pairs)
    assert [score >= plain.threshold for score in first] == [score >= scaled.threshold for score in second]
    assert [score >= plain.precision_95 for score in first] == [score >= scaled.precision_95 for score in second]
    assert any(score >= REPEATED for score in second)
    assert any(abs(one - other) > 0.02 for one, other in zip(first, second, strict=True))
    foundless = [pair for pair, score in zip(pairs, second, strict=True) if missing_number(*pair)]
    assert foundless
    assert all(score <= scaled.threshold / 2 for score in after.support_many(foundless))


def test_markings_are_scored_word_by_word() -> None:
    text = "The ferry sank off Port Arden on Friday."
    wrong, marked = words_in(text, [(19, 29)]), words_in(text, [(10, 14), (24, 26)])
    assert (wrong, marked) == (frozenset({4, 5}), frozenset({2, 5}))
    scores = score_markings([Marking(wrong, marked), Marking(frozenset({1}), frozenset())])
    assert (scores["precision"], scores["recall"]) == (0.5, pytest.approx(1 / 3))
    assert (scores["f1"], scores["sentences_marked"], scores["of_these_right"]) == (pytest.approx(2 / 5), 0.5, 1.0)


def test_markings_are_measured_on_unseen_documents_and_on_made_claims(tmp_path: Path) -> None:
    rows = []
    for claim in seed_claims():
        text = claim.claim if claim.supported else claim.claim + " Nobody xylophoned."
        spans = [] if claim.supported else [[len(claim.claim) + 1, len(text)]]
        rows.append({"id": claim.id, "set": claim.set, "claim": text, "evidence": list(claim.evidence)})
        rows[-1] |= {"supported": claim.supported, "doc": claim.doc, "unsupported_spans": spans}
    data = tmp_path / "claims.jsonl"
    data.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = list(unsupported_sentences(data))
    of_sets = [sentence for sentence in found if sentence.set != MADE]
    own = [claim for claim in unseen(read_claims(data)) if not claim.supported]
    assert len(of_sets) == len(own)
    assert all(s.text[start:end].strip() == "Nobody xylophoned." for s in of_sets for start, end in s.wrong)
    assert {sentence.set for sentence in found} > {sentence.set for sentence in of_sets}
