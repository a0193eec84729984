"""How much a sentence matters on a page about a topic.

A regression over few features and the sentence's meaning. Its weights come from 34 topics of real news, for which it
was written down what a page must tell (`python -m evals.training.importance`). All features are compared within the
topic: what counts is to be newer, nearer to the topic, more agreed on than the other sentences.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from chatbot.briefing.centrality import article_places, centrality
from chatbot.briefing.material import Material, Vectors
from chatbot.briefing.ranking import HALF_LIFE, Scores, ages_in_days
from chatbot.embedding.encoder import TextEncoder
from chatbot.records import Evidence
from chatbot.text.tokenizing import word_count
from chatbot.verification.claim_numbers import numbers_of
from chatbot.verification.claim_words import words_of
from chatbot.weights.files import importance_weights_path

SAME_NEWS = 0.7
"""Cosine from which a sentence of another story tells the same news."""
LEADS = 4
"""First sentences of an article, which tell its news."""
BEST = 3
"""Other stories whose nearest sentences are averaged."""
TELLING = 5
"""Sentences of an article nearest to the topic, which say how near the article is."""
MOST_NUMBERS = 3
LONG = 40
"""Words beyond which a sentence tells no more."""
SHORT = 9
BLOCK = 512

Features = dict[str, Scores]


@dataclass(frozen=True, slots=True)
class ImportanceWeights:
    """Of features that are scaled to mean 0 and deviation 1 within a topic."""

    features: Mapping[str, float]
    meaning: tuple[float, ...]
    """Of the sentence's embedding, less the mean of the topic's sentences."""


def importance(material: Material, topic: str, encoder: TextEncoder) -> Scores:
    """How much each sentence matters, as log-odds but for a constant; higher is more.

    Args:
        material: the sentences of the articles in scope.
        topic: in words.
        encoder: the one that embedded the sentences.
    """
    weights = _weights()
    described = features(material, topic, encoder)
    meaning = np.array(weights.meaning, np.float64)
    return centred(material.vectors) @ meaning + sum(
        (weights.features.get(name, 0.0) * scaled(values) for name, values in described.items()),
        start=np.zeros(len(material.sentences)),
    )


def features(material: Material, topic: str, encoder: TextEncoder) -> Features:
    """What is known of each sentence, by name, one value a sentence."""
    asked = encoder.encode([topic])[0].astype(np.float64)
    sentences = material.sentences
    lengths = np.array([word_count(item.quote) for item in sentences])
    ages = ages_in_days(sentences)
    ages = np.where(np.isnan(ages), np.nanmax(ages, initial=0.0), ages)  # Undated ones are as old as any.
    return {
        "lead": 1 / (1 + material.positions),
        "first": (material.positions == 0).astype(np.float64),
        "depth": material.positions / _lengths_of_articles(material),
        "age": np.log1p(ages),
        "week": 0.5 ** (ages / HALF_LIFE),
        "topic": material.vectors @ asked,
        "surroundings": material.contexts @ asked,
        "named": _share_of_topic_words(sentences, topic),
        "numbers": np.array([min(len(numbers_of(item.quote)), MOST_NUMBERS) for item in sentences], np.float64),
        "central": material.vectors @ material.vectors.mean(axis=0, dtype=np.float64),
        "headlines": _words_of_headlines(sentences),
        "length": np.minimum(lengths, LONG) / LONG,
        "short": (lengths < SHORT).astype(np.float64),
        "quotation": np.array([item.quote.lstrip().startswith(("“", '"')) for item in sentences], np.float64),
        **_of_articles(material, asked, encoder),
        **_agreement(material),
    }


def scaled(values: Scores) -> Scores:
    """Mean 0 and deviation 1; zeros where all are alike."""
    deviation = values.std()
    centre: Scores = values - values.mean()
    return centre / deviation if deviation > 1e-9 else centre * 0


def centred(vectors: Vectors) -> Scores:
    """The vectors less their mean."""
    found: Scores = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    return found


def _of_articles(material: Material, asked: Scores, encoder: TextEncoder) -> Features:
    """What is known of a sentence's article: how near it and its headline are to the topic, how near to the others."""
    places = article_places(material)
    titles = encoder.encode([material.sentences[rows[0]].metadata.title for rows in places])
    near = material.vectors @ asked
    known = {
        "article headline": titles @ asked,
        "article topic": np.array([np.sort(near[rows])[-TELLING:].mean() for rows in places]),
        "article central": centrality(material),
        "article length": np.log(np.array([len(rows) for rows in places], np.float64)),
    }
    owner = np.empty(len(material.sentences), np.int64)
    for number, rows in enumerate(places):
        owner[rows] = number
    return {name: values[owner].astype(np.float64) for name, values in known.items()}


def _share_of_topic_words(sentences: tuple[Evidence, ...], topic: str) -> Scores:
    wanted = _stems(topic)
    return np.array([len(wanted & _stems(item.quote)) / max(len(wanted), 1) for item in sentences])


def _lengths_of_articles(material: Material) -> Scores:
    counts = Counter(item.article_key for item in material.sentences)
    return np.array([counts[item.article_key] for item in material.sentences], np.float64)


def _words_of_headlines(sentences: tuple[Evidence, ...]) -> Scores:
    """How many words of the articles' headlines a sentence holds, those of many headlines counting more."""
    titles = {item.article_key: item.metadata.title for item in sentences}
    held = Counter(stem for title in titles.values() for stem in _stems(title))
    stems = [_stems(item.quote) for item in sentences]
    return np.array([sum(math.log1p(held[stem]) for stem in each) / (3 + len(each)) for each in stems])


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words_of(text) if word.is_content)


def _agreement(material: Material) -> Features:
    """What other stories say: how many the same, how near the nearest sentences and the nearest leads come."""
    count = len(material.sentences)
    stories = int(material.stories.max()) + 1
    same, near, led = np.zeros(count), np.zeros(count), np.zeros(count)
    if stories > 1:
        leads = np.flatnonzero(material.positions < LEADS)
        for start in range(0, count, BLOCK):
            rows = slice(start, min(start + BLOCK, count))
            own = material.stories[rows]
            cosines = material.vectors[rows] @ material.vectors.T
            best = _best_of_others(cosines, material.stories, own, stories)
            same[rows] = np.log1p((best >= SAME_NEWS).sum(axis=1))
            near[rows] = np.sort(best, axis=1)[:, ::-1][:, : min(BEST, stories - 1)].mean(axis=1)
            led[rows] = _best_of_others(cosines[:, leads], material.stories[leads], own, stories).max(axis=1)
    return {"same": same, "near": near, "led": led}


def _best_of_others(
    cosines: NDArray[np.float32], stories: NDArray[np.int64], own: NDArray[np.int64], count: int
) -> NDArray[np.float32]:
    """For each row the best cosine in each story; -1 in its own."""
    best = np.full((count, len(cosines)), -1.0, np.float32)
    np.maximum.at(best, stories, cosines.T)
    best[own, np.arange(len(cosines))] = -1.0
    return best.T


@cache
def _weights() -> ImportanceWeights:
    stored = json.loads(importance_weights_path().read_text("utf-8"))
    return ImportanceWeights(stored["features"], tuple(stored["meaning"]))
