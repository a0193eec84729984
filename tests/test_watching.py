"""What is told of the work: exact figures, and never a word of a reader, an article or a key."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from chatbot.answering.events import Event, Progress, Shown, Stage
from chatbot.app import Chatbot, build_chatbot
from chatbot.errors import ModelError, SettingsError
from chatbot.library.ingest import Change, Outcome
from chatbot.records import Answer, Verdict
from chatbot.watching.exposition import Counter, Histogram, Reading, exposition
from chatbot.watching.log import Log
from chatbot.watching.metrics import Metrics
from chatbot.watching.traces import Traces, open_traces
from chatbot.watching.watch import Observer, Watch
from tests.answers import ferry_events, refused_events
from tests.conftest import document
from tests.loopback import Loopback, fails, running_loopback, speaks
from tests.web.conftest import serving

CANARIES = ("zebrafinch", "quokka", "platypus")
"""In the article, the question and the key."""
ARTICLE = "The zebrafinch census counted 4,711 birds in Marlow Park on Friday. The mayor praised the volunteers."
ASKED = "How many birds did the quokka census count in Marlow Park?"


def test_the_text_format_is_exact() -> None:
    counter = Counter("c_total", "back\\slash and\nline", "kind", ["a"])
    counter.add('q"\\\n', 2)
    histogram = Histogram("h_seconds", "Times.", (0.1, 1))
    for number in (0.1, 0.5, 3.25):
        histogram.observe(number)
    assert exposition([counter, histogram, Reading("g", "Now.", 2.5)]) == (
        "# HELP c_total back\\\\slash and\\nline\n# TYPE c_total counter\n"
        'c_total{kind="a"} 0\nc_total{kind="q\\"\\\\\\n"} 2\n'
        "# HELP h_seconds Times.\n# TYPE h_seconds histogram\n"
        'h_seconds_bucket{le="0.1"} 1\nh_seconds_bucket{le="1"} 2\nh_seconds_bucket{le="+Inf"} 3\n'
        "h_seconds_sum 3.85\nh_seconds_count 3\n"
        "# HELP g Now.\n# TYPE g gauge\ng 2.5\n"
    )


@pytest.fixture
def model() -> Iterator[Loopback]:
    with running_loopback() as running:
        yield running


@pytest.fixture
def chatbot(tmp_path: Path, model: Loopback) -> Iterator[Chatbot]:
    """A chatbot over one article with a key, not yet watched."""
    settings: dict[str, Any] = {"llm_base_url": model.base_url, "api_key": "platypus-key"}
    with build_chatbot(library=tmp_path / "library", **settings) as opened:
        yield opened


def add_article(chatbot: Chatbot) -> None:
    list(chatbot.ingest_documents([document("/zebrafinch.txt", ARTICLE, title="Zebrafinch census")]))


def watched(observer: Observer) -> None:
    """One answer, one refusal, one answer that nobody waits for, one failure, one source and one rating."""
    watch = Watch()
    watch.observers.append(observer)
    list(watch.following(ferry_events()))
    list(watch.following(refused_events()))
    events = watch.following(ferry_events())
    next(events)
    events.close()  # type: ignore[attr-defined]  # a generator
    with pytest.raises(ModelError):
        list(watch.following(failing()))
    list(watch.ingesting([Outcome("/zebrafinch.txt", Change.NEW, "a1", 1)]))
    watch.rated(helpful=False)


def failing() -> Iterator[Event]:
    yield Progress(Stage.WRITING)
    raise ModelError("the key platypus-key is wrong", "Correct it.")


def test_metrics_count_what_happened() -> None:
    metrics = Metrics()
    watched(metrics)
    text = metrics.text()
    found = dict(re.findall(r"^(\S+) (\S+)$", text, re.M))
    for outcome in ("answered", "refused", "stopped", "failed"):
        assert found[f'chatbot_answers_total{{outcome="{outcome}"}}'] == "1"
    counted = {"supported": 4, "unsure": 1, "contradicted": 1, "not_found": 1, "not_a_claim": 2, "withheld": 1}
    for verdict, number in counted.items():
        assert found[f'chatbot_sentences_total{{verdict="{verdict}"}}'] == str(number)
    for kind in ("disagreement", "other_stories", "not_in_library"):
        assert found[f'chatbot_notes_total{{kind="{kind}"}}'] == "1"
    assert found['chatbot_notes_total{kind="cut_off"}'] == "0"
    assert found['chatbot_tokens_total{direction="prompt"}'] == "70"
    assert found['chatbot_ingested_total{change="new"}'] == found['chatbot_feedback_total{helpful="false"}'] == "1"
    assert found['chatbot_errors_total{kind="ModelError"}'] == "1"
    for stage in ("understanding", "retrieval", "generation", "verification"):
        assert found[f'chatbot_stage_seconds_count{{stage="{stage}"}}'] == "1"
    stages = [float(found[f'chatbot_stage_seconds_sum{{stage="{name}"}}']) for name in ("generation", "verification")]
    assert sum(stages) <= float(found["chatbot_answer_seconds_sum"])
    assert int(found["process_resident_memory_bytes"]) > 10_000_000
    assert int(found["process_open_fds"]) > 3
    assert not [word for word in ("ferry", "zebrafinch", "platypus") if word in text.casefold()]


def test_the_log_holds_figures_and_no_words() -> None:
    stream = io.StringIO()
    watched(Log(stream))
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["answer", "answer", "stopped", "failure", "source", "feedback"]
    told = lines[0]
    assert told["sentences"] == {
        "supported": 4, "unsure": 1, "contradicted": 1, "not_found": 1, "not_a_claim": 2, "withheld": 1,
    }  # fmt: skip
    assert (told["notes"]["disagreement"], told["complete"], told["articles"]) == (1, True, 2)
    assert (told["prompt_tokens"], told["completion_tokens"]) == (70, 12)
    assert lines[3]["error"] == "ModelError"
    assert not [word for word in ("ferry", "zebrafinch", "platypus") if word in stream.getvalue().casefold()]


def work(chatbot: Chatbot, model: Loopback) -> Answer:
    """One article, one answer, one answer that nobody waits for, and one failure."""
    add_article(chatbot)
    model.says(
        speaks(
            "The census counted 4,711 birds in Marlow Park [1]. ", "Unicorns were grazing there [1].", usage=(70, 12)
        )
    )
    answer = chatbot.ask(ASKED)
    events = chatbot.stream(ASKED)
    assert next(event for event in events if isinstance(event, Shown))
    events.close()  # type: ignore[attr-defined]  # a generator
    model.says(fails(401, "the key platypus-key is wrong"))
    with pytest.raises(ModelError):
        chatbot.ask(ASKED)
    return answer


def test_no_word_of_a_reader_an_article_or_a_key_is_told(chatbot: Chatbot, model: Loopback) -> None:
    metrics, stream = Metrics(), io.StringIO()
    chatbot.watch.observers += [metrics, Log(stream)]
    work(chatbot, model)
    for told in (metrics.text(), stream.getvalue()):
        assert not [canary for canary in (*CANARIES, "4,711") if canary in told.casefold()]


def test_words_are_logged_only_when_asked_for_and_keys_never(chatbot: Chatbot, model: Loopback) -> None:
    stream = io.StringIO()
    chatbot.watch.observers.append(Log(stream, with_text=True))
    work(chatbot, model)
    text = stream.getvalue()
    assert "quokka" in text
    assert "4,711" in text
    assert "/zebrafinch.txt" in text
    assert "platypus" not in text
    assert all(json.loads(line) for line in text.splitlines()), "a line break in a text is no line"


def test_an_answer_is_a_trace_with_its_stages(chatbot: Chatbot, model: Loopback) -> None:
    trace = pytest.importorskip("opentelemetry.sdk.trace", reason="needs pip install news-chatbot[telemetry]")
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    memory, provider = InMemorySpanExporter(), trace.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    traces = Traces(provider)
    chatbot.watch.observers.append(traces)
    answer = work(chatbot, model)
    traces.close()
    spans = memory.get_finished_spans()
    answers = [span for span in spans if span.name == "answer"]
    assert [span.status.is_ok for span in answers] == [True, True, False]
    root = answers[0]
    assert root.attributes["chatbot.answer.id"] == answer.answer_id
    assert root.attributes["gen_ai.usage.input_tokens"] == answer.usage.prompt_tokens
    for verdict in Verdict:
        assert root.attributes[f"chatbot.sentences.{verdict}"] == sum(
            item.verdict is verdict for item in answer.sentences
        )
    assert root.attributes["chatbot.sentences.withheld"] == 0
    stages = [span for span in spans if span.parent and span.parent.span_id == root.context.span_id]
    assert {"retrieve", "generate", "verify"} <= {span.name for span in stages}
    for span in stages:
        assert root.start_time <= span.start_time + 1_000_000
        assert span.end_time <= root.end_time
    everything = "".join(span.to_json() for span in spans).casefold()
    assert not [canary for canary in CANARIES if canary in everything]


def test_traces_are_off_until_a_collector_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", raising=False)
    assert open_traces() is None
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.exporter.otlp.proto.grpc.trace_exporter", None)
    with pytest.raises(SettingsError, match="telemetry"):
        open_traces()


def test_a_server_logs_and_counts_what_programs_ask(
    tmp_path: Path, model: Loopback, capfd: pytest.CaptureFixture[str]
) -> None:
    library = tmp_path / "library"
    with build_chatbot(library=library) as chatbot:
        add_article(chatbot)
    model.says(speaks("The census counted 4,711 birds in Marlow Park [1]."))
    settings = {"CHATBOT_LLM_BASE_URL": model.base_url, "CHATBOT_API_KEY": "platypus-key"}
    with serving(library, "--log", "figures", **settings) as server:
        body = {"model": "news-chatbot", "messages": [{"role": "user", "content": ASKED}]}
        assert httpx.post(f"{server.address}/v1/chat/completions", json=body, timeout=60).status_code == 200
        metrics = httpx.get(f"{server.address}/metrics")
    assert metrics.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in ('chatbot_answers_total{outcome="answered"} 1', "chatbot_answers_waiting 0", "chatbot_articles 1"):
        assert line in metrics.text.splitlines()
    (logged,) = [line for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert json.loads(logged)["event"] == "answer"
    assert not [canary for canary in CANARIES if canary in f"{logged}{metrics.text}".casefold()]
