"""One line of JSON for each answer, failure, source and rating. Words of readers and articles only when asked for."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any, TextIO

from chatbot.answering.events import Finished
from chatbot.errors import ChatbotError
from chatbot.library.ingest import Outcome
from chatbot.watching.figures import note_counts, sentence_counts, stage_seconds


class Log:
    """An observer that writes.

    Args:
        stream: receives the lines.
        with_text: also questions, answers, names of sources and messages of errors. Keys are in none of them.
    """

    def __init__(self, stream: TextIO, *, with_text: bool = False) -> None:
        self._stream = stream
        self._with_text = with_text
        self._lock = threading.Lock()

    def answered(self, done: Finished) -> None:
        answer = done.answer
        seconds = stage_seconds(answer) | {name: answer.timings.get(name, 0.0) for name in ("first_sentence", "total")}
        facts = {
            "id": answer.answer_id,
            "model": answer.model,
            "refused": answer.refused,
            "complete": answer.complete,
            "sentences": sentence_counts(answer),
            "notes": note_counts(answer),
            "citations": len(answer.citations),
            "articles": len(answer.article_ids),
            "answerability": round(answer.answerability, 4),
            "prompt_tokens": answer.usage.prompt_tokens,
            "completion_tokens": answer.usage.completion_tokens,
            "seconds": {name: round(value, 4) for name, value in seconds.items()},
        }
        self._write("answer", facts, question=answer.question, answer=answer.text)

    def failed(self, error: ChatbotError, seconds: float) -> None:
        facts = {"error": type(error).__name__, "seconds": round(seconds, 4)}
        self._write("failure", facts, message=str(error))

    def stopped(self, seconds: float) -> None:
        self._write("stopped", {"seconds": round(seconds, 4)})

    def ingested(self, outcome: Outcome) -> None:
        facts = {"change": outcome.change.value, "article": outcome.article_id, "version": outcome.version}
        error = {"error": type(outcome.error).__name__} if outcome.error else {}
        self._write("source", facts | error, source=outcome.source, message=str(outcome.error or ""))

    def rated(self, *, helpful: bool) -> None:
        self._write("feedback", {"helpful": helpful})

    def _write(self, event: str, facts: dict[str, Any], **texts: str) -> None:
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event} | facts
        if self._with_text:
            line |= {name: text for name, text in texts.items() if text}
        with self._lock:
            self._stream.write(json.dumps(line) + "\n")
            self._stream.flush()
