"""One article in a few sentences, each cited to the sentences of the article that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from chatbot.answering.citing import CitationList
from chatbot.answering.wording import quoted
from chatbot.briefing.material import LEAST_WORDS, Vectors, build_material
from chatbot.briefing.ranking import score_sentences
from chatbot.briefing.word_vectors import word_vectors
from chatbot.briefing.writing import SummaryWriter, Written
from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import ModelError, UnreadableSource
from chatbot.library.quotable import quotable_sentences
from chatbot.library.sentences import split_sentences
from chatbot.records import Article, Citation, Evidence, Sentence, Span, Usage, Verdict
from chatbot.text.tokenizing import unspaced_words

TOO_ALIKE = 0.75
"""Cosine from which a sentence adds too little to those that are chosen already."""
READ_BY_MODEL = 12
"""Sentences that the model sees: the best, in their order."""


class SummaryForm(StrEnum):
    """How a summary looks."""

    SHORT = "short"
    STANDARD = "standard"
    BULLETS = "bullets"

    @property
    def sentences(self) -> int:
        return {"short": 2, "standard": 4, "bullets": 6}[self]


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished summary: every sentence is checked."""

    article: Article
    form: SummaryForm
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    model: str
    """The chat model that wrote, or empty: all sentences are quotations."""
    note: str = ""
    """What the reader should know, such as a model that failed."""
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class Summarizer:
    """Summarizes articles.

    Args:
        encoder: embeds sentences.
        writer: phrases; None: the best sentences are quoted.
    """

    encoder: TextEncoder
    writer: SummaryWriter | None

    def summarize(self, article: Article, form: SummaryForm) -> Summary:
        """The gist of an article. When the model fails or writes nothing that holds, sentences are quoted.

        Raises:
            UnreadableSource: the article has no sentence.
        """
        sentences = _sentences(article)
        if not sentences:
            raise UnreadableSource(f"{article.source} has no sentence to summarize", "Give an article with text.")
        best = self._best(sentences, max(form.sentences, READ_BY_MODEL if self.writer else 0))
        written, note = self._write(article, best, form)
        citations = CitationList()
        told = tuple(
            Sentence(item.text, Verdict.SUPPORTED, item.score, citations.cite(item.evidence))
            for item in written or [Written(quoted(item.quote), (item,), 1.0) for item in _first(best, form)]
        )
        model = self.writer.model_name if self.writer and written else ""
        usage = self.writer.usage if self.writer else Usage()
        return Summary(article, form, told, citations.all(), model, note, usage)

    def _write(self, article: Article, best: Sequence[Evidence], form: SummaryForm) -> tuple[list[Written], str]:
        if self.writer is None:
            return [], ""
        try:
            return self.writer.summarize(article.metadata.title, _in_order(best), form.sentences), ""
        except ModelError as error:
            return [], f"The chat model failed, so the article is quoted instead. {error}"

    def _vectors(self, quotes: Sequence[str]) -> Vectors:
        reads = self.encoder.reads(" ".join(quotes))
        return self.encoder.encode(quotes) if reads else word_vectors(quotes)

    def _best(self, sentences: Sequence[Evidence], limit: int) -> list[Evidence]:
        """The sentences that say most, best first, none much like a better one."""
        vectors = self._vectors([item.quote for item in sentences])
        scores = score_sentences(build_material(sentences, vectors), "", self.encoder)
        chosen: list[int] = []
        for at in np.argsort(-(scores.shared + scores.alone), kind="stable"):
            if not chosen or float((vectors[chosen] @ vectors[at]).max()) < TOO_ALIKE:
                chosen.append(int(at))
            if len(chosen) == limit:
                break
        return [sentences[at] for at in chosen]


def _first(best: Sequence[Evidence], form: SummaryForm) -> list[Evidence]:
    return _in_order(best[: form.sentences])


def _in_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda item: item.span)


def _sentences(article: Article) -> list[Evidence]:
    about = article.metadata
    quotable = quotable_sentences(article.text, split_sentences(article.text), about.title, about.language)
    telling = [span for span in quotable if not span.of(article.text).startswith("#")]
    return [
        Evidence(article.id, article.version, span, span.of(article.text), article.metadata, story=article.id)
        # An article of short sentences alone is summarized from these.
        for span in [span for span in telling if _is_long(span, article.text)] or telling
    ]


def _is_long(span: Span, text: str) -> bool:
    quote = span.of(text)
    return len(quote.split()) + unspaced_words(quote) >= LEAST_WORDS
