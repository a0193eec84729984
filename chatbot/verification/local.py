"""Verification on this machine: a claim is judged with all its cited sentences together, then with what else is near.

A model that cites rightly is believed where its citations suffice. A right sentence with a wrong or missing citation
gets a right one: what else shares its words is searched, alone and in pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from chatbot.library.addressed import addresses_a_model
from chatbot.records import Evidence, Span, Verdict
from chatbot.text.sentence_kinds import asks
from chatbot.verification.claim_analysis import analyse
from chatbot.verification.claim_features import coverage
from chatbot.verification.evidence import SupportModel
from chatbot.verification.plain_text import as_written, lacks_ambiguous, plain_claim, plain_quote, plain_title
from chatbot.verification.support_gates import LEAST_RELATED, contradiction
from chatbot.verification.told_days import days_told
from chatbot.verification.verifier import Claim, Finding, Verification

MOST_CITED = 8
"""Sentences of one claim's citations that are read together."""
SEARCHED = 16
"""Sentences that are tried where the citations do not suffice: those with most of the claim's words."""
JOINED = 4
"""How many of the best single sentences are tried in pairs: six pairs, one batch."""
NEAREST = 2
LEAST_CLAUSE = 3
"""Content words of what is a clause and no phrase."""
UNSURE = 0.25
"""Probability of support above which a claim is not sure rather than not found: one of whose numbers, days or names is
missing has at most this."""
_COORDINATED = re.compile(r";|,? (?:and|but|while|whereas) ")


@dataclass(frozen=True, slots=True)
class _Judged:
    evidence: tuple[Evidence, ...]
    score: float


class LocalVerifier:
    """Checks claims with a model of support.

    Args:
        model: judges whether sentences support a claim.
        threshold: least probability that counts as support; the model's own by default.
    """

    def __init__(self, model: SupportModel, threshold: float | None = None) -> None:
        self.model = model
        self.threshold = model.threshold if threshold is None else threshold

    @property
    def sure_threshold(self) -> float:
        """Least probability at which 95 % of what passes is supported: for pairs that were searched."""
        return max(self.threshold, self.model.sure_threshold)

    def verify(self, claims: Sequence[Claim], evidence: Sequence[Evidence]) -> Verification:
        """See `Verifier`. Questions and headings support nothing."""
        return Verification(tuple(self.check(claim, evidence) for claim in claims))

    def check(self, claim: Claim, evidence: Sequence[Evidence]) -> Finding:
        """The finding for one claim."""
        cited = tuple(item for item in claim.cited if states(item))[:MOST_CITED]
        plain = plain_claim(claim.text, cited or evidence)
        found = self._check(plain.text, cited, evidence)
        marked = tuple(Span(*plain.original(*span)) for span in found.unbacked)
        return replace(found, reason=as_written(found.reason, plain, claim.text), unbacked=marked)

    def _check(self, claim: str, cited: tuple[Evidence, ...], evidence: Sequence[Evidence]) -> Finding:
        best = self._cited_together(claim, cited)
        if best is None or best.score < self.threshold:
            best = self._better(best, self._searched(claim, nearest_to(claim, evidence), pairs=not cited))
        if best is None:
            return Finding(Verdict.NOT_FOUND, 0.0, reason="the library has no evidence for it")
        if best.score >= self.threshold:
            return Finding(Verdict.SUPPORTED, best.score, _each_once(best.evidence))
        return self._doubtful(claim, best, cited)

    def vouches_for(self, claim: str, found: Finding) -> bool:
        """Whether a claim is so surely supported that nobody would miss a quotation beside it: its support is sure, and
        no word of it is doubted. Of claims with one wrong detail that is half as many as by the probability alone.
        """
        sure = found.supported and found.score >= self.sure_threshold
        plain = plain_claim(claim, found.evidence)
        return sure and not self.model.doubts(plain.text, _quotes(found.evidence))

    def _cited_together(self, claim: str, cited: tuple[Evidence, ...]) -> _Judged | None:
        return self._best_of(claim, [cited]) if cited else None

    def _best_of(self, claim: str, groups: Sequence[tuple[Evidence, ...]]) -> _Judged:
        """The best of several groups of sentences; where none suffices, each is read with the sentence before.

        What is then needed is cited too: a reader must find the support in the cited words.
        """
        best = self._judge(claim, groups, headed=True)[0]
        joined = [_with_sentences_before(group) for group in groups]
        if best.score >= self.threshold or joined == list(groups):
            return best
        return max(best, self._judge(claim, joined, headed=True)[0], key=lambda found: found.score)

    @staticmethod
    def _better(one: _Judged | None, other: _Judged | None) -> _Judged | None:
        return max((found for found in (one, other) if found), key=lambda found: found.score, default=None)

    def _searched(self, claim: str, near: Sequence[Evidence], *, pairs: bool) -> _Judged | None:
        """The best support that can be found: a single sentence, or where nothing is cited a pair.

        Beside citations of several sentences more of them are not tried: among many groups one holds all the words of
        a wrong claim (docs/verification.md).
        """
        if not near:
            return None
        best = self._best_of(claim, [(item,) for item in near])
        if best.score >= self.threshold or not pairs:
            return best
        singles = [found.evidence[0] for found in self._judge(claim, [(item,) for item in near], headed=True)][:JOINED]
        together = [pair for pair in combinations(singles, 2) if belong_together(claim, *pair)]
        # Among many pairs one looks right by chance, with all the words of a wrong claim: a pair must be sure.
        joined = self._judge(claim, together, headed=False)[:1] if together else []
        if joined and joined[0].score >= self.sure_threshold:
            return joined[0]
        return best

    def _judge(self, claim: str, groups: Sequence[tuple[Evidence, ...]], *, headed: bool) -> list[_Judged]:
        """Best first."""
        premises = [_premise(claim, group) if headed else _quotes(group) for group in groups]
        scores = self.model.support_many([(claim, premise) for premise in premises])
        most = self.threshold / 2
        judged = [
            _Judged(
                group,
                score if _tells_of(claim, group) and not lacks_ambiguous(claim, _quotes(group)) else min(score, most),
            )
            for group, score in zip(groups, scores, strict=True)
        ]
        return sorted(judged, key=lambda found: -found.score)

    def _doubtful(self, claim: str, best: _Judged, cited: tuple[Evidence, ...]) -> Finding:
        nearest = (cited or best.evidence)[:NEAREST]
        quotes, premise = _quotes(cited or best.evidence), _premise(claim, cited or best.evidence)
        against = contradiction(claim, quotes)
        verdict = Verdict.UNSURE if best.score > UNSURE else Verdict.NOT_FOUND
        return Finding(
            Verdict.CONTRADICTED if against else verdict,
            best.score,
            nearest=nearest,
            reason=against or self.model.explain(claim, premise),
            unbacked=self.model.unbacked(claim, premise),
        )


