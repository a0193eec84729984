"""Figures about citations that need no judge: cited words against gold evidence, character by character. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.records import Span
from evals.cases import Case, GoldSpan
from evals.datasets import Row
from evals.scoring.answers import contains_any

CitedSpan = tuple[str, Span]
"""File name of the article, and where in its text."""


def overlaps(cited: CitedSpan, gold: GoldSpan) -> bool:
    """Whether cited words and gold evidence share a character."""
    return cited[0] == gold.source and cited[1].overlaps(gold.span)


def span_scores(case: Case, citations: Sequence[Row]) -> Row:
    """For one answer: share of citations that overlap gold evidence, share of the gold evidence that is cited, and
    share of citations whose quote holds a gold answer. Without a citation the first and third are left out.

    Args:
        case: a question with gold evidence: facts, each with alternatives of which one suffices.
        citations: as a report keeps them, `source` the file name.
    """
    cited = [(row["source"], Span(row["start"], row["end"])) for row in citations]
    found = [any(overlaps(item, gold) for item in cited for gold in fact) for fact in case.evidence]
    scores: Row = {"span_recall": sum(found) / len(found)}
    if cited:
        right = [any(overlaps(item, gold) for fact in case.evidence for gold in fact) for item in cited]
        forms = [form for fact in case.answers for form in fact]
        holding = [contains_any(row["quote"], forms) for row in citations]
        scores |= {"span_precision": sum(right) / len(right), "span_holds_answer": sum(holding) / len(holding)}
    return scores
