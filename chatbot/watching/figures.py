"""The figures of an answer that metrics, logs and traces share. None of them holds words of a reader or an article."""

from __future__ import annotations

from collections import Counter

from chatbot.records import Answer, NoteKind, Verdict

WITHHELD = "withheld"
SENTENCES = (*(verdict.value for verdict in Verdict), WITHHELD)
"""What becomes of a sentence: its verdict, or that it is left out because only supported ones are wanted."""
STAGES = ("understanding", "retrieval", "generation", "verification")
_PARTS = {
    "understanding": ("understand",),
    "retrieval": ("retrieve", "rank"),
    "generation": ("generate", "settle"),
    "verification": ("verify",),
}
"""The stages as operators know them, and the parts of an answer's timings that belong to each."""


def stage_seconds(answer: Answer) -> dict[str, float]:
    """Seconds by stage. Sentences are verified while the model writes and behind it, so that is taken from its time."""
    seconds = {stage: sum(answer.timings.get(part, 0.0) for part in parts) for stage, parts in _PARTS.items()}
    return seconds | {"generation": max(seconds["generation"] - seconds["verification"], 0.0)}


def sentence_counts(answer: Answer) -> dict[str, int]:
    """Sentences by verdict, and those withheld."""
    counts = Counter(sentence.verdict.value for sentence in answer.sentences)
    return {name: counts[name] for name in SENTENCES} | {WITHHELD: answer.withheld}


def note_counts(answer: Answer) -> dict[str, int]:
    """Notes by kind."""
    counts = Counter(note.kind for note in answer.notes)
    return {kind.value: counts[kind] for kind in NoteKind}
