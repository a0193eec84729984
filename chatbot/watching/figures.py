"""The figures of an answer that metrics, logs and traces share. None of them holds words of a reader or an article."""

from __future__ import annotations

from collections import Counter

from chatbot.records import Answer, Verdict

STAGES = ("retrieval", "generation", "verification")
_PARTS = {"retrieval": ("retrieve", "rank"), "generation": ("condense", "generate"), "verification": ("verify",)}
"""The stages as operators know them, and the parts of an answer's timings that belong to each."""


def stage_seconds(answer: Answer) -> dict[str, float]:
    """Seconds by stage. Sentences are verified while the model writes, so that is taken from its time."""
    seconds = {stage: sum(answer.timings.get(part, 0.0) for part in parts) for stage, parts in _PARTS.items()}
    return seconds | {"generation": max(seconds["generation"] - seconds["verification"], 0.0)}


def verdict_counts(answer: Answer) -> dict[str, int]:
    """Sentences by verdict."""
    counts = Counter(sentence.verdict for sentence in answer.sentences)
    return {verdict.value: counts[verdict] for verdict in Verdict}
