"""The floor that any verifier must beat: how many of the claim's words stand in the evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")


def word_overlap(claim: str, evidence: Sequence[str]) -> float:
    """Share of the claim's distinct words, case aside, that occur anywhere in the evidence, 0..1."""
    words = set(_WORD.findall(claim.casefold()))
    known = {word for text in evidence for word in _WORD.findall(text.casefold())}
    return len(words & known) / len(words) if words else 0.0
