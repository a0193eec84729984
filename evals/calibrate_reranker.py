"""Shows what the weights of the reranker are worth, in and out of sample.

    python -m evals.calibrate_reranker --corpus CORPUS --queries QUERIES --library DIR

Takes what `python -m evals retrieval` takes. Prints the figures without reranking, with the weights that are shipped,
and those of ten-fold cross-validation in which each fold is ranked with the weights of the grid that have the highest
MRR@10 on the others; then the grid, so that the shipped weights can be a point on its plateau rather than its peak.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.records import ParsedQuestion, RankedPassage
from chatbot.retrieval.reranking import Reranker, RerankingWeights
from chatbot.retrieval.retriever import Retriever
from evals.datasets import Row
from evals.scoring.judgements import hits_at, reciprocal_rank
from evals.tasks.retrieval import (
    CUTOFFS,
    add_arguments,
    filled_library,
    queries_of,
    question_of,
    rank_of_gold,
    ranked_articles,
)

STEPS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
HALF_LENGTHS = (250.0, 500.0, 1000.0, 2000.0)
GRID = tuple(
    RerankingWeights(lead=lead, half_length=half, week=week) for half, lead, week in product(HALF_LENGTHS, STEPS, STEPS)
)
FOLDS, REPEATS = 10, 10
BEYOND = 10**6
"""Rank of a right article that was not found."""

Ranks = NDArray[np.int64]


class Candidates(NamedTuple):
    """What the retriever found for a question, before reranking."""

    query: Row
    question: ParsedQuestion
    passages: Sequence[RankedPassage]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    options = parser.parse_args()
    encoder = SentenceEncoder()
    with filled_library(options, encoder) as (library, names, _):
        retriever = Retriever(library, encoder, reranker=None)
        asked = [(query, question_of(query)) for query in queries_of(options)]
        found = [Candidates(query, question, retriever.rank(question)) for query, question in asked]
    table = np.stack([ranks(found, names, weights) for weights in GRID])
    print(f"{len(found)} questions, hits@1/hits@4/hits@10/mrr@10")
    print("without reranking ", _figures(ranks(found, names, RerankingWeights(lead=0.0, week=0.0))))
    print("as shipped        ", _figures(ranks(found, names, RerankingWeights())))
    print("cross-validated   ", _figures(cross_validated(table)))
    print_grid(table)


def ranks(found: Sequence[Candidates], names: dict[str, str], weights: RerankingWeights) -> Ranks:
    """For each question the place of its first right article under these weights."""
    reranker = Reranker(weights)
    orders = [ranked_articles(reranker.rerank(item.question, item.passages), names) for item in found]
    places = [rank_of_gold(order, item.query) for order, item in zip(orders, found, strict=True)]
    return np.array([BEYOND if place is None else place for place in places])


def cross_validated(table: Ranks) -> Ranks:
    """Ranks of all questions, `REPEATS` times, each by the weights that are best for the other folds.

    Args:
        table: one row for each point of the grid, one column for each question.
    """
    gains = np.where(table <= 10, 1 / table, 0.0)
    held_out = []
    for repeat in range(REPEATS):
        folds = np.random.default_rng(repeat).permutation(table.shape[1]) % FOLDS
        best = [int(gains[:, folds != fold].sum(axis=1).argmax()) for fold in range(FOLDS)]
        held_out += [table[best[fold], at] for at, fold in enumerate(folds)]
    return np.array(held_out)


def print_grid(table: Ranks) -> None:
    for half in HALF_LENGTHS:
        print(f"half length {half:.0f}: hits@1 and mrr@10, lead downwards, week to the right {STEPS}")
        for lead in STEPS:
            row = [at for at, point in enumerate(GRID) if point.half_length == half and point.lead == lead]
            print(f"{lead:.2f} ", "  ".join(f"{_hits(table[at], 1):.3f} {_mrr(table[at]):.3f}" for at in row))


def _figures(places: Ranks) -> str:
    return "  ".join(f"{value:.3f}" for value in (*(_hits(places, cutoff) for cutoff in CUTOFFS), _mrr(places)))


def _hits(places: Ranks, cutoff: int) -> float:
    return hits_at(places.tolist(), cutoff)


def _mrr(places: Ranks) -> float:
    return float(np.mean([reciprocal_rank(place, 10) for place in places.tolist()]))


if __name__ == "__main__":
    main()
