"""Everything about a document that can be worked out without the library: its passages, sentences and vectors.

It takes nearly all the time of an ingest and no lock, so that it may run anywhere: in this process, or with
`distributed.py` in many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from chatbot.embedding.encoder import TextEncoder, Vectors
from chatbot.library.passages import pack_passages
from chatbot.library.quotable import keep_sentences
from chatbot.library.sentences import split_sentences
from chatbot.records import Document, Span
from chatbot.text.tokenizing import unspaced_words


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """What will be stored of a document beside its text and metadata."""

    passages: tuple[Span, ...]
    sentences: tuple[tuple[Span, ...], ...]
    """For each passage the sentences in it, as spans of the document's text."""
    headings: tuple[frozenset[Span], ...]
    """For each passage those of its sentences that only head what follows."""
    vectors: Vectors
    """Passage embeddings, shape (passages, dimension), unit length."""


class _Split(NamedTuple):
    """The passages of a document with their sentences and headings, as in `PreparedDocument`."""

    passages: tuple[Span, ...]
    sentences: tuple[tuple[Span, ...], ...]
    headings: tuple[frozenset[Span], ...]


class Preparing(Protocol):
    """Whoever prepares documents for an ingest."""

    def prepare_each(self, groups: Iterable[Sequence[Document]]) -> Iterator[list[PreparedDocument]]:
        """For each group, in order, what was made of its documents; later groups may be asked for before."""


class Preparer:
    """Prepares documents in this process.

    Args:
        encoder: embeds passages and counts tokens.
        passage_tokens: about how many tokens a passage has.
    """

    def __init__(self, encoder: TextEncoder, passage_tokens: int) -> None:
        self._encoder = encoder
        self._passage_tokens = passage_tokens

    def prepare_each(self, groups: Iterable[Sequence[Document]]) -> Iterator[list[PreparedDocument]]:
        """See `Preparing`; one group is asked for at a time."""
        return map(self.prepare, groups)

    def prepare(self, documents: Sequence[Document]) -> list[PreparedDocument]:
        """Split and embed documents; all their passages are embedded together.

        Raises:
            ModelError: the embedding endpoint could not do its work.
            WeightsError: the embedded model's files are missing or are not the expected ones.
        """
        split = [self._split(document) for document in documents]
        texts = [
            embedded_text(document.metadata.title, span.of(document.text))
            for document, (spans, *_) in zip(documents, split, strict=True)
            for span in spans
        ]
        vectors = self._encoder.encode(texts)
        ends = np.cumsum([len(spans) for spans, *_ in split])
        parts = np.split(vectors, ends[:-1]) if split else []
        return [PreparedDocument(*parts_of, part) for parts_of, part in zip(split, parts, strict=True)]

    def _split(self, document: Document) -> _Split:
        text, about = document.text, document.metadata
        sentences = split_sentences(text)
        spans = pack_passages(text, sentences, self._sizes, self._passage_tokens)
        page = keep_sentences(text, sentences, about.title, about.language)
        headings = _group(sorted(page.headings), spans)
        return _Split(tuple(spans), tuple(map(tuple, _group(page.kept, spans))), tuple(map(frozenset, headings)))

    def _sizes(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text. A model counts a run of letters that it does not know as one, however long it is."""
        counted = zip(self._encoder.count_tokens(texts), map(unspaced_words, texts), strict=True)
        return [max(both) for both in counted]


def embedded_text(title: str, passage: str) -> str:
    """What is embedded for a passage: its title says what the words are about."""
    return f"{title}\n{passage}" if title else passage


def _group(sentences: Sequence[Span], passages: Sequence[Span]) -> list[list[Span]]:
    """For each passage the sentences in it; a sentence too long for one passage is cut at the passages' borders."""
    groups: list[list[Span]] = [[] for _ in passages]
    at = 0
    for sentence in sentences:
        while at < len(passages) and passages[at].end <= sentence.start:
            at += 1
        for index in range(at, len(passages)):
            if passages[index].start >= sentence.end:
                break
            groups[index].append(
                Span(max(sentence.start, passages[index].start), min(sentence.end, passages[index].end))
            )
    return groups
