"""Counts what happens, for `/metrics`."""

from __future__ import annotations

from chatbot.answering.draft import FIRST_SENTENCE, TOTAL
from chatbot.answering.events import Finished
from chatbot.errors import ChatbotError
from chatbot.library.ingest import Change, Outcome
from chatbot.records import NoteKind
from chatbot.watching.exposition import Counter, Histogram, Metric, Reading, exposition
from chatbot.watching.figures import SENTENCES, STAGES, note_counts, sentence_counts, stage_seconds
from chatbot.watching.process import process_readings

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 120)
"""From a retrieval in a small library to a long answer of a slow model."""
OUTCOMES = ("answered", "refused", "stopped", "failed")


class Metrics:
    """An observer that counts; nothing in it tells who asked what."""

    def __init__(self) -> None:
        self._answers = Counter("chatbot_answers_total", "Answers by how they ended.", "outcome", OUTCOMES)
        self._sentences = Counter(
            "chatbot_sentences_total", "Sentences by verdict; those withheld are not shown.", "verdict", SENTENCES
        )
        self._notes = Counter("chatbot_notes_total", "Notes beside answers, by kind.", "kind", NoteKind)
        self._stages = Histogram("chatbot_stage_seconds", "Seconds by stage of an answer.", SECONDS, "stage", STAGES)
        self._total = Histogram("chatbot_answer_seconds", "Seconds of a whole answer, without waiting.", SECONDS)
        self._first = Histogram("chatbot_first_sentence_seconds", "Seconds until the first checked sentence.", SECONDS)
        self._tokens = Counter(
            "chatbot_tokens_total", "Tokens of the chat model.", "direction", ("prompt", "completion")
        )
        self._feedback = Counter("chatbot_feedback_total", "Thumbs that readers pressed.", "helpful", ("true", "false"))
        self._ingested = Counter("chatbot_ingested_total", "Sources, by what became of them.", "change", Change)
        self._errors = Counter("chatbot_errors_total", "Failed answers and sources, by kind of error.", "kind")

    def answered(self, done: Finished) -> None:
        answer = done.answer
        self._answers.add("refused" if answer.refused else "answered")
        for verdict, count in sentence_counts(answer).items():
            self._sentences.add(verdict, count)
        for kind, count in note_counts(answer).items():
            self._notes.add(kind, count)
        for stage, seconds in stage_seconds(answer).items():
            if seconds:
                self._stages.observe(seconds, stage)
        self._total.observe(answer.timings[TOTAL])
        self._first.observe(answer.timings.get(FIRST_SENTENCE, answer.timings[TOTAL]))
        self._tokens.add("prompt", answer.usage.prompt_tokens)
        self._tokens.add("completion", answer.usage.completion_tokens)

    def failed(self, error: ChatbotError, seconds: float) -> None:  # noqa: ARG002 -- failures are counted only
        self._answers.add("failed")
        self._errors.add(type(error).__name__)

    def stopped(self, seconds: float) -> None:  # noqa: ARG002
        self._answers.add("stopped")

    def ingested(self, outcome: Outcome) -> None:
        self._ingested.add(outcome.change)
        if outcome.error:
            self._errors.add(type(outcome.error).__name__)

    def rated(self, *, helpful: bool) -> None:
        self._feedback.add(str(helpful).lower())

    def text(self, *now: Reading) -> str:
        """All of it in Prometheus' text format, with what else there is to tell now."""
        counted: list[Metric] = [
            self._answers, self._sentences, self._notes, self._stages, self._total, self._first, self._tokens,
            self._feedback, self._ingested, self._errors,
        ]  # fmt: skip
        return exposition([*counted, *now, *process_readings()])
