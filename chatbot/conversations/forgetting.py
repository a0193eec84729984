"""Takes a deleted article out of the answers that cited it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from chatbot.answering.wording import quoted
from chatbot.conversations.records import Exchange
from chatbot.records import Citation, Sentence

REMOVED = "[Removed: the article that this sentence rested on was deleted.]"
"""Stands in place of each sentence whose words came from a deleted article."""
_ONE_MARK = str.maketrans(dict.fromkeys('‘’“”"', "'"))
"""Quotation marks are compared as one: stored answers may have other ones than are written today."""


def without_article(exchange: Exchange, article_id: str, titles: Collection[str]) -> Exchange:
    """The exchange without anything that the article said; its numbering stays.

    Sentences that cite the article are blanked even when they cite others too, since they repeat its words; so are
    sentences without citations beside them, which may repeat them unnoticed, and sentences that name its title.

    Args:
        exchange: what was asked and answered.
        article_id: the article that is gone.
        titles: of all its versions.
    """
    gone = {citation.id for citation in exchange.answer.citations if citation.article_id == article_id}
    answer = replace(
        exchange.answer,
        sentences=tuple(
            replace(sentence, text=REMOVED, reason="", claim="", unbacked=())
            if _repeats(sentence, gone, titles)
            else sentence
            for sentence in exchange.answer.sentences
        ),
        citations=tuple(_emptied(item) if item.id in gone else item for item in exchange.answer.citations),
    )
    feedback = exchange.feedback
    if feedback and answer != exchange.answer:  # The reader's words may repeat the article's.
        feedback = replace(feedback, reason="")
    return replace(exchange, answer=answer, feedback=feedback)


def _repeats(sentence: Sentence, gone: set[int], titles: Collection[str]) -> bool:
    cited = set(sentence.citations)
    said = f"{sentence.text} {sentence.claim}".translate(_ONE_MARK)
    named = any(quoted(title).translate(_ONE_MARK) in said for title in titles)
    return named or bool(gone and (not cited or gone & cited))


def _emptied(citation: Citation) -> Citation:
    return replace(citation, title="", publisher="", url="", published=None, start=0, end=0, quote="")
