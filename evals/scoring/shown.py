"""Figures about what an answer shows, which need no gold answer. Pure: rows as `answer_row` makes them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from evals.datasets import Row
from evals.runs.report import Metrics, defined
from evals.scoring.citations import alce_metrics


def mean(values: Iterable[float]) -> float:
    """The arithmetic mean; NaN of nothing."""
    found = list(values)
    return math.fsum(found) / len(found) if found else math.nan


def shown_metrics(rows: Sequence[Row]) -> Metrics:
    """Support and citations of the sentences, integrity of the citations, refusals, seconds."""
    claims = [sentence for row in rows for sentence in row["sentences"] if sentence["claim"]]
    return alce_metrics(rows) | defined(
        {
            "refusal_rate": mean(row["refused"] for row in rows),
            "sentences_supported": mean(sentence["supported"] for sentence in claims),
            "citations_per_sentence": mean(len(sentence["citations"]) for sentence in claims),
            "sentences_without_citation": mean(not sentence["citations"] for sentence in claims),
            "dangling_citations": sum(row["dangling"] for row in rows),
            "broken_quotes": sum(citation["broken"] for row in rows for citation in row["citations"]),
            "first_sentence_s_p50": median(row["first_sentence_s"] for row in rows),
            "answer_s_p50": median(row["answer_s"] for row in rows),
            "prompt_tokens_p50": median(row["usage"]["prompt_tokens"] for row in rows if not row["refused"]),
        }
    )


def median(values: Iterable[float]) -> float:
    """The middle of the values; NaN of nothing."""
    found = list(values)
    return float(np.median(found)) if found else math.nan
