"""Checks a text that somebody else wrote, sentence by sentence, against the library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chatbot.answering.attribution import Attribution, Attributor
from chatbot.answering.citing import CitationList
from chatbot.answering.claims import is_claim
from chatbot.answering.sentence_stream import read_markers
from chatbot.library.sentences import split_sentences
from chatbot.records import Citation, Question, Sentence, Span, Verdict
from chatbot.retrieval.evidence import EvidenceRanker
from chatbot.retrieval.retriever import Retriever

PASSAGES = 8
EVIDENCE = 12


@dataclass(frozen=True, slots=True)
class CheckedText:
    """The sentences of a text with the result of their check."""

    sentences: tuple[Sentence, ...]
    spans: tuple[Span, ...]
    """Where each sentence stands in the text."""
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TextChecker:
    """Finds, for each sentence, evidence in the library that supports it."""

    retriever: Retriever
    ranker: EvidenceRanker
    attributor: Attributor

    def check(self, text: str, asked_at: datetime) -> CheckedText:
        """Check every sentence on its own.

        Args:
            text: plain text.
            asked_at: the moment against which its "yesterday" is read.
        """
        citations = CitationList()
        spans = split_sentences(text)
        sentences = tuple(self._check(span.of(text), asked_at, citations) for span in spans)
        return CheckedText(sentences, tuple(spans), citations.all())

    def _check(self, sentence: str, asked_at: datetime, citations: CitationList) -> Sentence:
        claim = read_markers(sentence).text
        if not claim or not is_claim(sentence):
            return Sentence(sentence, Verdict.NOT_A_CLAIM, 1.0)
        found = self._attribute(claim, asked_at)
        verdict = Verdict.SUPPORTED if found.supported else Verdict.UNSUPPORTED
        unbacked = found.unbacked if claim == sentence else ()
        checked = Sentence(sentence, verdict, found.score, reason=found.reason, unbacked=unbacked)
        return replace(checked, citations=citations.cite(found.evidence))

    def _attribute(self, claim: str, asked_at: datetime) -> Attribution:
        passages = self.retriever.retrieve(Question(claim, asked_at), PASSAGES)
        return self.attributor.attribute(claim, (), self.ranker.rank(claim, passages, EVIDENCE))
