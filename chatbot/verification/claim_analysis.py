"""A sentence taken apart once: what every comparison of a claim with its evidence needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from chatbot.letters import folded
from chatbot.verification.claim_contrast import HEDGES, NEGATIONS
from chatbot.verification.claim_names import initials_of, names_of, writings_of
from chatbot.verification.claim_numbers import Number, numbers_of, values_of
from chatbot.verification.claim_words import words_of
from chatbot.verification.cross_encoder import Reading

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Analysed:
    """A sentence as words, numbers and names."""

    text: str
    stems: tuple[str, ...]
    """Of all words, in order."""
    content_order: tuple[str, ...]
    """Stems of the content words, in order."""
    content: frozenset[str]
    words: frozenset[str]
    """Lower-case words, without marks on their letters, and acronyms of capitalised runs."""
    names: tuple[str, ...]
    numbers: tuple[Number, ...]
    values: frozenset[float]
    """What a number may be backed by."""
    negations: int
    hedges: int


@lru_cache(maxsize=16384)
def analyse(text: str) -> Analysed:
    """Take a sentence apart; results are kept for the sentences seen last."""
    words = words_of(text)
    lower = [folded(word.text).casefold().replace(".", "") for word in words]
    umlauts = {writing for word in words if not word.text.isascii() for writing in writings_of(word.text)}
    parts = {part for word in lower for part in word.replace("’", "'").split("'")}
    content = tuple(word.stem for word in words if word.is_content)
    return Analysed(
        text=text,
        stems=tuple(word.stem for word in words),
        content_order=content,
        content=frozenset(content),
        words=frozenset(lower) | umlauts | parts | initials_of(words),
        names=tuple(names_of(words)),
        numbers=tuple(numbers_of(text)),
        values=values_of(text),
        negations=sum(word in NEGATIONS or word.replace("’", "'").endswith("n't") for word in lower),
        hedges=sum(word in HEDGES for word in lower),
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """One sentence of a claim beside its evidence."""

    claim: Analysed
    evidence: Sequence[Analysed]
    """In the order of the source."""
    cosines: Floats
    """Of the claim sentence to each evidence sentence, shape (sentences,)."""
    clause_cosines: Floats
    """Of each clause of the claim sentence, shape (clauses, sentences)."""
    reading: Reading | None = None
    """What the evidence model says of the sentence and the evidence selected for it; None without that model."""
