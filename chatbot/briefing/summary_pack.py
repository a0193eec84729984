"""What a chat model reads to summarize: articles whole, or of long ones the best passages, each sentence numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from chatbot.briefing.article_sentences import ReadArticle
from chatbot.records import Evidence, EvidencePack, PackedArticle, PackedSentence
from chatbot.retrieval.pack_text import heading_text, sentence_text
from chatbot.retrieval.tokens import MARKER_TOKENS, estimated_tokens

STRETCH = 6
"""Sentences of a passage; an entry of a live page is never parted."""
BEST = 2
"""Sentences of a passage that say how good it is."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A passage of an article."""

    article: int
    place: int
    """In the article's order; of a live page the newest entry is 0."""
    sentences: tuple[Evidence, ...]
    worth: float


def pack_articles(articles: Sequence[ReadArticle], worth: Mapping[Evidence, float], budget: int) -> EvidencePack:
    """The evidence for a summary.

    The first passage of each article comes first, of a live page its newest entry; then the best of all. What does not
    fit is left out, so that of very many articles some are not read.

    Args:
        articles: newest first.
        worth: how much sentences matter; what is missing in it matters least.
        budget: about how many tokens the pack may have.
    """
    least = min(worth.values(), default=0.0)
    stretches = [item for at, read in enumerate(articles) for item in _stretches(at, read, worth, least)]
    chosen: list[_Stretch] = []
    tokens, opened = 0.0, set[int]()
    for item in sorted(stretches, key=lambda one: (one.place > 0, -one.worth)):
        heading = 0.0 if item.article in opened else estimated_tokens(heading_text(item.sentences[0].metadata))
        cost = heading + sum(_cost(sentence) for sentence in item.sentences)
        if chosen and tokens + cost > budget:
            continue
        tokens += cost
        opened.add(item.article)
        chosen.append(item)
    return EvidencePack(tuple(_numbered(articles, chosen)), round(tokens))


def _stretches(at: int, read: ReadArticle, worth: Mapping[Evidence, float], least: float) -> Iterator[_Stretch]:
    for place, sentences in enumerate(_parted(read)):
        values = sorted((worth.get(item, least) for item in sentences), reverse=True)
        if not all(item.heading for item in sentences):
            yield _Stretch(at, place, tuple(sentences), fmean(values[:BEST]))


def _parted(read: ReadArticle) -> list[list[Evidence]]:
    if not read.entries:
        return [list(read.sentences[start : start + STRETCH]) for start in range(0, len(read.sentences), STRETCH)]
    parts: list[list[Evidence]] = [[] for _ in range(len(read.entries) + 1)]
    for item in read.sentences:
        parts[read.entry_of(item)].append(item)
    return [part for part in parts if part]


def _cost(item: Evidence) -> float:
    return estimated_tokens(sentence_text(PackedSentence(0, item))) + MARKER_TOKENS


def _numbered(articles: Sequence[ReadArticle], chosen: Sequence[_Stretch]) -> Iterator[PackedArticle]:
    number = 0
    for at, read in enumerate(articles):
        runs: list[list[PackedSentence]] = []
        before = None
        for item in sorted((one for one in chosen if one.article == at), key=lambda one: one.place):
            if before is None or item.place != before + 1 or read.entries:
                runs.append([])
            before = item.place
            for sentence in item.sentences:
                number += not sentence.heading
                runs[-1].append(PackedSentence(0 if sentence.heading else number, sentence))
        if runs:
            yield PackedArticle(read.article.metadata, tuple(map(tuple, runs)))
