"""Which articles a reader means who asks to summarize one: by its title, or by "this article" after an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chatbot.answering.topics import topic_of
from chatbot.library.library import Library
from chatbot.records import AnswerKind, ArticleSummary, ParsedQuestion, Turn
from chatbot.verification.claim_words import words_of

LEAST_WORDS = 3
"""Telling words of a title that a question must repeat: fewer name a topic."""
OF_QUESTION = 0.8
"""Share of the question's telling words that must stand in the title that it names."""
OF_TITLE = 0.6
"""Share of the title's telling words that the question must repeat, unless it asks for one article."""
MOST_ARTICLES = 12
"""Of an earlier answer that are summarized."""

_ONE = r"(?:article|story|report|piece|text|page|artikel|bericht|text|artículo|noticia|texte)"
_MANY = r"(?:articles|stories|reports|pieces|texts|pages|artikel|berichte|artículos|noticias|textes)"
_PLEASE = r"(?: (?:zusammen|for me|please|bitte))?\W*$"
_POINTS_AT_ONE = re.compile(
    rf"(?:this|that|the(?: (?:first|same|cited))?|dies(?:en|er|es)|den|est[ea]|ese|el|cet|l['’]) ?{_ONE}{_PLEASE}",
    re.IGNORECASE,
)
_POINTS_AT_MANY = re.compile(
    rf"(?:(?:these|those|the(?: (?:same|cited))?|all(?: of)?(?: these| those| the)?|both|diese|die|est[oa]s|los|les)"
    rf"(?: (?:two|three|four|five))? {_MANY}|these|those|them|both){_PLEASE}",
    re.IGNORECASE,
)
_POINTS_AT_ANY = re.compile(rf"\b(?:it|this|that|das|esto|ça|cela){_PLEASE}", re.IGNORECASE)
"""An article only where the last answer rests on one; of several, their common topic is meant."""
_NAMES_ONE = re.compile(rf"\b(?:this|that|the|den|el|l['’]|le) ?{_ONE}\b", re.IGNORECASE)
_OF_ASKING = re.compile(rf"\b(?:summari[sz]e|sum up|{_ONE}|{_MANY}|called|titled|headlined|entitled)\b", re.IGNORECASE)
_TOKEN = re.compile(r"\w+")


class ArticleNaming:
    """Finds what a request for a summary names.

    Args:
        library: its articles' titles are looked at.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def named(self, parsed: ParsedQuestion, history: Sequence[Turn]) -> ParsedQuestion:
        """The question, restricted to the articles that it names, where it is for a summary and names any.

        Args:
            parsed: as it was understood.
            history: earlier turns of the conversation, oldest first: "this article" is the one most cited last.
        """
        if parsed.kind is not AnswerKind.DIGEST or parsed.filters.article_ids:
            return parsed
        found = self._pointed_at(parsed.asked.text, history) or self._titled(parsed)
        return replace(parsed, filters=replace(parsed.filters, article_ids=tuple(found))) if found else parsed

    def _pointed_at(self, text: str, history: Sequence[Turn]) -> list[str]:
        last = next((turn.article_ids for turn in reversed(history) if turn.article_ids), ())
        if not last:
            return []
        known = {article.id for article in self._library.summaries()}
        left = [article_id for article_id in last if article_id in known]
        if _POINTS_AT_MANY.search(text):
            return left[:MOST_ARTICLES]
        return left[:1] if _POINTS_AT_ONE.search(text) or (_POINTS_AT_ANY.search(text) and len(left) == 1) else []

    def _titled(self, parsed: ParsedQuestion) -> list[str]:
        """The article whose title the question repeats; where it asks for one article on something, the best of these.

        A title may have what ends a topic ("this week"), so both readings of the question are compared.
        """
        least = 0.0 if _NAMES_ONE.search(parsed.asked.text) else OF_TITLE
        readings = [_telling(_OF_ASKING.sub(" ", text)) for text in (topic_of(parsed), parsed.asked.text)]
        best: tuple[float, ArticleSummary] | None = None
        for article in self._library.summaries():
            shares = max(
                (_shares(reading, article.metadata.title) for reading in readings if len(reading) >= LEAST_WORDS),
                default=(0.0, 0.0),
            )
            if shares[0] >= OF_QUESTION and shares[1] >= least and (best is None or sum(shares) > best[0]):
                best = (sum(shares), article)
        return [best[1].id] if best else []


def _shares(asked: frozenset[str], title: str) -> tuple[float, float]:
    """Which share of the question's words stand in a title, and which of the title's words in the question."""
    tokens = {token[:4].casefold() for token in _TOKEN.findall(title)}
    if sum(stem[:4] in tokens for stem in asked) < LEAST_WORDS:
        return 0.0, 0.0  # Most titles, without taking their words apart.
    said = _telling(title)
    shared = len(asked & said)
    return (shared / len(asked), shared / len(said)) if shared >= LEAST_WORDS else (0.0, 0.0)


def _telling(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words_of(text) if word.is_content)
