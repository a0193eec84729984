"""What calibration rests on: made claims, folds and thresholds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from chatbot.library.sentences import split_sentences
from chatbot.models.support_weights import SupportWeights, load_support_weights
from evals.calibrate_support import calibrate, calibrate_baseline, with_made
from evals.crossvalidation import balance, best_threshold, folds_of, unseen
from evals.datasets import LabelledClaim
from evals.made_claims import MADE, made_claims
from evals.stacking import READINGS, stack_columns, unstacked
from evals.tasks.verify import split_pairs

pytest.importorskip("sklearn")
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
