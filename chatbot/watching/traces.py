"""Each answer as an OpenTelemetry trace: a span for the answer, and one for each stage.

Spans are made when the answer is finished, from the times that were taken anyway: an answer is pulled by one thread
after another, which a current span would not survive. LlamaIndex's own instrumentation is left alone: its events hold
prompts, and so articles.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from chatbot.answering.events import Finished
from chatbot.errors import ChatbotError, SettingsError
from chatbot.library.ingest import Outcome
from chatbot.watching.figures import sentence_counts

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
SERVICE = "news-chatbot"
_NANOSECONDS = 1e9


class Traces:
    """An observer that makes spans.

    Args:
        provider: where they go.
    """

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer(SERVICE)

    def answered(self, done: Finished) -> None:
        from opentelemetry.trace import set_span_in_context

        answer = done.answer
        facts: dict[str, str | bool | int | float] = {
            "chatbot.answer.id": answer.answer_id,
            "chatbot.refused": answer.refused,
            "chatbot.answerability": answer.answerability,
            "chatbot.citations": len(answer.citations),
            "gen_ai.request.model": answer.model,
            "gen_ai.usage.input_tokens": answer.usage.prompt_tokens,
            "gen_ai.usage.output_tokens": answer.usage.completion_tokens,
        }
        facts |= {f"chatbot.sentences.{verdict}": count for verdict, count in sentence_counts(answer).items()}
        end = max((stage.ended for stage in done.stages), default=time.time())
        begin = end - answer.timings["total"]
        root = self._tracer.start_span("answer", attributes=facts, start_time=_ns(begin))
        inside = set_span_in_context(root)
        for stage in done.stages:
            span = self._tracer.start_span(stage.name, inside, start_time=_ns(stage.began))
            span.end(_ns(stage.ended))
        root.end(_ns(end))

    def failed(self, error: ChatbotError, seconds: float) -> None:
        from opentelemetry.trace import StatusCode

        facts = {"error.type": type(error).__name__}
        span = self._tracer.start_span("answer", attributes=facts, start_time=_ns(time.time() - seconds))
        span.set_status(StatusCode.ERROR)
        span.end()

    def stopped(self, seconds: float) -> None:
        facts = {"chatbot.stopped": True}
        self._tracer.start_span("answer", attributes=facts, start_time=_ns(time.time() - seconds)).end()

    def ingested(self, outcome: Outcome) -> None:
        """Nothing: ingesting is counted, not traced."""

    def rated(self, *, helpful: bool) -> None:
        """Nothing: ratings are counted, not traced."""

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


def open_traces() -> Traces | None:
    """Traces to the collector that the standard `OTEL_*` variables name, over gRPC; None when they name none.

    Raises:
        SettingsError: a collector is named, and the packages that reach it are not installed.
    """
    if not any(os.environ.get(name) for name in ENDPOINTS) or os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return None
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError(
            f"Traces cannot be sent: {error.name} is not installed",
            "Run `pip install news-chatbot[telemetry]`, or unset OTEL_EXPORTER_OTLP_ENDPOINT.",
        ) from error
    name = os.environ.get("OTEL_SERVICE_NAME") or SERVICE
    # A provider of our own: Chroma's library would send its spans to a global one.
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Traces(provider)


def _ns(seconds: float) -> int:
    return int(seconds * _NANOSECONDS)
