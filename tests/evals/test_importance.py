"""The labels that importance is learned from, and the fit."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from evals.datasets import read_rows
from evals.training.importance import LABELS, VITAL, Topic, cross_validated, fit, scores
from tests.briefing.materials import material_of

pytest.importorskip("sklearn")


def test_the_labels_are_whole_and_hold_no_word_of_an_article() -> None:
    rows = list(read_rows(LABELS, {"topic": str, "articles": list, "nuggets": list}))
    assert len({row["topic"] for row in rows}) == len(rows) >= 30
    for row in rows:
        counts = Counter(nugget["importance"] for nugget in row["nuggets"])
        assert set(counts) == {"vital", "okay"}
        assert 5 <= counts["vital"] <= 8
        for nugget in row["nuggets"]:
            assert nugget["evidence"]
            for url, start, end in nugget["evidence"]:
                assert url in row["articles"]
                assert 0 <= start < end


def test_the_fit_finds_what_tells_vital_sentences_in_topics_that_it_has_not_seen() -> None:
    chance = np.random.default_rng(0)
    material = material_of(
        *((day, "News", tuple(f"Report {day} number {n} tells of the bridge." for n in range(20))) for day in (1, 2))
    )
    topics = []
    for number in range(10):
        telling, idle = chance.normal(size=40), chance.normal(size=40)
        told = np.where(telling > 1, VITAL, np.where(telling > 0.5, 1.0, 0.0))
        topics.append(Topic(str(number), material, {"telling": telling, "idle": idle}, told))
    weights = fit(topics)
    assert weights.features["telling"] > 5 * abs(weights.features["idle"])
    assert len(weights.meaning) == material.vectors.shape[1]
    assert np.corrcoef(scores(weights, topics[0]), topics[0].features["telling"])[0, 1] > 0.8
    vital, told = np.mean(list(cross_validated(topics).values()), axis=0)
    assert vital > 0.9
    assert told > 0.9
