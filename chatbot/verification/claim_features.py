"""Numbers that tell how well evidence covers a sentence: word overlap, word order, meaning, and what does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import numpy as np

from chatbot.verification.claim_analysis import Analysed, Comparison
from chatbot.verification.claim_bends import bent
from chatbot.verification.claim_contrast import opposed
from chatbot.verification.claim_names import is_known
from chatbot.verification.claim_numbers import is_backed
from chatbot.verification.claim_words import words_of

Features = dict[str, float]
_QUOTATION = re.compile(r"[\"“]([^\"“”]{3,200})[\"”]")
BEST = 4
"""Evidence sentences that are compared word by word."""


def weight(term: str) -> float:
    """How much a content term says: longer words are rarer (Zipf's law of abbreviation), numbers rarest."""
    return 1.25 if term[:1].isdigit() else 0.25 + min(len(term), 8) / 8


def _mass(terms: Iterable[str]) -> float:
    return sum(weight(term) for term in terms)


def coverage(claim: Analysed, terms: frozenset[str]) -> float:
    """Weighted share of the claim's content terms among the terms, 0..1; 1 when the claim has none."""
    total = _mass(claim.content)
    return _mass(claim.content & terms) / total if total else 1.0


def best_sentences(comparison: Comparison, count: int) -> list[int]:
    """Evidence sentences that cover the claim's terms best, each chosen for what the earlier ones leave uncovered."""
    left, chosen = set(comparison.claim.content), list[int]()
    total = _mass(left) or 1.0
    while len(chosen) < min(count, len(comparison.evidence)):
        gains = [
            -1.0 if at in chosen else _mass(left & sentence.content) / total + float(cosine)
            for at, (sentence, cosine) in enumerate(zip(comparison.evidence, comparison.cosines, strict=True))
        ]
        chosen.append(int(np.argmax(gains)))
        left -= comparison.evidence[chosen[-1]].content
    return chosen


def overlap_features(comparison: Comparison, best: Sequence[int]) -> Features:
    claim, evidence = comparison.claim, comparison.evidence
    everything = frozenset[str]().union(*(sentence.content for sentence in evidence))
    chosen = frozenset[str]().union(*(evidence[at].content for at in best))
    windows = [
        frozenset[str]().union(*(sentence.content for sentence in evidence[at : at + 3])) for at in range(len(evidence))
    ]
    singles = [coverage(claim, sentence.content) for sentence in evidence]
    novel = [term for term in claim.content if term not in everything]
    return {
        "coverage_all": coverage(claim, everything),
        "coverage_chosen": coverage(claim, chosen),
        "coverage_window": max(coverage(claim, window) for window in windows),
        "coverage_best": max(singles),
        "novel_terms": len(novel),
        "novel_terms_strict": sum(not _shares_prefix(term, everything) for term in novel),
    }


def _shares_prefix(term: str, terms: frozenset[str]) -> bool:
    return len(term) >= 4 and any(other.startswith(term[: max(4, len(term) - 3)]) for other in terms)


def order_features(comparison: Comparison, best: Sequence[int]) -> Features:
    claim = comparison.claim
    chosen = [comparison.evidence[at] for at in best]
    return {
        "bigrams": _grams(claim.content_order, [s.content_order for s in chosen], 2, 4),
        "bigrams_exact": _grams(claim.stems, [s.stems for s in comparison.evidence], 2, 1),
        "trigrams_exact": _grams(claim.stems, [s.stems for s in comparison.evidence], 3, 1),
        "longest_run": max((_longest_run(claim.stems, s.stems) for s in chosen), default=0.0),
        "swapped": max((_swapped(claim.content_order, s.content_order) for s in chosen[:2]), default=0.0),
    }


def _grams(claim: Sequence[str], sentences: Sequence[Sequence[str]], size: int, reach: int) -> float:
    """Share of the claim's runs of `size` words that stand in the sentences in this order, gaps up to `reach` - 1."""
    wanted = {tuple(claim[at : at + size]) for at in range(len(claim) - size + 1)}
    if not wanted:
        return 1.0 if any(set(claim) <= set(sentence) for sentence in sentences) else 0.0
    found: set[tuple[str, ...]] = set()
    for sentence in sentences:
        if reach == 1:
            found.update(tuple(sentence[at : at + size]) for at in range(len(sentence) - size + 1))
        else:
            found.update((a, b) for at, a in enumerate(sentence) for b in sentence[at + 1 : at + 1 + reach])
    return len(wanted & found) / len(wanted)


def _longest_run(claim: Sequence[str], sentence: Sequence[str]) -> float:
    match = SequenceMatcher(None, claim, sentence, autojunk=False).find_longest_match()
    return match.size / len(claim) if claim else 0.0


def _swapped(claim: Sequence[str], sentence: Sequence[str]) -> float:
    """Share of pairs of shared terms that stand in the opposite order (Kendall's tau distance), 0..1."""
    places = {term: at for at, term in enumerate(sentence)}
    order = [places[term] for term in dict.fromkeys(claim) if term in places]
    pairs = len(order) * (len(order) - 1) / 2
    return sum(a > b for at, a in enumerate(order) for b in order[at + 1 :]) / pairs if pairs else 0.0


def meaning_features(comparison: Comparison, best: Sequence[int]) -> Features:
    cosines = np.sort(comparison.cosines)[::-1]
    clauses = comparison.clause_cosines.max(axis=1)
    return {
        "cosine_best": float(cosines[0]),
        "cosine_top3": float(cosines[:3].mean()),
        "cosine_chosen": float(comparison.cosines[best[0]]),
        "clause_worst": float(clauses.min()),
        "clause_mean": float(clauses.mean()),
    }


def misfit_features(comparison: Comparison, best: Sequence[int]) -> Features:
    """What the claim says that the evidence does not, or says otherwise."""
    claim, evidence = comparison.claim, comparison.evidence
    nearest = evidence[best[0]]
    near_words = frozenset[str]().union(*(evidence[at].words for at in best))
    substituted, inserted = _substitutions(claim, nearest)
    return {
        **number_features(claim, evidence, [evidence[at] for at in best]),
        **name_features(claim, evidence, near_words),
        "negation": float((claim.negations > 0) != (nearest.negations > 0)),
        "negation_added": float(claim.negations > 0 and not any(evidence[at].negations for at in best)),
        "opposites": len(opposed(claim.stems, nearest.stems)),
        "certainty_added": float(claim.hedges == 0 and nearest.hedges > 0),
        "hedge_added": float(claim.hedges > 0 and nearest.hedges == 0),
        "substituted": substituted,
        "inserted": inserted,
        "quote_missing": _missing_quotes(claim, evidence),
    }


def _missing_quotes(claim: Analysed, evidence: Sequence[Analysed]) -> float:
    """How many quotations of the claim stand in no evidence sentence word for word."""
    texts = [" ".join(sentence.stems) for sentence in evidence]
    quotes = [" ".join(word.stem for word in words_of(quote)) for quote in _QUOTATION.findall(claim.text)]
    return sum(not any(quote in text for text in texts) for quote in quotes if quote)


def number_features(claim: Analysed, evidence: Sequence[Analysed], near: Sequence[Analysed]) -> Features:
    values = frozenset[float]().union(*(sentence.values for sentence in evidence))
    near_values = frozenset[float]().union(*(sentence.values for sentence in near))
    missing = [number for number in claim.numbers if number.value != 1 and not is_backed(number, values)]
    far = [number for number in claim.numbers if number.value != 1 and not is_backed(number, near_values)]
    return {
        "numbers": len(claim.numbers),
        "digits_missing": sum(number.in_digits for number in missing),
        "spelled_missing": sum(not number.in_digits for number in missing),
        "numbers_far": len(far) - len(missing),
    }


def name_features(claim: Analysed, evidence: Sequence[Analysed], near: frozenset[str]) -> Features:
    everything = frozenset[str]().union(*(sentence.words for sentence in evidence))
    missing = [name for name in claim.names if not is_known(name, everything)]
    far = [name for name in claim.names if not is_known(name, near)]
    return {
        "names": len(claim.names),
        "names_missing": len(missing),
        "names_far": len(far) - len(missing),
    }


def _substitutions(claim: Analysed, sentence: Analysed) -> tuple[float, float]:
    """Content terms of the claim that stand in place of other terms of the sentence, and between its terms."""
    matcher = SequenceMatcher(None, claim.content_order, sentence.content_order, autojunk=False)
    substituted = inserted = 0
    for kind, start, end, _, _ in matcher.get_opcodes():
        new = sum(term not in sentence.content for term in claim.content_order[start:end])
        inside = start > 0 and end < len(claim.content_order)
        substituted += new * (kind == "replace" and inside)
        inserted += new * (kind in {"insert", "delete"}) * inside
    return substituted, inserted


def shape_features(comparison: Comparison) -> Features:
    claim = comparison.claim
    return {
        "length": float(np.log1p(len(claim.stems))),
        "content_share": len(claim.content_order) / max(1, len(claim.stems)),
        "clauses": len(comparison.clause_cosines),
        "evidence_sentences": float(np.log1p(len(comparison.evidence))),
        "evidence_words": float(np.log1p(sum(len(sentence.stems) for sentence in comparison.evidence))),
    }


def sentence_features(comparison: Comparison) -> Features:
    """All features of one sentence of a claim; the evidence holds at least one sentence."""
    best = best_sentences(comparison, BEST)
    return {
        **overlap_features(comparison, best),
        **order_features(comparison, best),
        **meaning_features(comparison, best),
        **misfit_features(comparison, best),
        **shape_features(comparison),
        **reading_features(comparison),
    }


def reading_features(comparison: Comparison) -> Features:
    """What the evidence model says of the sentence; nothing without one."""
    if comparison.reading is None:
        return {}
    return {
        "read_support": comparison.reading.support,
        "read_worst": comparison.reading.worst,
        "read_unbacked": float(np.log1p(comparison.reading.unbacked_tokens)),
    }


def claim_features(comparisons: Sequence[Comparison]) -> Features:
    """Features of a whole claim: the mean over its sentences, and the least and greatest of each feature."""
    rows = [sentence_features(comparison) for comparison in comparisons]
    features: Features = {"sentences": float(np.log(len(rows)))}
    for name in rows[0]:
        values = [row[name] for row in rows]
        features[f"{name}.mean"] = float(np.mean(values))
        features[f"{name}.min"] = float(min(values))
        features[f"{name}.max"] = float(max(values))
    return {**features, **bent(features)}
