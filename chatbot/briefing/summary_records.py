"""What a summary is. All records are immutable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chatbot.records import Answer, Article, Block, Citation, Note, Sentence, Usage

MOST_STATEMENTS = 12
"""Of a summary, however many articles it tells."""


class SummaryForm(StrEnum):
    """How a summary looks."""

    SHORT = "short"
    STANDARD = "standard"
    BULLETS = "bullets"
    FIGURES = "figures"
    """The numbers that matter, each with what it counts and the words that say so."""

    def statements(self, stories: int) -> int:
        """How many statements a summary of so many independent articles has, at most."""
        least = {"short": 2, "standard": 4, "bullets": 6, "figures": 8}[self]
        return min(max(least + (stories - 1) * (self is not SummaryForm.SHORT), stories), MOST_STATEMENTS)


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished summary of one or several articles: every sentence is checked, or marked as not backed."""

    articles: tuple[Article, ...]
    """What was summarized, in the order in which it was given."""
    form: SummaryForm
    told: Answer
    """What it says: blocks of sentences with their verdicts, notes, and citations that resolve."""
    note: str = ""
    """What the reader should know about how it came about, such as a model that failed."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.told.blocks

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.told.sentences

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.told.citations

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.told.notes

    @property
    def model(self) -> str:
        """The chat model that wrote, or empty: all sentences are quotations."""
        return self.told.model

    @property
    def usage(self) -> Usage:
        return self.told.usage

    @property
    def title(self) -> str:
        """The title of its article, or how many articles it tells."""
        return self.titles[0] if len(self.articles) == 1 else f"{len(self.articles)} articles"

    @property
    def titles(self) -> tuple[str, ...]:
        """Of its articles."""
        return tuple(article.metadata.title or article.source for article in self.articles)
