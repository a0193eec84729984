"""Chooses the sentences of which a summary is made where nobody writes it.

Of one article: what its headline says first, then what matters most, none told twice. Of several: what each headline
says, the newest first, once where articles say the same, then what matters most of them all. Of a live page: what its
newest entry says first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.answering.counted import counts_differ
from chatbot.briefing.article_sentences import ReadArticle
from chatbot.briefing.headline import begins_quotation, dangles, headline_of, headline_scores
from chatbot.briefing.importance import importance, scaled
from chatbot.briefing.material import Material, build_material
from chatbot.briefing.overtaking import ONE_ARTICLE, differ, is_later, near_enough
from chatbot.briefing.ranking import Scores, score_sentences
from chatbot.briefing.word_vectors import word_vectors
from chatbot.embedding.encoder import TextEncoder
from chatbot.records import Evidence
from chatbot.text.tokenizing import word_count
from chatbot.verification.claim_names import names_of
from chatbot.verification.claim_numbers import numbers_of
from chatbot.verification.claim_words import words_of
from chatbot.verification.plain_text import plain_quote

TOO_ALIKE = 0.7
"""Cosine from which a sentence repeats one that is told already."""
ALIKE = 0.3
"""Cosine above which likeness to what is told begins to count against a sentence."""
LONG = 35
"""Words; a longer sentence tells several things, of which few matter."""


@dataclass(frozen=True, slots=True)
class ChoiceWeights:
    """What counts how much, in units of importance; docs/briefing.md says what it is worth."""

    headline: float = 0.5
    """For telling what the headline says."""
    late: float = 0.1
    """Against standing at the article's end, in the same units."""
    importance: float = 0.12
    """For importance, in units of how well a sentence tells its headline: of two that do, the one that matters."""
    likeness: float = 2.0
    """Against each 1.0 of cosine above `ALIKE` to what is told."""
    dangling: float = 1.5
    """Against beginning with a word that refers back, unless the sentence before it is told."""
    long: float = 0.04
    """Against each word beyond `LONG`."""
    quotation: float = 0.5
    """Against beginning with somebody's words: a summary tells what happened before what was said of it."""
    depth: float = 0.8
    """Against standing at the article's end, less further up: news is told from the top."""
    number: float = 0.1
    """For holding a number: it says something that can be checked."""
    newest: float = 2.0
    """For standing in the newest entry of a live page, half for each older one."""


