"""Which sentences tell most about the topic, or without a topic most of the news.

The weights were chosen on the Summary of a Haystack news topics (`python -m evals briefing`); docs/benchmarks.md says
what each contributes.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.briefing.material import Material
from chatbot.embedding.encoder import TextEncoder
from chatbot.records import Evidence
from chatbot.text.tokenizing import word_count
from chatbot.verification.claim_numbers import numbers_of
from chatbot.verification.claim_words import words_of

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SentenceWeights:
    """What counts how much, in units of the cosine of topic and surroundings."""

    words: float = 0.33
    """For the topic's words, by information, in the sentence or within three sentences of it."""
    number: float = 0.03
    """For holding a number: it says something that can be checked."""
    length: float = 0.1
    """For having 30 words or more, less in proportion."""
    dangling: float = 0.08
    """Against beginning with a word that refers back: it is hard to understand alone."""
    own: float = 0.4
    """Against being farther from the topic than the nearest sentence, by cosine, where a single story carries it."""
    lead: float = 0.1
    """For standing first in its article, less further down, where a single story carries it: news is told from the
    top. Where sources agree, that tells more."""
    lead_without_topic: float = 0.3
    newness: float = 0.05
    """For being of the newest article's day, half for each week before."""


REFERS_BACK = re.compile(
    r"[\"'“‘]?(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|or|so|"
    r"however|instead|also|then|there|such|"
    r"both|another|meanwhile|still|yet|later|"
    r"afterwards|in addition|moreover|furthermore|additionally|consequently|"
    r"nevertheless|for example|for instance|"
    r"(?:about |some )?\w+ (?:minutes|hours|days|weeks) (?:earlier|later)|earlier)\b",
    re.IGNORECASE,
)
HALF_LIFE = 7.0
"""Days in which news loses half of its newness."""
_NEAR = 3


class SentenceScores(NamedTuple):
    """How much each sentence has to say, higher is better."""

    shared: Scores
    """Counts for every fact."""
    alone: Scores
    """Counts on top of it for a fact that a single story carries."""


def score_sentences(
    material: Material, topic: str, encoder: TextEncoder, weights: SentenceWeights = SentenceWeights()
) -> SentenceScores:
    """How much each sentence has to say.

    Args:
        material: the sentences.
        topic: in words; empty for none.
        encoder: embeds the topic.
    """
    own = np.array([_own_weight(item, weights) for item in material.sentences])
    own += weights.newness * _newness(material.sentences)
    leads = 1 / (1 + material.positions)
    if not topic:
        central = np.einsum("ij,ij->i", material.vectors, material.contexts)
        return SentenceScores(own + 0.5 * central, weights.lead_without_topic * leads)
    asked = encoder.encode([topic])[0]
    shared = own + material.contexts @ asked + weights.words * _topic_words(material, topic)
    closeness = material.vectors @ asked
    return SentenceScores(shared, weights.own * (closeness - closeness.max()) + weights.lead * leads)


def _own_weight(item: Evidence, weights: SentenceWeights) -> float:
    words = word_count(item.quote)
    return (
        weights.length * min(words, 30) / 30
        + weights.number * bool(numbers_of(item.quote))
        - weights.dangling * bool(REFERS_BACK.match(item.quote))
    )


def _newness(sentences: Sequence[Evidence]) -> Scores:
    return np.nan_to_num(0.5 ** (ages_in_days(sentences) / HALF_LIFE), nan=0.0)


def ages_in_days(sentences: Sequence[Evidence]) -> Scores:
    """Days from the publication of each sentence's article to that of the newest; NaN for undated ones."""
    moments = [item.metadata.published.timestamp() if item.metadata.published else math.nan for item in sentences]
    stamps = np.array(moments, np.float64)
    if np.isnan(stamps).all():
        return stamps
    ages: Scores = (np.nanmax(stamps) - stamps) / 86_400
    return ages


def _topic_words(material: Material, topic: str) -> Scores:
    """Share of the topic's information that a sentence or one near it in its article repeats: the best of these."""
    stems = [{word.stem for word in words_of(item.quote) if word.is_content} for item in material.sentences]
    frequency = Counter(stem for each in stems for stem in each)
    wanted = {word.stem for word in words_of(topic) if word.is_content}
    information = {stem: math.log((len(stems) + 1) / (frequency[stem] + 1)) + 0.1 for stem in wanted}
    whole = sum(information.values()) or 1.0
    shares = np.array([sum(information[stem] for stem in wanted & each) / whole for each in stems])
    return _best_nearby(shares, material.positions)


def _best_nearby(shares: Scores, positions: NDArray[np.int64]) -> Scores:
    best = shares.copy()
    for step in range(1, _NEAR + 1):
        same = positions[step:] - positions[:-step] == step
        best[step:] = np.where(same, np.maximum(best[step:], shares[:-step]), best[step:])
        best[:-step] = np.where(same, np.maximum(best[:-step], shares[step:]), best[:-step])
    return best
