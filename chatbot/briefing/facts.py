"""Merges sentences that say the same into facts, and finds for a fact every source that carries it."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chatbot.answering.counted import counts_differ
from chatbot.briefing.material import Material
from chatbot.briefing.ranking import Scores, SentenceScores
from chatbot.records import Evidence
from chatbot.verification.claim_numbers import is_backed, numbers_of, values_of
from chatbot.verification.evidence import SupportModel
from chatbot.verification.plain_text import plain_quote

CANDIDATES = 4_000
"""Best sentences that are compared with each other: it bounds time and memory for any number of articles."""
SAME = 0.8
"""Cosine from which two sentences say the same, and a source that also backs the numbers may be cited at once."""
SIMILAR = 0.74
"""Cosine from which a sentence may carry the fact, if the verifier says so."""
SURE_SUPPORT = 0.6
"""Probability of support that a merely similar sentence needs."""
REPEATED = 0.055
"""Weight of the logarithm of the number of independent sources."""
CORROBORATED = 0.043
"""Weight of having a second source, times the logarithm of the number of stories: among few, one is normal."""
MOST_SOURCES = 60
"""Cited for one fact."""
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that one or more articles say, in the words of the most typical sentence."""

    at: int
    """Place of that sentence in the material."""
    evidence: Evidence
    """That sentence."""
    stories: int
    """How many independent stories have such a sentence."""
    score: float


def find_facts(material: Material, scores: SentenceScores, importance: Scores | None = None) -> list[Fact]:
    """All facts, best first: those that many independent sources carry and that say most about the topic.

    Args:
        material: the sentences.
        scores: of the sentences, from `score_sentences`.
        importance: of each sentence on a page about the topic: it then decides more than all else, and the most
            important sentence tells a fact.
    """
    chosen = np.sort(np.argsort(-scores.shared, kind="stable")[:CANDIDATES])
    few = CORROBORATED * math.log(max(len(set(material.stories.tolist())), 1))
    facts = []
    for members, stories in _groups(material, scores.shared, chosen):
        lead, matters = _typical(material, members, scores.shared), 0.0
        if importance is not None:
            lead = _most_important(material, members, lead, importance)
            matters = float(importance[lead])
        repeated = REPEATED * math.log(stories) + few if stories > 1 else float(scores.alone[lead])
        evidence = replace(material.sentences[lead], score=float(scores.shared[lead]))
        facts.append(Fact(lead, evidence, stories, float(scores.shared[members].mean()) + repeated + matters))
    return sorted(facts, key=lambda fact: -fact.score)


def carriers(fact: Fact, material: Material, verifier: SupportModel) -> tuple[Evidence, ...]:
    """The sentences, one of each story, that back the fact; its own first, then the most similar.

    A sentence backs it when it has all its numbers and either says nearly the same or is accepted by the verifier.
    """
    cosines = material.vectors @ material.vectors[fact.at]
    near = [int(at) for at in np.argsort(-cosines) if cosines[at] >= SIMILAR and at != fact.at]
    quotes = {at: plain_quote(material.sentences[at]) for at in near}
    fact_quote = plain_quote(fact.evidence)
    backing = [at for at in near if has_numbers_of(fact_quote, quotes[at])]
    unsure = [at for at in backing if cosines[at] < SAME]
    pairs = [(fact_quote, [quotes[at]]) for at in unsure]
    support = dict(zip(unsure, verifier.support_many(pairs), strict=True)) if pairs else {}
    found = {fact.evidence.story: fact.evidence}
    for at in backing:
        if support.get(at, 1.0) >= SURE_SUPPORT:
            found.setdefault(material.sentences[at].story, material.sentences[at])
    return tuple(found.values())[:MOST_SOURCES]


def has_numbers_of(claim: str, evidence: str) -> bool:
    """Whether evidence holds every number that a claim writes in digits."""
    values = values_of(evidence)
    return all(is_backed(number, values) for number in numbers_of(claim) if number.in_digits)


def _groups(material: Material, scores: Scores, chosen: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], int]]:
    """Groups of like sentences as (members, stories); those of most stories are formed first.

    Greedy leader clustering: the sentence that most stories agree with takes all that are like it.
    """
    neighbours = _neighbours(material.vectors[chosen])
    stories = material.stories[chosen]
    free = np.ones(len(chosen), dtype=bool)
    heap = [(-len(set(stories[near].tolist())), -float(scores[chosen[at]]), at) for at, near in enumerate(neighbours)]
    heapq.heapify(heap)
    while heap:
        count, score, at = heapq.heappop(heap)
        if not free[at]:
            continue
        members = _agreeing(material, chosen, at, neighbours[at][free[neighbours[at]]])
        left = len(set(stories[members].tolist()))
        if left < -count:
            heapq.heappush(heap, (-left, score, at))
            continue
        free[members] = False
        yield chosen[members], left


def _agreeing(
    material: Material, chosen: NDArray[np.int64], leader: int, alike: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Those of like sentences that do not count the same thing differently: these are a disagreement, not one fact."""
    plain = {int(at): plain_quote(material.sentences[chosen[at]]) for at in {leader, *alike.tolist()}}
    return np.array([at for at in alike if at == leader or not counts_differ(plain[leader], plain[int(at)])], np.int64)


def _typical(material: Material, places: NDArray[np.int64], scores: Scores) -> int:
    """The member nearest to all others; of two, the one with the better score."""
    vectors = material.vectors[places]
    central = vectors @ vectors.sum(axis=0) / len(places)
    return int(places[np.argmax(central + 0.5 * scores[places])])


def _most_important(material: Material, places: NDArray[np.int64], typical: int, importance: Scores) -> int:
    """The most important member that holds the numbers of the most typical one: those are what most sources say."""
    said = plain_quote(material.sentences[typical])
    agreeing = [at for at in places.tolist() if has_numbers_of(said, plain_quote(material.sentences[at]))]
    return max(agreeing, key=lambda at: float(importance[at]), default=typical)


def _neighbours(vectors: NDArray[np.float32]) -> Sequence[NDArray[np.int64]]:
    """For each row the rows of like meaning, itself included."""
    found: list[NDArray[np.int64]] = []
    for start in range(0, len(vectors), BLOCK):
        alike = vectors[start : start + BLOCK] @ vectors.T >= SAME
        alike[np.arange(len(alike)), np.arange(start, start + len(alike))] = True
        found += (np.flatnonzero(row) for row in alike)
    return found
