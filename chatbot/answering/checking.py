"""Checks a text that somebody else wrote, sentence by sentence, against the library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chatbot.answering.citing import CitationList
from chatbot.answering.claims import is_claim
from chatbot.answering.markers import read_markers
from chatbot.errors import ModelError
from chatbot.library.sentences import split_sentences
from chatbot.question.understanding import plain_question
from chatbot.records import Citation, Evidence, Question, Sentence, Span, Verdict
from chatbot.retrieval.retriever import Retriever
from chatbot.retrieval.sentences import sentences_of
from chatbot.verification.verifier import Claim, Finding, Verifier, unchecked

PASSAGES = 8
"""In which support for one sentence is looked for."""


@dataclass(frozen=True, slots=True)
class CheckedText:
    """The sentences of a text with the result of their check."""

    sentences: tuple[Sentence, ...]
    spans: tuple[Span, ...]
    """Where each sentence stands in the text."""
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A sentence of the text that claims something, with what may support it."""

    at: int
    claim: Claim
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class TextChecker:
    """Finds, for each sentence, evidence in the library that supports it.

    Args:
        retriever: sentences to passages.
        first: checks each sentence; None: all are left to the second.
        second: judges what the first is not sure of, in one call; None: nothing is asked again.
    """

    retriever: Retriever
    first: Verifier | None
    second: Verifier | None = None

    def check(self, text: str, asked_at: datetime) -> CheckedText:
        """Check every sentence on its own.

        Args:
            text: plain text.
            asked_at: the moment against which its "yesterday" is read.
        """
        spans = split_sentences(text)
        texts = [span.of(text) for span in spans]
        claimed = [self._claimed(at, sentence, asked_at) for at, sentence in enumerate(texts) if _states(sentence)]
        findings = self._judged_again(claimed, [self._first_finding(item) for item in claimed])
        found = {item.at: (item, finding) for item, finding in zip(claimed, findings, strict=True)}
        citations = CitationList()
        sentences = tuple(
            _checked(sentence, *found[at], citations) if at in found else Sentence(sentence, Verdict.NOT_A_CLAIM, 1.0)
            for at, sentence in enumerate(texts)
        )
        return CheckedText(sentences, tuple(spans), citations.all())

    def _claimed(self, at: int, sentence: str, asked_at: datetime) -> _Claimed:
        claim = read_markers(sentence).text
        passages = self.retriever.retrieve(plain_question(Question(claim, asked_at)), PASSAGES)
        return _Claimed(at, Claim(claim), tuple(item for found in passages for item in sentences_of(found)))

    def _first_finding(self, item: _Claimed) -> Finding:
        if self.first is None:
            return unchecked(item.claim)
        return self.first.verify([item.claim], item.evidence).findings[0]

    def _judged_again(self, claimed: Sequence[_Claimed], findings: Sequence[Finding]) -> list[Finding]:
        """The findings, with the second verifier's word on the doubtful ones; one that fails changes nothing."""
        doubtful = [at for at, finding in enumerate(findings) if not finding.supported]
        result = list(findings)
        if self.second is None or not doubtful:
            return result
        evidence = tuple(dict.fromkeys(item for at in doubtful for item in claimed[at].evidence))
        try:
            judged = self.second.verify([claimed[at].claim for at in doubtful], evidence).findings
        except ModelError:
            return result
        for at, finding in zip(doubtful, judged, strict=True):
            if finding.verdict is not Verdict.UNSURE:
                result[at] = finding
        return result


def _states(sentence: str) -> bool:
    return bool(re.search(r"\w", read_markers(sentence).text)) and is_claim(sentence)


def _checked(sentence: str, item: _Claimed, finding: Finding, citations: CitationList) -> Sentence:
    return Sentence(
        sentence,
        finding.verdict,
        finding.score,
        citations.cite(finding.evidence),
        citations.cite(finding.nearest),
        reason="" if finding.supported else finding.reason,
        unbacked=finding.unbacked if item.claim.text == sentence and not finding.supported else (),
    )
