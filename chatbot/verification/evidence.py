"""Judges whether evidence sentences support a claim, from features of both and weights fitted on public data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from chatbot.records import Span
from chatbot.verification.claim_analysis import Comparison, Floats, analyse
from chatbot.verification.claim_features import Features, claim_features, coverage
from chatbot.verification.claim_novelty import novel_spans
from chatbot.verification.claim_words import clauses_of, sentences_of
from chatbot.verification.cross_encoder import Reader, Reading
from chatbot.verification.evidence_selection import select_evidence
from chatbot.verification.support_gates import apply_gates, explain
from chatbot.verification.support_weights import READING_WEIGHTS, WORDS_WEIGHTS, SupportWeights, load_support_weights

CANDIDATES = 32
"""Evidence sentences whose meaning is compared; of longer evidence those that share most words with the claim."""
MOST_MARKED = 0.7
"""Share of a claim beyond which marking its unbacked words tells nothing: it is about something else."""
REMEMBERED_TEXTS = 20_000
"""Embeddings kept between calls, 1.5 KB each."""


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row for each text, of length 1."""
        ...


class SupportModel(Protocol):
    """Judges claims against evidence."""

    @property
    def threshold(self) -> float:
        """Least probability that counts as support, from calibration."""
        ...

    @property
    def sure_threshold(self) -> float:
        """Least probability at which 95 % of what passes is supported, from calibration."""
        ...

    def support(self, claim: str, evidence: Sequence[str]) -> float:
        """Probability, 0..1, that the evidence sentences together support the whole claim."""
        ...

    def support_many(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
        """The same for many pairs of claim and evidence, which is faster than one by one."""
        ...

    def explain(self, claim: str, evidence: Sequence[str]) -> str:
        """Why the evidence does not support the claim, in plain words, as a clause without a final full stop."""
        ...

    def unbacked(self, claim: str, evidence: Sequence[str]) -> tuple[Span, ...]:
        """The words of an unsupported claim that the evidence does not back, where they can be told; in order."""
        ...

    def doubts(self, claim: str, evidence: Sequence[str]) -> bool:
        """Whether a word of a claim that seems supported is likelier not backed by the evidence than backed."""
        ...


class FeatureSupportModel:
    """Logistic regression over word overlap, embeddings, numbers, names, contradictions and the evidence model.

    Args:
        encoder: embeds claims and evidence sentences.
        reader: the evidence model, whose readings join the regression; without one the regression has none.
        marker: the evidence model where it only marks unbacked words; the reader when left out.
        weights: coefficients and thresholds; those that come with the product when left out.
    """

    def __init__(
        self,
        encoder: Encoder,
        reader: Reader | None = None,
        weights: SupportWeights | None = None,
        marker: Reader | None = None,
    ) -> None:
        self._vectors = RememberingEncoder(encoder)
        self._reader = reader
        self._marker = marker or reader
        self._weights = weights or load_support_weights(READING_WEIGHTS if reader else WORDS_WEIGHTS)

    @property
    def threshold(self) -> float:
        """The threshold with the best mean balanced accuracy in calibration."""
        return self._weights.threshold

    @property
    def sure_threshold(self) -> float:
        """The threshold at which 95 % of what passes was supported in calibration."""
        return self._weights.precision_95

    def support(self, claim: str, evidence: Sequence[str]) -> float:
        """Probability that the evidence supports the claim; 0 when either is empty."""
        return self.support_many([(claim, evidence)])[0]

    def support_many(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
        """Probability for each pair; all texts are embedded in one pass."""
        given = [(claim, present(evidence)) for claim, evidence in pairs]
        features = iter(self.features([pair for pair in given if is_comparable(*pair)]))
        return [
            apply_gates(claim, evidence, self._weights.probability(next(features)), self.threshold)
            if is_comparable(claim, evidence)
            else 0.0
            for claim, evidence in given
        ]

    def features(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[Features]:
        """What the regression sees, for calibration; every claim and every evidence must hold a word."""
        claims = [[(sentence, clauses_of(sentence)) for sentence in sentences_of(claim)] for claim, _ in pairs]
        nearest = [candidates(claim, evidence) for claim, evidence in pairs]
        wanted = [text for sentences in claims for sentence, clauses in sentences for text in (sentence, *clauses)]
        wanted += [evidence[at] for chosen, (_, evidence) in zip(nearest, pairs, strict=True) for at in chosen]
        self._vectors.learn(wanted)
        readings = self._readings(claims, [evidence for _, evidence in pairs])
        return [
            claim_features([self._compare(*part, evidence, chosen, next(readings)) for part in sentences])
            for sentences, chosen, (_, evidence) in zip(claims, nearest, pairs, strict=True)
        ]

    def _readings(
        self, claims: Sequence[Sequence[tuple[str, Sequence[str]]]], evidence: Sequence[Sequence[str]]
    ) -> Iterator[Reading | None]:
        """What the evidence model says of each sentence of each claim; None for each without that model."""
        wanted = [(sentence, texts) for parts, texts in zip(claims, evidence, strict=True) for sentence, _ in parts]
        if self._reader is None:
            return iter([None] * len(wanted))
        return iter(self._reader.read([(sentence, select_evidence(sentence, texts)) for sentence, texts in wanted]))

    def explain(self, claim: str, evidence: Sequence[str]) -> str:
        """The first thing found that speaks against support."""
        return explain(claim, present(evidence))

    def unbacked(self, claim: str, evidence: Sequence[str]) -> tuple[Span, ...]:
        """The words that the evidence model marks; where these tell nothing, those that the evidence holds in no form.

        None without that model.
        """
        given = present(evidence)
        if self._marker is None or not is_comparable(claim, given):
            return ()
        (reading,) = self._marker.read([(claim, select_evidence(claim, given))])
        return telling(claim, reading.unbacked_spans(claim)) or telling(claim, novel_spans(claim, given))

    def doubts(self, claim: str, evidence: Sequence[str]) -> bool:
        """Whether the evidence model marks a word; never without that model."""
        given = present(evidence)
        if self._marker is None or not is_comparable(claim, given):
            return False
        readings = self._marker.read([(text, select_evidence(text, given)) for text in sentences_of(claim)])
        return any(reading.worst > 0 for reading in readings)

    def _compare(
        self,
        sentence: str,
        clauses: Sequence[str],
        evidence: Sequence[str],
        chosen: Sequence[int],
        reading: Reading | None,
    ) -> Comparison:
        cosines = np.zeros((1 + len(clauses), len(evidence)), np.float32)
        known = self._vectors.encode([evidence[at] for at in chosen])
        cosines[:, chosen] = self._vectors.encode([sentence, *clauses]) @ known.T
        return Comparison(analyse(sentence), [analyse(text) for text in evidence], cosines[0], cosines[1:], reading)


def telling(claim: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The marked words of a claim, or none where nearly everything is marked."""
    marked = sum(span.end - span.start for span in spans)
    return spans if marked <= MOST_MARKED * len(claim) else ()


def present(evidence: Sequence[str]) -> list[str]:
    """The evidence sentences that are not blank."""
    return [text for text in evidence if text.strip()]


def is_comparable(claim: str, evidence: Sequence[str]) -> bool:
    """Whether there is something to compare: words on both sides; "[2024]" is a marker and no sentence."""
    return bool(sentences_of(claim) and analyse(claim).stems and any(analyse(text).stems for text in evidence))


def candidates(claim: str, evidence: Sequence[str]) -> list[int]:
    """Positions of the evidence sentences that are worth embedding, in order."""
    if len(evidence) <= CANDIDATES:
        return list(range(len(evidence)))
    wanted = analyse(claim)
    shared = [coverage(wanted, analyse(text).content) for text in evidence]
    return sorted(sorted(range(len(evidence)), key=lambda at: -shared[at])[:CANDIDATES])


class RememberingEncoder:
    """An encoder that embeds each distinct text once, as long as it remembers it.

    Args:
        encoder: does the embedding.
        limit: texts to remember; when there are more, the ones learned first are forgotten.
    """

    def __init__(self, encoder: Encoder, limit: int = REMEMBERED_TEXTS) -> None:
        self._encoder = encoder
        self._limit = limit
        self._known: dict[str, Floats] = {}

    def learn(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Embed the texts that are not known yet in one pass, and forget old ones that these do not need.

        Returns:
            The vector of each text.
        """
        known = self._known  # Another thread may begin a new one meanwhile; this one only grows.
        wanted = dict.fromkeys(texts)
        missing = [text for text in wanted if text not in known]
        if missing:
            found = dict(zip(missing, self._encoder.encode(missing), strict=True))
            if len(known) + len(missing) > self._limit:
                self._known = known = {text: known[text] for text in wanted if text in known}
            known.update(found)
        return {text: known[text] for text in wanted}

    def encode(self, texts: Sequence[str]) -> Floats:
        """The vectors of the texts, one row each."""
        vectors = self.learn(texts)
        return np.stack([vectors[text] for text in texts])
