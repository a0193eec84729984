"""Ranked passages to an evidence pack: whole passages, neighbours joined, grouped by article, up to a budget of tokens.

A model reads an article better than a heap of sentences, and what answers a question stands together: beside a good
passage, and in an article with several of them. docs/retrieval.md holds what this is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from statistics import fmean

from chatbot.library.library import Library
from chatbot.records import (
    AnswerKind,
    Evidence,
    EvidencePack,
    PackedArticle,
    PackedSentence,
    ParsedQuestion,
    RankedPassage,
    StoredPassage,
)
from chatbot.retrieval.entries import WHITE_SPACE, head_lines, with_heads
from chatbot.retrieval.pack_text import heading_text, sentence_text
from chatbot.retrieval.sentences import sentences_of
from chatbot.retrieval.tokens import MARKER_TOKENS, estimated_tokens

Opened = tuple[RankedPassage, list[Evidence]]
"""A passage with those of its sentences that are read."""
_UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PackingWeights:
    """What counts how much for reading a passage: points on plateaus of `python -m evals newsroom`."""

    neighbour: float = 0.5
    """Share of the distance to a better neighbour by which a passage is raised."""
    article: float = 0.5
    """For the mean of the article's best passages."""
    best_passages: int = 3
    """How many of an article's passages that mean is taken of."""
    read_around: int = 10
    """Of how many articles, the best, passages are read that no search found."""
    unfound: float = 0.05
    """By how much such a passage is worth less than the worst one of its article that was found."""


class Packer:
    """Fills evidence packs.

    Args:
        library: open; gives the passages beside those that were found.
        weights: what counts how much.
    """

    def __init__(self, library: Library, weights: PackingWeights = PackingWeights()) -> None:
        self._library = library
        self._weights = weights

    def pack(self, question: ParsedQuestion, ranked: Sequence[RankedPassage], budget: int) -> EvidencePack:
        """The evidence that a model reads for a question.

        Args:
            question: as it was understood.
            ranked: passages, best first, copies of a story folded.
            budget: about how many tokens the pack may have.
        """
        chosen, tokens = self._chosen(self._with_neighbours(ranked), budget)
        articles = _by_article(chosen)
        return EvidencePack(tuple(_numbered(_in_order(articles, question))), round(tokens))

    def _with_neighbours(self, ranked: Sequence[RankedPassage]) -> dict[str, list[RankedPassage]]:
        """The passages of each article in its order: those that were found, and of the best articles all."""
        found: dict[str, list[RankedPassage]] = {}
        for item in ranked:
            found.setdefault(item.stored.passage.article_key, []).append(item)
        best = sorted(found, key=lambda key: -max(item.score for item in found[key]))[: self._weights.read_around]
        for stored in self._library.passages_of([key.partition("@")[0] for key in best]):
            items = found.get(stored.passage.article_key)
            if items is not None and all(item.stored.passage.id != stored.passage.id for item in items):
                items.append(self._unfound(stored, items))
        return {key: sorted(items, key=lambda item: item.stored.passage.start) for key, items in found.items()}

    def _unfound(self, stored: StoredPassage, beside: Sequence[RankedPassage]) -> RankedPassage:
        worst = min(beside, key=lambda item: item.score)
        return RankedPassage(stored, worst.score - self._weights.unfound, 0.0, worst.copies)

    def _raised(self, articles: dict[str, list[RankedPassage]]) -> list[RankedPassage]:
        """All passages, best first, raised by what stands around them."""
        weights = self._weights
        raised = []
        for items in articles.values():
            scores = [item.score for item in items]
            mean = fmean(sorted(scores, reverse=True)[: weights.best_passages])
            for at, item in enumerate(items):
                beside = max(scores[max(at - 1, 0) : at + 2])
                score = item.score + weights.neighbour * (beside - item.score) + weights.article * mean
                raised.append(replace(item, score=score))
        return sorted(raised, key=lambda item: -item.score)

    def _chosen(self, articles_read: dict[str, list[RankedPassage]], budget: int) -> tuple[list[Opened], float]:
        """The passages that fit, each with its sentences, and their tokens. What was said already is left out.

        Not so the times of a live page: an entry without its own says nothing of when.
        """
        times = {passage: heads for items in articles_read.values() for passage, heads in head_lines(items).items()}
        tokens, said, articles = 0.0, set[str](), set[str]()
        chosen: list[Opened] = []
        for item in self._raised(articles_read):
            sentences = [found for found in sentences_of(item) if _words(found.quote) not in said]
            if all(found.heading for found in sentences):
                continue
            sentences = with_heads(sentences, times.get(item.stored.passage.id, ()))
            cost = _cost(sentences) + (0 if item.stored.passage.article_key in articles else _heading_cost(item))
            if tokens + cost > budget and chosen:
                continue
            tokens += cost
            articles.add(item.stored.passage.article_key)
            said.update(_words(found.quote) for found in sentences)
            chosen.append((item, sentences))
        return chosen, tokens


def _cost(sentences: Sequence[Evidence]) -> float:
    return sum(estimated_tokens(sentence_text(PackedSentence(0, found))) + MARKER_TOKENS for found in sentences)


def _heading_cost(item: RankedPassage) -> float:
    return estimated_tokens(heading_text(item.stored.metadata)) + 4


def _by_article(
    chosen: Iterable[Opened],
) -> list[list[Opened]]:
    """The passages of each article in its order; articles by their best passage."""
    articles: dict[str, list[Opened]] = {}
    for item, sentences in chosen:
        articles.setdefault(item.stored.passage.article_key, []).append((item, sentences))
    return [sorted(items, key=lambda pair: pair[0].stored.passage.start) for items in articles.values()]


def _in_order(articles: list[list[Opened]], question: ParsedQuestion) -> list[list[Opened]]:
    """Newest first where the state of things is asked for, oldest first for a timeline, else the best first."""
    if question.kind is AnswerKind.TIMELINE:
        return sorted(articles, key=_published)
    if question.newest_first:
        return sorted(articles, key=_published, reverse=True)
    return articles


def _published(article: Sequence[Opened]) -> datetime:
    return article[0][0].stored.metadata.published or _UNDATED


def _numbered(articles: Iterable[Sequence[Opened]]) -> Iterable[PackedArticle]:
    number = 0
    for article in articles:
        runs: list[list[PackedSentence]] = []
        end = None
        for item, sentences in article:
            if end is None or item.stored.passage.start - end > WHITE_SPACE:
                runs.append([])
            end = item.stored.passage.end
            for found in sentences:
                if runs[-1] and found.span.start < item.stored.passage.start:
                    continue  # The time of an entry that goes on here stands above its beginning already.
                number += not found.heading
                runs[-1].append(PackedSentence(0 if found.heading else number, found))
        yield PackedArticle(article[0][0].stored.metadata, tuple(tuple(run) for run in runs if run))


def _words(quote: str) -> str:
    return " ".join(re.findall(r"\w+", quote.casefold()))
