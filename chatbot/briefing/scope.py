"""Which articles a briefing is about: by topic, by period, or simply the newest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chatbot.briefing.records import BriefingRequest
from chatbot.embedding.encoder import TextEncoder
from chatbot.library.filtering import fits
from chatbot.library.library import Library
from chatbot.question.understanding import plain_question
from chatbot.records import ArticleSummary, Filters, Period, Question, RankedPassage
from chatbot.retrieval.retriever import RankingWeights, Retriever, article_id_of
from chatbot.text.time_words import read_period
from chatbot.verification.claim_words import words_of

MOST_ARTICLES = 300
"""Read for one briefing: the most relevant, or the newest."""
LEAST_SHARE = 0.5
"""An article belongs to the topic when its best passage scores at least this share of the best article's."""
LEAST_SIMILARITY = 0.28
"""Cosine of topic and best passage below which the library has nothing about the topic."""
SURE_SIMILARITY = 0.5
"""Cosine from which it has something, whatever its words; between the two most of the topic's words must occur."""
BEST_PASSAGES = 5
WEIGHTS = RankingWeights(lexical=0.25, recency=0.0, period=0.0, dense_candidates=600, lexical_candidates=600)
"""For choosing articles rather than an answer: many, by what they are about, whenever they were written."""

_EMPTY_WORDS = frozenset(
    (
        "a an the of in on at to for from by with and or about me us my our brief briefing news latest what whats s "
        "has have had is are was were did do happened happening happens happen changed changes change new going since "
        "this that week today yesterday day days month year everything all anything please give tell write summary "
        "summarise summarize update updates report reported developments articles story stories over past last"
    ).split()
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a briefing reads."""

    topic: str
    """What is left of the topic without words for the period; empty: no topic."""
    articles: tuple[ArticleSummary, ...]
    """Best first for a topic, else newest first."""


@dataclass(frozen=True, slots=True)
class ScopeLimits:
    """What is left out of a briefing's scope."""

    articles: int = MOST_ARTICLES
    """The most relevant ones that are read, or the newest."""
    least_share: float = LEAST_SHARE


def read_scope(
    library: Library, encoder: TextEncoder, request: BriefingRequest, limits: ScopeLimits = ScopeLimits()
) -> Scope:
    """The articles that a briefing is about, none from after the moment as of which it is asked for.

    Time words of the topic ("what happened this week", "since Monday") restrict the publication dates, unless the
    request itself names a period.

    Args:
        library: open.
        encoder: the one that the library was built with.
        request: what is to be told.
        limits: how many articles, and how near the topic.
    """
    topic, filters = _without_period(request)
    if not topic:
        newest = _newest(library, filters, request.asked_at)
        return Scope("", tuple(newest[: limits.articles]))
    ranked = Retriever(library, encoder, WEIGHTS, reranker=None).rank(
        plain_question(Question(topic, request.asked_at, filters))
    )
    if not _is_known(topic, ranked):
        return Scope(topic, ())
    best: dict[str, float] = {}
    for passage in ranked:
        best.setdefault(article_id_of(passage), passage.score)
    floor = limits.least_share * max(best.values())
    chosen = [article_id for article_id, score in best.items() if score >= floor]
    known = {summary.id: summary for summary in library.summaries() if _is_known_by(summary, request.asked_at)}
    articles = [known[article_id] for article_id in chosen if article_id in known]
    return Scope(topic, tuple(articles[: limits.articles]))


def _is_known(topic: str, ranked: Sequence[RankedPassage]) -> bool:
    """Whether the library says anything about a topic."""
    best = sorted(ranked, key=lambda passage: -passage.similarity)[:BEST_PASSAGES]
    if not best or best[0].similarity < LEAST_SIMILARITY:
        return False
    wanted = {word.stem for word in words_of(topic) if word.is_content}
    texts = [f"{item.stored.metadata.title} {item.stored.passage.text}" for item in (*ranked[:BEST_PASSAGES], *best)]
    found = max(len(wanted & {word.stem for word in words_of(text)}) for text in texts)
    return best[0].similarity >= SURE_SIMILARITY or 2 * found > len(wanted)


def _without_period(request: BriefingRequest) -> tuple[str, Filters]:
    topic, filters = " ".join(request.topic.split()), request.filters
    # "March 2025" alone is a period here, although in a question it would need its preposition.
    reading = read_period(topic, request.asked_at) or read_period(f"in {topic}", request.asked_at)
    if reading and reading.kind == "explicit":
        topic = topic.replace(reading.words.removeprefix("in "), " ")
        if filters.period == Period():
            filters = replace(filters, period=reading.period)
    telling = [word for word in _WORD.findall(topic.casefold()) if word not in _EMPTY_WORDS]
    return (" ".join(topic.split()) if telling else ""), filters


def _newest(library: Library, filters: Filters, asked_at: datetime) -> Sequence[ArticleSummary]:
    return [item for item in library.summaries() if fits(item, filters) and _is_known_by(item, asked_at)]


def _is_known_by(summary: ArticleSummary, asked_at: datetime) -> bool:
    """Whether an article had been published when the briefing is asked for; a day more is allowed for time zones."""
    published = summary.metadata.published
    return published is None or published <= asked_at + timedelta(days=1)
