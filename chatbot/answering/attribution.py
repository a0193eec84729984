"""Finds the evidence that supports a sentence, and refuses evidence that does not.

The model's own markers are tried first. When they are missing or wrong, all evidence at hand is searched, alone and
together, so that a right sentence with a wrong citation gets a right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from chatbot.library.addressed import addresses_a_model
from chatbot.records import Evidence, Span
from chatbot.verification.claim_analysis import analyse
from chatbot.verification.evidence import SupportModel

MOST_CITATIONS = 3
JOINED_CANDIDATES = 4
"""How many of the best single sentences are tried in pairs: six pairs, one batch."""
LEAST_CLAUSE = 3
"""Content words of what is a clause and no phrase."""
_COORDINATED = re.compile(r";|,? (?:and|but|while|whereas) ")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The evidence for a sentence and how well it supports it."""

    evidence: tuple[Evidence, ...]
    score: float
    """Probability of support, 0..1."""
    supported: bool
    reason: str = ""
    """Why not, in plain words, when not supported."""
    nearest: tuple[Evidence, ...] = ()
    """What comes nearest to supporting it, when not supported."""
    unbacked: tuple[Span, ...] = ()
    """The words of the claim that this does not back."""


class Attributor:
    """Attributes sentences to evidence.

    Args:
        model: judges whether evidence supports a sentence.
        threshold: least probability that counts as support.
    """

    def __init__(self, model: SupportModel, threshold: float | None = None) -> None:
        self._model = model
        self.threshold = model.threshold if threshold is None else threshold

    @property
    def sure_threshold(self) -> float:
        """Least probability at which 95 % of what passes is supported: for claims that nobody would miss."""
        return max(self.threshold, self._model.sure_threshold)

    @property
    def wording_threshold(self) -> float:
        """Least probability at which an answer may keep the model's own words instead of those that support them.

        Half way from the threshold to the sure one. Of single sentences that pass it four in five are supported, of
        those that pass the threshold two in three (docs/verification.md).
        """
        return (self.threshold + self.sure_threshold) / 2

    def vouches_for(self, claim: str, found: Attribution, least: float | None = None) -> bool:
        """Whether a supported claim may be shown in its own words: its support is sure enough, and the evidence model
        doubts no word of it. Of claims with one wrong detail that is half as many as by the probability alone.

        Args:
            claim: as it was attributed.
            found: what supports it.
            least: probability that is asked of it; `wording_threshold` when left out.
        """
        sure = found.score >= (self.wording_threshold if least is None else least)
        return sure and not self._model.doubts(claim, _quotes(found.evidence))

    def attribute(
        self, claim: str, markers: Sequence[int], evidence: Sequence[Evidence], *, headed: bool = False
    ) -> Attribution:
        """Find the least evidence that supports a claim.

        Args:
            claim: one sentence.
            markers: numbers of the evidence that its author cited, counted from 1; wrong ones are ignored.
            evidence: everything that may be cited.
            headed: judge evidence under what heads its articles, which often says what a question is about.
        """
        if not evidence:
            return Attribution((), 0.0, supported=False, reason="the library has no evidence for it")
        own = [evidence[number - 1] for number in markers if 0 < number <= len(evidence)][:MOST_CITATIONS]
        for candidates in (own, evidence):
            best = self._best(claim, candidates, headed)
            if best and best.supported:
                return best
        return self._unsupported(claim, evidence)

    def _best(self, claim: str, candidates: Sequence[Evidence], headed: bool) -> Attribution | None:
        """The best single piece of evidence if it suffices, otherwise the best pair."""
        if not candidates:
            return None
        singles = self._judge(claim, [(item,) for item in candidates], self.threshold, headed)
        if singles[0].supported or len(candidates) == 1:
            return singles[0]
        strongest = [attribution.evidence[0] for attribution in singles[:JOINED_CANDIDATES]]
        pairs = [pair for pair in combinations(strongest, 2) if belong_together(claim, *pair)]
        # Among many pairs one looks right by chance, with all the words of a wrong claim: a pair must be sure.
        return self._judge(claim, pairs, self.sure_threshold, headed)[0] if pairs else singles[0]

    def _judge(
        self, claim: str, groups: Sequence[tuple[Evidence, ...]], threshold: float, headed: bool = False
    ) -> list[Attribution]:
        """Best first."""
        premises = [_premise(claim, group) if headed else _quotes(group) for group in groups]
        scores = self._model.support_many([(claim, premise) for premise in premises])
        judged = [
            Attribution(group, score, supported=score >= threshold) for group, score in zip(groups, scores, strict=True)
        ]
        return sorted(judged, key=lambda attribution: -attribution.score)

    def _unsupported(self, claim: str, evidence: Sequence[Evidence]) -> Attribution:
        nearest = self._judge(claim, [(item,) for item in evidence], self.threshold)[0]
        quotes = _quotes(nearest.evidence)
        reason, unbacked = self._model.explain(claim, quotes), self._model.unbacked(claim, quotes)
        return Attribution(
            (), nearest.score, supported=False, reason=reason, nearest=nearest.evidence, unbacked=unbacked
        )


def belong_together(claim: str, first: Evidence, second: Evidence) -> bool:
    """Whether two quotes may support one sentence between them.

    Those of one article may. Those of two need a word of the sentence that both hold, by which what the one adds
    belongs to what the other says; else a warning and the day of a truce make the day of a warning. A sentence of two
    clauses may also take one from each.
    """
    if first.article_key == second.article_key:
        return True
    held = [analyse(item.quote).content for item in (first, second)]
    if analyse(claim).content & held[0] & held[1]:
        return True
    clauses = [analyse(clause).content for clause in _COORDINATED.split(claim)]
    return len(clauses) > 1 and all(
        len(clause) >= LEAST_CLAUSE and any(clause <= quote for quote in held) for clause in clauses
    )


def _quotes(group: Sequence[Evidence]) -> list[str]:
    return [item.quote for item in group]


def _premise(claim: str, group: Sequence[Evidence]) -> list[str]:
    """The quotes, and before them what heads their articles: titles, unless they are written for a model, and the years
    of publication that the claim names. Others would only water down which words are shared.
    """
    heads = dict.fromkeys(head for item in group for head in _heads(claim, item))
    return [*heads, *_quotes(group)]


def _heads(claim: str, item: Evidence) -> Iterator[str]:
    title, published = item.metadata.title, item.metadata.published
    if title and not addresses_a_model(title):
        yield title
    if published and f"{published.year}" in claim:
        yield f"{published.year}"
