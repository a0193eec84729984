"""Takes a deleted article out of the answers that cited, quoted or named it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from chatbot.answering.wording import quoted
from chatbot.conversations.records import Exchange
from chatbot.records import Answer, Citation, Note, Sentence

REMOVED = "[Removed: the article that this sentence rested on was deleted.]"
"""Stands in place of each sentence whose words came from a deleted article."""
REMOVED_NOTE = "[Removed: an article that this note rested on was deleted.]"
_ONE_MARK = str.maketrans(dict.fromkeys('‘’“”"', "'"))
"""Quotation marks are compared as one: stored answers may have other ones than are written today."""


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
    answer = _Deletion(article_id, frozenset(titles) - {""}, gone).answer(exchange.answer)
    feedback = exchange.feedback
    if feedback and answer != exchange.answer:  # The reader's words may repeat the article's.
        feedback = replace(feedback, reason="")
    return replace(exchange, answer=answer, feedback=feedback)


@dataclass(frozen=True, slots=True)
class _Deletion:
    """What is deleted, as one answer knows it."""

    article_id: str
    titles: frozenset[str]
    gone: frozenset[int]
    """The numbers of its citations."""

    def answer(self, answer: Answer) -> Answer:
        """The answer without it."""
        blocks = tuple(replace(block, sentences=tuple(map(self._sentence, block.sentences))) for block in answer.blocks)
        return replace(
            answer,
            blocks=blocks,
            notes=tuple(map(self._note, answer.notes)),
            citations=tuple(_emptied(item) if item.id in self.gone else item for item in answer.citations),
        )

    def _sentence(self, sentence: Sentence) -> Sentence:
        if self._repeats(sentence):
            cells = (REMOVED, *[""] * (len(sentence.cells) - 1)) if sentence.cells else ()
            blank = replace(sentence, text=REMOVED, cells=cells, reason="", claim="", original="")
            return replace(blank, unbacked=(), answering=())
        # What a model wrote first is cited nowhere, and may repeat anything that it read.
        return replace(sentence, original="") if self.gone else sentence

    def _repeats(self, sentence: Sentence) -> bool:
        cited = set(sentence.citations)
        said = " ".join((sentence.text, sentence.claim, sentence.original, *sentence.cells))
        listed = not self.titles.isdisjoint(sentence.cells)
        return listed or self._names(said) or bool(self.gone and (not cited or self.gone & cited))

    def _note(self, note: Note) -> Note:
        left = tuple(link for link in note.links if link.article_id != self.article_id)
        if left == note.links and self.gone.isdisjoint(note.citations) and not self._names(note.text):
            return note
        return replace(note, text=REMOVED_NOTE, links=left)

    def _names(self, text: str) -> bool:
        said = text.translate(_ONE_MARK)
        return any(quoted(title).translate(_ONE_MARK) in said for title in self.titles)


def _emptied(citation: Citation) -> Citation:
    return replace(
        citation, title="", publisher="", url="", published=None, start=0, end=0, quote="", authors=(), opinion=False
    )
