"""Takes a deleted article out of sentences that cited, quoted or named it, in whatever kept them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chatbot.answering.wording import quoted
from chatbot.records import Sentence

_ONE_MARK = str.maketrans(dict.fromkeys('‘’“”"', "'"))
"""Quotation marks are compared as one: what was kept may have other ones than are written today."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What is deleted, as one kept record knows it."""

    article_id: str
    titles: frozenset[str]
    """Of all its versions."""
    gone: frozenset[int]
    """The numbers of its citations in the record."""
    mark: str
    """Stands in place of each sentence whose words came from it."""

    def repeats(self, sentence: Sentence) -> bool:
        """Whether a sentence may hold words of the article: it cites it, names it, or cites nothing beside it.

        A sentence that cites others too repeats its words all the same; one that cites nothing may unnoticed.
        """
        cited = set(sentence.citations)
        said = " ".join((sentence.text, sentence.claim, sentence.original, *sentence.cells))
        listed = not self.titles.isdisjoint(sentence.cells)
        return listed or self.names(said) or bool(self.gone and (not cited or self.gone & cited))

    def blanked(self, sentence: Sentence) -> Sentence:
        """The mark in place of all words of a sentence."""
        cells = (self.mark, *[""] * (len(sentence.cells) - 1)) if sentence.cells else ()
        blank = replace(sentence, text=self.mark, cells=cells, reason="", claim="", original="")
        return replace(blank, unbacked=(), answering=())

    def without_first_words(self, sentence: Sentence) -> Sentence:
        """What a model wrote first is cited nowhere, and may repeat anything that it read."""
        return replace(sentence, original="") if self.gone else sentence

    def names(self, text: str) -> bool:
        """Whether a text names the article by one of its titles, in quotation marks."""
        said = text.translate(_ONE_MARK)
        return any(quoted(title).translate(_ONE_MARK) in said for title in self.titles)
