"""Scores of binary judgements. Pure: lists in, one number out.

Throughout, `truth` says whether a claim is supported, `predicted` whether it was judged to be, and a score is higher
the more a claim looks supported.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def balanced_accuracy(truth: Sequence[bool], predicted: Sequence[bool]) -> float:
    """Mean of the shares of supported and of unsupported claims that are judged rightly, 0..1.

    Brodersen et al., "The balanced accuracy and its posterior distribution" (2010). With one class only it is the share
    of that class; NaN without any claim.
    """
    recalls = [_recall(truth, predicted, wanted) for wanted in (True, False)]
    known = [recall for recall in recalls if not math.isnan(recall)]
    return sum(known) / len(known) if known else math.nan


def _recall(truth: Sequence[bool], predicted: Sequence[bool], wanted: bool) -> float:
    judged = [guess == wanted for actual, guess in zip(truth, predicted, strict=True) if actual == wanted]
    return sum(judged) / len(judged) if judged else math.nan


def auroc(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Probability that a supported claim scores higher than an unsupported one, ties counting half, 0..1.

    The Mann-Whitney form of the area under the ROC curve, Hanley and McNeil, "The meaning and use of the area under a
    receiver operating characteristic (ROC) curve" (1982). NaN unless both classes occur.
    """
    positives = sum(truth)
    negatives = len(truth) - positives
    if not positives or not negatives:
        return math.nan
    ranks = sum(rank for rank, actual in zip(_midranks(scores), truth, strict=True) if actual)
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def _midranks(scores: Sequence[float]) -> list[float]:
    """Ranks from 1, equal scores sharing the mean of their ranks."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + 1 + end) / 2
        start = end
    return ranks


def f1_score(truth: Sequence[bool], predicted: Sequence[bool], positive: bool) -> float:
    """Harmonic mean of precision and recall of one class, 0..1; 0 when the class is never rightly found.

    van Rijsbergen, "Information Retrieval" (1979), with beta 1. RAGTruth's response-level F1 is that of the class
    `positive=False`, unsupported (Niu et al., 2024).
    """
    pairs = list(zip(truth, predicted, strict=True))
    hits = sum(actual == guess == positive for actual, guess in pairs)
    named = sum(guess == positive for _, guess in pairs)
    actual_count = sum(actual == positive for actual, _ in pairs)
    return 2 * hits / (named + actual_count) if named + actual_count else math.nan


def pairwise_accuracy(pairs: Mapping[str, Mapping[bool, float]]) -> float:
    """Share of pairs whose supported claim scores strictly higher than its unsupported twin, 0..1.

    Consistency of Ma et al., "BUMP: a benchmark of unfaithful minimal pairs" (2023). Pairs that lack one side are left
    out; NaN when none is complete.

    Args:
        pairs: by name of the pair, the score of its supported (True) and unsupported (False) claim.
    """
    whole = [pair for pair in pairs.values() if len(pair) == 2]
    return sum(pair[True] > pair[False] for pair in whole) / len(whole) if whole else math.nan


def hits_at(ranks: Sequence[int | None], cutoff: int) -> float:
    """Share of questions whose first right result stands among the first `cutoff`, 0..1; NaN without any question.

    Args:
        ranks: place of the first right result, from 1; None when there is none.
    """
    return sum(rank is not None and rank <= cutoff for rank in ranks) / len(ranks) if ranks else math.nan


def reciprocal_rank(rank: int | None, cutoff: int) -> float:
    """1 / rank within the cutoff, else 0. Voorhees, "The TREC-8 question answering track report" (1999)."""
    return 1 / rank if rank is not None and rank <= cutoff else 0.0
