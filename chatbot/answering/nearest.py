"""A refusal that says what comes nearest to what the library does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event
from chatbot.answering.phrases import Phrases
from chatbot.library.library import Library
from chatbot.records import ArticleLink, ArticleSummary, BlockKind, Filters, NoteKind, Sentence, Verdict

MOST_NAMED = 3
_PASSAGES = 30


def nearest_articles(library: Library, words: str, filters: Filters) -> list[ArticleSummary]:
    """The articles that hold most of some words, best first: within the filters, or without them if none is.

    Args:
        library: open.
        words: that stand in articles, as `Mentions.known` tells; empty: no article is near.
        filters: what the reader restricted the search to.
    """
    library.catch_up()
    hits = library.lexical.search(words, _PASSAGES, filters) or library.lexical.search(words, _PASSAGES)
    ids = dict.fromkeys(hit.passage_id.partition("@")[0] for hit in hits)
    known = {article.id: article for article in library.summaries()} if ids else {}
    return [known[article_id] for article_id in ids if article_id in known][:MOST_NAMED]


def refuse(draft: AnswerDraft, text: str, nearest: Sequence[ArticleSummary], phrases: Phrases) -> Iterator[Event]:
    """End an answer with a plain sentence, and a note that names articles, where there are any."""
    draft.refused = True
    draft.begin_block(BlockKind.PARAGRAPH)
    yield draft.show(plain(text))
    if nearest:
        titles = "; ".join(phrases.named(article.metadata) for article in nearest)
        text = phrases.nearest.of(len(nearest), titles=titles)
        yield draft.note(NoteKind.NOT_IN_LIBRARY, text, links=[link_to(article) for article in nearest])


def plain(text: str) -> Sentence:
    """A sentence of the program's own, in which there is nothing to check."""
    return Sentence(text, Verdict.NOT_A_CLAIM, 1.0)


def link_to(article: ArticleSummary) -> ArticleLink:
    """An article that is named and can be opened."""
    known = article.metadata
    return ArticleLink(article.id, article.version, known.title, known.publisher, known.published, known.url)
