"""Queries to ranked passages: dense and lexical search, fused by score, time taken into account, reranked.

Scores are fused rather than ranks: reciprocal rank fusion throws away how much better the first hit is than the second
(measured in docs/benchmarks.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chatbot.embedding.encoder import TextEncoder
from chatbot.library.library import Library
from chatbot.records import Filters, ParsedQuestion, RankedPassage, StoredPassage
from chatbot.retrieval.dense import DenseSearch
from chatbot.retrieval.newest import newest_passages
from chatbot.retrieval.recency import fits_period, freshness
from chatbot.retrieval.reranking import Reranker


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """What counts how much: a point on a plateau of `python -m evals retrieval`; figures in docs/benchmarks.md."""

    dense: float = 1.0
    """For the cosine of question and passage."""
    lexical: float = 0.7
    """For the BM25 score as a share of the best passage's."""
    recency: float = 0.4
    """For freshness, 0..1."""
    half_life_days: float = 21.0
    period: float = 0.15
    """For lying in the period that the question names."""
    cited: float = 0.3
    """For standing in an article that the last answer cited, where the question follows up on it."""
    dense_candidates: int = 30
    """How many passages the dense search contributes: more of them changed nothing."""
    lexical_candidates: int = 80
    """How many the lexical search contributes: below 80, right articles are lost in a large library."""


class Retriever:
    """Finds the passages that may answer a question.

    Args:
        library: open, and made with the same encoder.
        encoder: embeds questions.
        weights: for fusing.
        reranker: None leaves passages in their fused order.
    """

    def __init__(
        self,
        library: Library,
        encoder: TextEncoder,
        weights: RankingWeights = RankingWeights(),
        reranker: Reranker | None = Reranker(),
    ) -> None:
        self._library = library
        self._dense = DenseSearch(library)
        self._encoder = encoder
        self._weights = weights
        self._reranker = reranker

    def rank(self, question: ParsedQuestion) -> list[RankedPassage]:
        """All candidate passages of all queries, best first. A passage counts as much as for its best query.

        Without any query those of the newest articles.
        """
        if not question.queries:
            self._library.catch_up()
            return newest_passages(self._library, question)
        fused = self._fused(question)
        if self._reranker:
            return self._reranker.rerank(question, fused)
        return sorted(fused, key=lambda passage: -passage.score)

    def retrieve(self, question: ParsedQuestion, limit: int) -> list[RankedPassage]:
        """The best passages, with near-identical copies of a story folded into the best-ranked one."""
        return fold_copies(self.rank(question))[:limit]

    def _fused(self, question: ParsedQuestion) -> list[RankedPassage]:
        vectors = self._encoder.encode(question.queries)
        best: dict[str, RankedPassage] = {}
        for query, vector in zip(question.queries, vectors, strict=True):
            candidates, bm25 = self._candidates(query, vector, question)
            best_bm25 = max(bm25.values(), default=1.0)
            # In a script that the model does not read, every passage is about as near as any other.
            dense = self._weights.dense if self._encoder.reads(query) else 0.0
            for passage_id, (stored, similarity) in candidates.items():
                shares = dense * similarity, bm25.get(passage_id, 0.0) / best_bm25
                found = self._scored(stored, similarity, shares, question)
                best[passage_id] = _better(best.get(passage_id), found)
        return list(best.values())

    def _candidates(
        self, query: str, vector: NDArray[np.float32], question: ParsedQuestion
    ) -> tuple[dict[str, tuple[StoredPassage, float]], dict[str, float]]:
        """Passages with their cosine, by id, and BM25 scores by id."""
        self._library.catch_up()
        with self._library.reading():
            found, scores = self._found(query, vector, question.filters)
            if cited := _cited_within(question):
                # A follow-up is about articles that are cited already: their passages take part whatever ranks better.
                more, more_scores = self._found(query, vector, replace(question.filters, article_ids=cited))
                found, scores = found | more, more_scores | scores
        return found, scores

    def _found(
        self, query: str, vector: NDArray[np.float32], filters: Filters
    ) -> tuple[dict[str, tuple[StoredPassage, float]], dict[str, float]]:
        weights = self._weights
        lexical = self._library.lexical.search(query, weights.lexical_candidates, filters)
        found = {
            hit.stored.passage.id: (hit.stored, hit.similarity)
            for hit in self._dense.search(vector, weights.dense_candidates, filters)
        }
        missing = [hit.passage_id for hit in lexical if hit.passage_id not in found]
        for passage_id, (stored, stored_vector) in self._library.passages_with_vectors(missing).items():
            found[passage_id] = (stored, float(stored_vector @ vector))
        return found, {hit.passage_id: hit.score for hit in lexical if hit.passage_id in found}

    def _scored(
        self, stored: StoredPassage, similarity: float, shares: tuple[float, float], question: ParsedQuestion
    ) -> RankedPassage:
        weights, (dense, lexical) = self._weights, shares
        published = stored.metadata.published
        score = (
            dense
            + weights.lexical * lexical
            + weights.recency * freshness(published, question.asked_at, weights.half_life_days)
            + weights.period * fits_period(published, question.reading)
            + weights.cited * (stored.passage.article_key.partition("@")[0] in question.article_ids)
        )
        return RankedPassage(stored, score, similarity)


def _cited_within(question: ParsedQuestion) -> tuple[str, ...]:
    """The articles that a follow-up refers to, of those that the reader's limits leave."""
    left = question.filters.article_ids
    return tuple(article for article in question.article_ids if not left or article in left)


def _better(known: RankedPassage | None, found: RankedPassage) -> RankedPassage:
    """What two queries make of one passage: the better score, and the higher of the similarities."""
    if known is None:
        return found
    return replace(known, score=max(known.score, found.score), similarity=max(known.similarity, found.similarity))


def fold_copies(ranked: Sequence[RankedPassage]) -> list[RankedPassage]:
    """Keep of each story the passages of its best-ranked article, and note on them the copies that they stand for."""
    shown: dict[str, str] = {}
    copies: dict[str, set[str]] = {}
    kept = []
    for item in ranked:
        article = article_id_of(item)
        if shown.setdefault(item.stored.story, article) == article:
            kept.append(item)
        else:
            copies.setdefault(item.stored.story, set()).add(article)
    return [replace(item, copies=tuple(sorted(copies.get(item.stored.story, ())))) for item in kept]


def article_id_of(ranked: RankedPassage) -> str:
    """The id of the article that a passage belongs to."""
    return ranked.stored.passage.article_key.partition("@")[0]