def belong_together(claim: str, first: Evidence, second: Evidence) -> bool:
    """Whether two quotes may support one sentence between them.

    Those of one article may. Those of two need a word of the sentence that both hold, by which what the one adds
    belongs to what the other says; else a warning and the day of a truce make the day of a warning. A sentence of two
    clauses may also take one from each.
    """
    if first.article_key == second.article_key:
        return True
    held = [analyse(plain_quote(item)).content for item in (first, second)]
    if analyse(claim).content & held[0] & held[1]:
        return True
    clauses = [analyse(clause).content for clause in _COORDINATED.split(claim)]
    return len(clauses) > 1 and all(
        len(clause) >= LEAST_CLAUSE and any(clause <= quote for quote in held) for clause in clauses
    )


def states(item: Evidence) -> bool:
    """Whether a sentence can support anything: questions and headings state nothing."""
    return not asks(item.quote) and not item.heading


def nearest_to(claim: str, evidence: Sequence[Evidence], limit: int = SEARCHED) -> list[Evidence]:
    """The sentences that share most words with a claim, best first; questions and headings are left out."""
    wanted = analyse(claim)
    shared = [(coverage(wanted, analyse(plain_quote(item)).content), item) for item in evidence if states(item)]
    ranked = sorted((pair for pair in shared if pair[0] > 0), key=lambda pair: -pair[0])
    return [item for _, item in ranked[:limit]]


def _tells_of(claim: str, group: Sequence[Evidence]) -> bool:
    """Whether sentences themselves are about a claim: what only their title says, they would be cited for in vain."""
    told = (analyse(text).content for text in _quotes(group))
    return coverage(analyse(claim), frozenset[str]().union(*told)) >= LEAST_RELATED


def _each_once(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence))


def _quotes(group: Sequence[Evidence]) -> list[str]:
    return [plain_quote(item) for item in group]


def _with_sentences_before(group: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The same sentences, each together with the one before it, unless that is among them."""
    starts = {(item.article_key, item.span.start) for item in group}
    return tuple(
        item.with_sentence_before() if (item.article_key, item.span.start - len(item.before)) not in starts else item
        for item in group
    )


def _premise(claim: str, group: Sequence[Evidence]) -> list[str]:
    """The plain quotes, and above them what heads their articles: titles that are not written for a model, publishers
    that the claim names, the days of publication whose year it names, and the days that quotes name in other words.
    """
    heads = dict.fromkeys(head for item in group for head in _heads(claim, item))
    heads |= dict.fromkeys(days_told(claim, group))
    return [*heads, *dict.fromkeys(_quotes(group))]


def _heads(claim: str, item: Evidence) -> Iterator[str]:
    title, publisher, published = item.metadata.title, item.metadata.publisher, item.metadata.published
    if title and not addresses_a_model(title):
        yield plain_title(item)
    if publisher and publisher in claim and not addresses_a_model(publisher):
        yield publisher
    if published and f"{published.year}" in claim:
        yield f"{published.day} {published:%B %Y}"
