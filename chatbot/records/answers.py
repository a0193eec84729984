"""An answer as it is shown: blocks of checked sentences, notes beside them, and citations that resolve.

What kind of block, note or verdict something is, is a value here and never read out of its wording.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chatbot.records.articles import Span


class Verdict(StrEnum):
    """What the check of a sentence found."""

    SUPPORTED = "supported"
    UNSURE = "unsure"
    """Close to what the articles say, but not surely backed by them."""
    CONTRADICTED = "contradicted"
    """The articles say something else about it."""
    NOT_FOUND = "not_found"
    """Nothing in the articles says so."""
    NOT_A_CLAIM = "not_a_claim"
    """Nothing to check: a greeting, a question, a heading, "the articles do not say"."""

    @property
    def is_claim(self) -> bool:
        """Whether the sentence was checked at all."""
        return self is not Verdict.NOT_A_CLAIM

    @property
    def is_doubtful(self) -> bool:
        """Whether the sentence is marked wherever it is shown."""
        return self in {Verdict.UNSURE, Verdict.CONTRADICTED, Verdict.NOT_FOUND}


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer from an answer to exact characters of one version of an article."""

    id: int
    """Counts from 1 within an answer, in order of first use."""
    article_id: str
    version: int
    title: str
    publisher: str
    url: str
    published: datetime | None
    start: int
    end: int
    quote: str
    """Equals the article's text from `start` to `end`."""
    authors: tuple[str, ...] = ()
    opinion: bool = False
    """Whether the article is a piece of opinion: whoever quotes it says whose."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, or a row of a table, with the result of its check."""

    text: str
    verdict: Verdict
    score: float
    """Probability that the evidence supports the sentence; 1 for what is not a claim and for quotations."""
    citations: tuple[int, ...] = ()
    """Ids of `Answer.citations`: what backs the sentence."""
    nearest: tuple[int, ...] = ()
    """Ids of `Answer.citations`: what comes nearest to a doubtful sentence, without backing it."""
    reason: str = ""
    """Why a doubtful sentence is doubtful, in plain words; empty otherwise."""
    claim: str = ""
    """What was checked, where that is not `text`: a few words together with their question, a row with its heads."""
    unbacked: tuple[Span, ...] = ()
    """The words of a doubtful `text` that no evidence backs, where they can be pointed at."""
    answering: tuple[Span, ...] = ()
    """The words of a quoted `text` that answer the question, where they can be pointed at."""
    cells: tuple[str, ...] = ()
    """The cells of a table's row; empty for a sentence."""
    original: str = ""
    """What the model wrote first, where it has corrected itself after the check; empty otherwise."""


class BlockKind(StrEnum):
    """What a block of an answer is."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"
    HEADING = "heading"
    QUOTATION = "quotation"
    """A sentence of an article in its own words, under the article's publisher and day."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an answer that stands on lines of its own."""

    kind: BlockKind
    sentences: tuple[Sentence, ...]
    level: int = 0
    """How deep a bullet is nested, counted from 0; how high a heading is, counted from 1."""
    head: bool = False
    """Whether a row is the head of its table."""


class NoteKind(StrEnum):
    """What a note beside an answer tells."""

    DISAGREEMENT = "disagreement"
    """Sources say different things about the same at the same time."""
    CORRECTION = "correction"
    """A publisher has taken back what is cited."""
    CHANGE = "change"
    """A later article gives another value: the state of things has changed."""
    OTHER_STORIES = "other_stories"
    """Other articles answer the question otherwise, perhaps about another thing of that name."""
    NOT_IN_LIBRARY = "not_in_library"
    """What is closest to a question that the library does not answer, or why it cannot be searched."""
    CUT_OFF = "cut_off"
    """The model's reply did not reach its own end."""
    LANGUAGE = "language"
    """The question is in a language that the embedded mode cannot translate."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something beside an answer. Its text is ours or quotes articles, so that it needs no check."""

    kind: NoteKind
    text: str
    """The whole note as plain text, quotations included."""
    citations: tuple[int, ...] = ()
    """Ids of `Answer.citations`: what it quotes, in the order of the text."""
    links: tuple[ArticleLink, ...] = ()
    """Articles that it names without quoting them."""


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An article that is named and can be opened."""

    article_id: str
    version: int
    title: str
    publisher: str = ""
    published: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the chat model consumed, in its own tokens."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.prompt_tokens + other.prompt_tokens, self.completion_tokens + other.completion_tokens)


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer: blocks of checked sentences, notes, and citations that resolve."""

    question: str
    answer_id: str
    refused: bool
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    model: str
    """Who wrote it; empty where article sentences are quoted and no model writes."""
    notes: tuple[Note, ...] = ()
    usage: Usage = Usage()
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds by stage, `verify` within `generate`; `first_sentence`: from the question to the first verified one."""
    answerability: float = 0.0
    """Probability that the library holds an answer: decides where no model writes, else advises; 0: not estimated."""
    withheld: int = 0
    """Doubtful sentences that were left out because only supported ones were wanted."""
    complete: bool = True
    """Whether the model reached its own end."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all blocks, in order."""
        return tuple(sentence for block in self.blocks for sentence in block.sentences)

    @property
    def text(self) -> str:
        """What is said in the blocks, as plain text: paragraphs apart, bullets and rows on lines of their own."""
        return "\n".join(map(_line, self.blocks)).strip()

    @property
    def article_ids(self) -> tuple[str, ...]:
        """The articles that back the answer, most cited first."""
        backing = {number for sentence in self.sentences for number in sentence.citations}
        cited = [citation.article_id for citation in self.citations if citation.id in backing]
        return tuple(sorted(dict.fromkeys(cited), key=lambda article: -cited.count(article)))


def _line(block: Block) -> str:
    text = " ".join(sentence.text for sentence in block.sentences)
    if block.kind is BlockKind.BULLET:
        return f"{'  ' * block.level}- {text}"
    return f"{text}" if block.kind is BlockKind.ROW else f"{text}\n"
