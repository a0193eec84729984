"""What changed since the previous briefing on a topic: new facts, and numbers that are different now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chatbot.answering.conflicts import LEAST_SIMILARITY
from chatbot.answering.counted import counts_differ
from chatbot.briefing.facts import Fact
from chatbot.briefing.keeping.records import EarlierBriefing
from chatbot.briefing.material import Material
from chatbot.embedding.encoder import TextEncoder
from chatbot.library.library import Library
from chatbot.records import Evidence, Span
from chatbot.verification.plain_text import plain_quote


class ChangedNumber(NamedTuple):
    """The same thing, counted then and now."""

    before: Evidence
    now: Evidence


def new_facts(facts: Sequence[Fact], earlier: EarlierBriefing, limit: int) -> list[Fact]:
    """The best facts from texts that the earlier briefing had not read."""
    read = set(earlier.articles)
    return [fact for fact in facts if fact.evidence.article_key not in read][:limit]


def changed_numbers(
    material: Material, earlier: EarlierBriefing, library: Library, encoder: TextEncoder
) -> list[ChangedNumber]:
    """New sentences that count differently what the earlier briefing cited, the nearest for each earlier quotation."""
    read = set(earlier.articles)
    fresh = [at for at, item in enumerate(material.sentences) if item.article_key not in read]
    before = _cited(earlier, library)
    if not before or not fresh:
        return []
    cosines = encoder.encode([item.quote for item in before]) @ material.vectors[fresh].T
    found = []
    for row, item in zip(cosines, before, strict=True):
        near = sorted((at for at in range(len(fresh)) if row[at] >= LEAST_SIMILARITY), key=lambda at: -row[at])
        sentences = (material.sentences[fresh[at]] for at in near)
        differing = (sentence for sentence in sentences if counts_differ(plain_quote(item), plain_quote(sentence)))
        now = next((sentence for sentence in differing if not _is_older(sentence, item)), None)
        if now:
            found.append(ChangedNumber(item, now))
    return found


def _is_older(one: Evidence, other: Evidence) -> bool:
    """Whether one was published before the other: an article that came in later may tell what was known earlier."""
    first, second = one.metadata.published, other.metadata.published
    return first is not None and second is not None and first < second


def _cited(earlier: EarlierBriefing, library: Library) -> list[Evidence]:
    articles = {article.key: article for article in library.get_many(list(dict.fromkeys(q[0] for q in earlier.quotes)))}
    return [
        Evidence(article.id, article.version, Span(start, end), article.text[start:end], article.metadata)
        for key, start, end in earlier.quotes
        if (article := articles.get(key))
    ]
