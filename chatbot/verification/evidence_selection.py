"""What of long evidence a claim is judged against: the sentences that can matter, in their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log

from chatbot.verification.claim_analysis import Analysed, analyse

SELECTED_WORDS = 110
"""Words of evidence that are read with a claim: about 150 tokens, a few sentences of news."""
CARRIED = 0.35
"""Share of a sentence's weight that its neighbours get: what "he" and "there" mean stands next to it."""

_GROUPED = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d{4,}\b")


def select_evidence(claim: str, evidence: Sequence[str], words: int = SELECTED_WORDS) -> str:
    """The evidence sentences that share most with a claim, in the order of their source, with its way to write numbers.

    Sentences are taken greedily: each for the claim's words that those before it leave uncovered, rare words counting
    more, and a little for standing beside one that shares much. Evidence that is short enough comes back whole.

    Args:
        claim: one sentence.
        evidence: sentences in the order of their source.
        words: most words to select; at least one sentence is.
    """
    if sum(len(text.split()) for text in evidence) <= words:
        return as_written_in(claim, " ".join(evidence))
    return as_written_in(claim, " ".join(cut(evidence[at], words) for at in _chosen(claim, evidence, words)))


def as_written_in(claim: str, evidence: str) -> str:
    """The evidence with "1,300" where the claim has "1300", and the other way: to a model these are other words."""
    written = {number.replace(",", ""): number for number in _GROUPED.findall(claim)}
    return _GROUPED.sub(lambda found: written.get(found.group().replace(",", ""), found.group()), evidence)


def _chosen(claim: str, evidence: Sequence[str], words: int) -> list[int]:
    """Places of the sentences to read, in order."""
    lengths = [len(text.split()) for text in evidence]
    analysed = [analyse(text) for text in evidence]
    weights = _weights(analyse(claim), analysed)
    near = _nearness(weights, analysed)
    chosen: list[int] = []
    covered: set[str] = set()
    room = words
    while open_places := [
        at for at in range(len(evidence)) if at not in chosen and (lengths[at] <= room or not chosen)
    ]:
        best = max(open_places, key=lambda at: (_gain(analysed[at], weights, covered) + CARRIED * near[at], -at))
        if chosen and _gain(analysed[best], weights, covered) + near[best] <= 0:
            break
        chosen.append(best)
        covered |= analysed[best].content
        room -= lengths[best]
    return sorted(chosen)


def cut(text: str, words: int) -> str:
    """The text, or its first words when it is longer: some pages have no full stops."""
    return text if len(text.split()) <= words else " ".join(text.split()[:words])


def _weights(claim: Analysed, evidence: Sequence[Analysed]) -> dict[str, float]:
    """How much each content word of the claim tells, from the number of sentences that hold it."""
    held = Counter(stem for text in evidence for stem in claim.content & text.content)
    return {stem: log(1 + len(evidence) / (1 + held[stem])) for stem in claim.content}


def _gain(text: Analysed, weights: dict[str, float], covered: set[str]) -> float:
    """Full weight for a word that is not covered yet, a third for one that is."""
    return sum(weight / (3 if stem in covered else 1) for stem, weight in weights.items() if stem in text.content)


def _nearness(weights: dict[str, float], evidence: Sequence[Analysed]) -> list[float]:
    """What the sentences before and after each one share with the claim."""
    own = [0.0, *(_gain(text, weights, set()) for text in evidence), 0.0]
    return [max(own[at], own[at + 2]) / 2 for at in range(len(evidence))]