class Considered:
    """The sentences of the articles of a summary, with how much each matters.

    Args:
        articles: newest first.
        encoder: embeds sentences.
    """

    def __init__(
        self, articles: Sequence[ReadArticle], encoder: TextEncoder, weights: ChoiceWeights = ChoiceWeights()
    ) -> None:
        self.articles = {read.article.key: read for read in articles}
        sentences = [item for read in articles for item in read.telling]
        quotes = [item.quote for item in sentences]
        reader = encoder if encoder.reads(" ".join(quotes)) else None
        self.material = build_material(sentences, reader.encode(quotes) if reader else word_vectors(quotes))
        titles = encoder.encode([headline_of(read.article.metadata.title) for read in articles])
        self._headlines = dict(zip(self.articles, titles, strict=True))
        self.stories = len(set(self.material.stories.tolist()))
        self._weights = weights
        self._entries = np.array([self.articles[item.article_key].entry_of(item) for item in sentences])
        matters = self._importance(reader, encoder)
        told = np.concatenate([self._headlined(read, reader) for read in articles])
        self._told_by_headline: Scores = told + weights.importance * matters - weights.late * self._depths()
        self._worth = self._worths(matters)

    def choose(self, limit: int) -> list[int]:
        """Places in the material of the sentences to tell, in the order of telling."""
        chooser = _Chooser(self, limit)
        for at in self._first():
            chooser.take(at)
        chooser.fill(self._worth, self._weights)
        return self._in_order(chooser.taken)

    def ranked(self) -> list[int]:
        """All places, the most important first."""
        return [int(at) for at in np.argsort(-self._worth, kind="stable")]

    def worth(self) -> dict[Evidence, float]:
        """How much each sentence matters."""
        return dict(zip(self.material.sentences, self._worth.tolist(), strict=True))

    def near(self, at: int) -> list[int]:
        """The places of sentences near in meaning to one, itself apart, the nearest first."""
        cosines = self.material.vectors @ self.material.vectors[at]
        found = np.flatnonzero(cosines >= ONE_ARTICLE).tolist()
        return sorted((other for other in found if other != at), key=lambda other: -float(cosines[other]))

    def overtaken_by(self, at: int) -> list[int]:
        """The places of later sentences that give another number for what this one counts, the nearest first."""
        item, vectors = self.material.sentences[at], self.material.vectors
        entries = self.articles[item.article_key].entries
        return [
            other
            for other in self.near(at)
            if is_later(later := self.material.sentences[other], item, entries)
            and differ(later, item)
            and self._near_enough(item, later, float(vectors[at] @ vectors[other]))
        ]

    def _near_enough(self, item: Evidence, later: Evidence, likeness: float) -> bool:
        headlines = float(self._headlines[item.article_key] @ self._headlines[later.article_key])
        return near_enough(likeness, headlines, one_article=item.article_id == later.article_id)

    def _headlined(self, read: ReadArticle, reader: TextEncoder | None) -> Scores:
        own = np.array([item.article_key == read.article.key for item in self.material.sentences], bool)
        title = read.article.metadata.title
        scores: Scores = headline_scores(self.material, title, reader)[own]
        return scores

    def _importance(self, reader: TextEncoder | None, encoder: TextEncoder) -> Scores:
        if reader is None:
            scores = score_sentences(self.material, "", encoder)
            return scaled(scores.shared + scores.alone)
        titles = (headline_of(read.article.metadata.title) for read in self.articles.values())
        return importance(self.material, "; ".join(filter(None, titles)), reader)

    def _worths(self, matters: Scores) -> Scores:
        weights, sentences = self._weights, self.material.sentences
        excess = np.array([max(0, word_count(item.quote) - LONG) for item in sentences])
        quotations = np.array([begins_quotation(item) for item in sentences])
        is_live = np.array([bool(self.articles[q.article_key].entries) and _tells_news(q) for q in sentences])
        worth: Scores = matters + weights.headline * scaled(self._told_by_headline)
        worth -= weights.depth * self._depths()
        worth -= weights.long * excess + weights.quotation * quotations
        worth += weights.number * np.array([bool(numbers_of(item.quote)) for item in sentences])
        worth += weights.newest * 0.5**self._entries * is_live
        return worth

    def _depths(self) -> Scores:
        """Where each sentence stands in its article, from 0 to 1; 0 on a live page, whose entries have an order."""
        counts = Counter(item.article_key for item in self.material.sentences)
        lengths = np.array([counts[item.article_key] for item in self.material.sentences], np.float64)
        is_live = np.array([bool(self.articles[item.article_key].entries) for item in self.material.sentences])
        depths: Scores = np.where(is_live, 0.0, self.material.positions / lengths)
        return depths

    def _first(self) -> Iterator[int]:
        """What is told whatever else is: the newest news of live pages, and what each headline says."""
        for key, read in self.articles.items():
            places = [at for at, item in enumerate(self.material.sentences) if item.article_key == key]
            if news := self._newest_news(places, read):
                yield news[0]
            if places:
                yield max(places, key=lambda at: float(self._told_by_headline[at]))

    def _newest_news(self, places: Sequence[int], read: ReadArticle) -> list[int]:
        """The best sentence of the newest entry that tells something: "We are closing this page" does not."""
        for entry in range(len(read.entries)):
            inside = [at for at in places if self._entries[at] == entry and _tells_news(self.material.sentences[at])]
            if inside:
                return [max(inside, key=lambda at: float(self._told_by_headline[at]))]
        return []

    def _in_order(self, taken: Sequence[int]) -> list[int]:
        """Newest article first, of a live page the newest entry, of any other what its headline says; then as told."""
        keys = list(self.articles)
        headed = {max(own, key=lambda at: float(self._told_by_headline[at])) for own in self._by_article(taken)}

        def place(at: int) -> tuple[int, int, bool, int]:
            item = self.material.sentences[at]
            live = bool(self.articles[item.article_key].entries)
            return keys.index(item.article_key), int(self._entries[at]), live or at not in headed, at

        return sorted(taken, key=place)

    def _by_article(self, taken: Sequence[int]) -> list[list[int]]:
        found: dict[str, list[int]] = {}
        for at in taken:
            found.setdefault(self.material.sentences[at].article_key, []).append(at)
        return list(found.values())


class _Chooser:
    """Takes sentences, none that repeats another or that a later one overtakes."""

    def __init__(self, considered: Considered, limit: int) -> None:
        self.taken: list[int] = []
        self._considered = considered
        self._material: Material = considered.material
        self._limit = limit
        self._told = np.full(len(self._material.sentences), -1.0)
        self._refused = np.zeros(len(self._material.sentences), bool)

    def take(self, at: int) -> None:
        """Take a sentence, unless there is no room, or it tells nothing new or nothing that still holds."""
        if len(self.taken) == self._limit or self._refused[at] or self._told[at] >= TOO_ALIKE:
            return
        self._refused[at] = True
        if self._considered.overtaken_by(at):
            return
        self.taken.append(at)
        likeness = self._material.vectors @ self._material.vectors[at]
        said = plain_quote(self._material.sentences[at])
        for other in np.flatnonzero(likeness >= TOO_ALIKE).tolist():
            if other != at and counts_differ(said, plain_quote(self._material.sentences[other])):
                likeness[other] = ALIKE  # What counts the same otherwise repeats nothing.
        self._told = np.maximum(self._told, likeness)

    def fill(self, worth: Scores, weights: ChoiceWeights) -> None:
        """Take the best of what is left until there is no room."""
        sentences = self._material.sentences
        leaning = weights.dangling * np.array([dangles(item) for item in sentences])
        while len(self.taken) < self._limit:
            left = np.flatnonzero(~self._refused & (self._told < TOO_ALIKE))
            if not len(left):
                return
            alone = leaning[left] * ~np.isin(left - 1, self.taken)
            now = worth[left] - weights.likeness * np.maximum(0, self._told[left] - ALIKE) - alone
            self.take(int(left[int(now.argmax())]))


def _tells_news(item: Evidence) -> bool:
    """Whether a sentence names or counts something, and is understood alone."""
    told = names_of(words_of(item.quote)) or numbers_of(item.quote)
    return bool(told) and not dangles(item)
