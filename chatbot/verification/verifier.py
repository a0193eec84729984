"""The port of verification: claims and evidence in, a finding for each claim out.

Implementations: `local.py` on this machine, `endpoint.py` with a chat model as judge. tests/verification holds the
suite that every implementation must pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chatbot.records import Evidence, Span, Usage, Verdict


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence to be checked."""

    text: str
    """Understandable on its own as far as possible; without citation markers."""
    cited: tuple[Evidence, ...] = ()
    """What its author says it rests on, which may be wrong or missing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of a claim found."""

    verdict: Verdict
    score: float
    """Probability, 0..1, that the evidence supports the claim."""
    evidence: tuple[Evidence, ...] = ()
    """What supports it; empty unless the verdict is supported."""
    nearest: tuple[Evidence, ...] = ()
    """What comes nearest, where nothing supports it."""
    reason: str = ""
    """Why it is not supported, as a clause in plain words without a full stop."""
    unbacked: tuple[Span, ...] = ()
    """The words of the claim that nothing backs, where they can be told."""

    @property
    def supported(self) -> bool:
        return self.verdict is Verdict.SUPPORTED


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of a check."""

    findings: tuple[Finding, ...]
    """One for each claim, in their order."""
    usage: Usage = Usage()
    """What a chat model consumed for it."""


def unchecked(claim: Claim) -> Finding:
    """What is found of a claim that nobody has checked yet."""
    return Finding(Verdict.UNSURE, 0.5, nearest=claim.cited[:2], reason="it has not been checked")


class Verifier(Protocol):
    """Checks claims against evidence. Threads may share it."""

    def verify(self, claims: Sequence[Claim], evidence: Sequence[Evidence]) -> Verification:
        """Check the claims of one answer.

        Args:
            claims: of one answer.
            evidence: everything that may support them. A finding's evidence is taken from here and from `cited`.

        Raises:
            ModelError: a model that is needed failed.
        """
        ...
