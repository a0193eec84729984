"""Takes a deleted article out of the answers that cited, quoted or named it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from chatbot.answering.forgetting import Deletion
from chatbot.conversations.records import Exchange
from chatbot.records import Answer, Citation, Note, Sentence

REMOVED = "[Removed: the article that this sentence rested on was deleted.]"
"""Stands in place of each sentence whose words came from a deleted article."""
REMOVED_NOTE = "[Removed: an article that this note rested on was deleted.]"


def without_article(exchange: Exchange, article_id: str, titles: Collection[str]) -> Exchange:
    """The exchange without anything that the article said; its numbering stays.

    Sentences that cite the article are blanked even when they cite others too, since they repeat its words; so are
    sentences without citations beside them, which may repeat them unnoticed, and whatever names its title. Notes are
    blanked when they quote, link or name it: they hold no words of a model.

    Args:
        exchange: what was asked and answered.
        article_id: the article that is gone.
        titles: of all its versions.
    """
    gone = frozenset(citation.id for citation in exchange.answer.citations if citation.article_id == article_id)
    deletion = Deletion(article_id, frozenset(titles) - {""}, gone, REMOVED)
    answer = _Forgetting(deletion).answer(exchange.answer)
    feedback = exchange.feedback
    if feedback and answer != exchange.answer:  # The reader's words may repeat the article's.
        feedback = replace(feedback, reason="")
    return replace(exchange, answer=answer, feedback=feedback)


class _Forgetting:
    """Takes one article out of one answer."""

    def __init__(self, deletion: Deletion) -> None:
        self._deletion = deletion

    def answer(self, answer: Answer) -> Answer:
        """The answer without it."""
        gone = self._deletion.gone
        blocks = tuple(replace(block, sentences=tuple(map(self._sentence, block.sentences))) for block in answer.blocks)
        return replace(
            answer,
            blocks=blocks,
            notes=tuple(map(self._note, answer.notes)),
            citations=tuple(_emptied(item) if item.id in gone else item for item in answer.citations),
        )

    def _sentence(self, sentence: Sentence) -> Sentence:
        deletion = self._deletion
        return deletion.blanked(sentence) if deletion.repeats(sentence) else deletion.without_first_words(sentence)

    def _note(self, note: Note) -> Note:
        deletion = self._deletion
        left = tuple(link for link in note.links if link.article_id != deletion.article_id)
        if left == note.links and deletion.gone.isdisjoint(note.citations) and not deletion.names(note.text):
            return note
        return replace(note, text=REMOVED_NOTE, links=left)


def _emptied(citation: Citation) -> Citation:
    return replace(
        citation, title="", publisher="", url="", published=None, start=0, end=0, quote="", authors=(), opinion=False
    )
