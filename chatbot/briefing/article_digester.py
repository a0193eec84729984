"""Digests of articles that a reader names are their summary; all others are digests of a topic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatbot.answering.digester import Digester
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Progress, Stage
from chatbot.answering.topics import topic_of
from chatbot.briefing.summarizing import MOST_ARTICLES, Summarizer
from chatbot.briefing.summary_records import SummaryForm
from chatbot.library.library import Library
from chatbot.records import AnswerKind, ParsedQuestion


@dataclass(frozen=True, slots=True)
class ArticleDigester:
    """Makes answers of the articles to which a question is restricted, where these are few.

    Args:
        library: holds them.
        summarizer: quotes them.
        others: makes every other answer.
    """

    library: Library
    summarizer: Summarizer
    others: Digester

    def digest(self, parsed: ParsedQuestion, draft: AnswerDraft) -> Iterator[Event]:
        """Tell a summary, a digest or a timeline step by step; the caller finishes the draft.

        Raises:
            LibraryError: the library cannot be read.
            ModelError: the embedding model failed.
        """
        if _names_articles(parsed):
            yield Progress(Stage.READING)
            articles = [self.library.get(article_id) for article_id in parsed.filters.article_ids]
            yield from self.summarizer.quote(articles, SummaryForm.STANDARD, draft)
        else:
            yield from self.others.digest(parsed, draft)


def _names_articles(parsed: ParsedQuestion) -> bool:
    """Whether the question itself names articles, or the reader chose some and names no topic in them."""
    chosen = parsed.filters.article_ids
    named = bool(chosen) and (chosen != parsed.asked.filters.article_ids or not topic_of(parsed))
    return named and parsed.kind is AnswerKind.DIGEST and len(chosen) <= MOST_ARTICLES
