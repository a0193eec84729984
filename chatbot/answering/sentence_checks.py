"""The checks of the sentences that a model writes: each at once, what is doubtful once more at the end.

What the first verifier is not sure of is judged by the second one, in one call; what is then contradicted or not found,
the model may correct once. Nothing is dropped, and nothing takes the place of a model's sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.answering.claims import is_claim
from chatbot.answering.draft_text import DraftSentence
from chatbot.answering.repairing import Repairer
from chatbot.answering.writing import is_sentinel
from chatbot.errors import ModelError
from chatbot.records import BlockKind, Evidence, Sentence, Usage, Verdict
from chatbot.verification.verifier import Claim, Finding, Verifier, unchecked

_HALF = "the reply was cut off in this sentence"


@dataclass(slots=True)
class CheckedSentence:
    """A sentence of a draft, with what its check has found so far."""

    written: DraftSentence
    claim: Claim
    finding: Finding
    corrected: str = ""

    @property
    def sentence(self) -> Sentence:
        """As it is shown, without the numbers of its citations."""
        written, finding = self.written, self.finding
        claim = "" if self.corrected or self.claim.text == written.text else self.claim.text
        return Sentence(
            self.corrected or written.text,
            finding.verdict,
            finding.score,
            reason="" if finding.supported else finding.reason,
            claim=claim,
            unbacked=() if claim or finding.supported else finding.unbacked,
            cells=written.cells,
            original=written.text if self.corrected else "",
        )


@dataclass(frozen=True, slots=True)
class SentenceChecker:
    """Checks what a model writes.

    Args:
        first: checks each sentence at once; None: all are left to the second.
        second: judges at the end what the first is not sure of; None: nothing is asked again.
        repairer: has the model correct what is contradicted or not found; None: nothing is corrected.
    """

    first: Verifier | None
    second: Verifier | None = None
    repairer: Repairer | None = None

    def check(self, written: DraftSentence, claim: Claim, evidence: Sequence[Evidence]) -> CheckedSentence:
        """The first check of one sentence.

        Args:
            written: as the model wrote it.
            claim: what it claims, with what it cites.
            evidence: all that the model has read.
        """
        if self.first is None:
            return CheckedSentence(written, claim, unchecked(claim))
        return CheckedSentence(written, claim, self.first.verify([claim], evidence).findings[0])

    def settle(self, checked: Sequence[CheckedSentence], evidence: Sequence[Evidence]) -> Usage:
        """Judge the doubtful sentences and have them repaired, in place; a call that fails leaves them as they are.

        Returns:
            What the model consumed for it.
        """
        doubtful = [item for item in checked if not item.finding.supported]
        return self._judge(doubtful, evidence) + self._repair(doubtful, evidence) if doubtful else Usage()

    def _judge(self, checked: Sequence[CheckedSentence], evidence: Sequence[Evidence]) -> Usage:
        if self.second is None:
            return Usage()
        try:
            found = self.second.verify([item.claim for item in checked], evidence)
        except ModelError:
            return Usage()
        for item, finding in zip(checked, found.findings, strict=True):
            if finding.verdict is not Verdict.UNSURE or self.first is None:
                item.finding = replace(finding, unbacked=() if finding.supported else item.finding.unbacked)
        return found.usage

    def _repair(self, checked: Sequence[CheckedSentence], evidence: Sequence[Evidence]) -> Usage:
        wrong = [item for item in checked if item.finding.verdict in {Verdict.CONTRADICTED, Verdict.NOT_FOUND}]
        repairable = [item for item in wrong if not item.written.cells and item.claim.text == item.written.text]
        if self.repairer is None or not repairable:
            return Usage()
        try:
            repair = self.repairer.repair([item.claim for item in repairable], evidence)
        except ModelError:
            return Usage()
        for item, correction in zip(repairable, repair.corrected, strict=True):
            if correction:
                item.corrected, item.finding = correction
        return repair.usage


def half(written: DraftSentence) -> CheckedSentence:
    """A sentence in the middle of which the reply was cut off: it is shown as what it is, and nobody can check it."""
    return CheckedSentence(written, Claim(written.text), Finding(Verdict.UNSURE, 0.0, reason=_HALF))


def states(written: DraftSentence) -> bool:
    """Whether it says something that the articles must back."""
    if written.kind is BlockKind.HEADING or written.head:
        return False
    return is_claim(written.text) and not is_sentinel(written.text)
