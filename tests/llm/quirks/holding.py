"""What servers put into the events of a stream, or into one object where a stream was asked for."""

from __future__ import annotations

import json
import struct

from tests.llm.quirks.saying import USAGE, Quirk, deltas, sends_events, whole, with_around
from tests.loopback import Call, chunk, counted


def _in_utf16(call: Call, text: str) -> None:
    """Each 16-bit unit in an event of its own, escaped as JSON does it."""
    call.begin_stream()
    units = struct.unpack(f"<{len(text.encode('utf-16-le')) // 2}H", text.encode("utf-16-le"))
    for unit in units:
        escaped = f"\\u{unit:04x}"
        call.raw('data: {"choices":[{"index":0,"delta":{"content":"' + escaped + '"}}]}\n\n')
    call.event(chunk(finish="stop"))
    call.event("[DONE]")
    call.end_stream()


HOLDING = [
    Quirk(
        "a first chunk with the role alone",
        "OpenAI",
        sends_events(
            lambda events: [
                chunk() | {"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]},
                *events,
            ]
        ),
    ),
    Quirk(
        "a first chunk without choices",
        "Azure's content filter",
        sends_events(lambda events: [chunk() | {"choices": [], "prompt_filter_results": []}, *events]),
    ),
    Quirk("null choices", "one-api, Perplexity", sends_events(lambda events: [{"choices": None}, *events])),
    Quirk("no choices", "gateways that tell of themselves", sends_events(lambda events: [{"provider": "x"}, *events])),
    Quirk("null in choices", "LiteLLM", sends_events(lambda events: [{"choices": [None]}, *events])),
    Quirk(
        "null as delta",
        "Azure, DashScope",
        sends_events(
            lambda events: [*events[:-1], {"choices": [{"index": 0, "delta": None, "finish_reason": "stop"}]}]
        ),
    ),
    Quirk(
        "no index",
        "Ollama bindings, DeepInfra",
        sends_events(
            lambda events: [
                {
                    "choices": [
                        {"delta": event["choices"][0]["delta"], "finish_reason": event["choices"][0]["finish_reason"]}
                    ]
                }
                for event in events
            ]
        ),
    ),
    Quirk(
        "a second choice",
        "servers that ignore n",
        sends_events(
            lambda events: [
                event | {"choices": [{"index": 1, "delta": {"content": "no"}}, *event["choices"]]} for event in events
            ]
        ),
    ),
    Quirk(
        "usage in a chunk of its own", "OpenAI, vLLM", sends_events(lambda events: [*events, counted(7, 3), "[DONE]"])
    ),
    Quirk(
        "usage in each chunk",
        "xAI, vLLM with continuous_usage_stats",
        sends_events(lambda events: [event | {"usage": USAGE} for event in events]),
    ),
    Quirk(
        "null in usage",
        "Perplexity, Together",
        sends_events(
            lambda events: [event | {"usage": {"prompt_tokens": None, "completion_tokens": 3}} for event in events]
        ),
    ),
    Quirk(
        "usage in other words",
        "Anthropic's words at gateways",
        sends_events(
            lambda events: [*events, chunk() | {"choices": [], "usage": {"input_tokens": 7, "output_tokens": 3}}]
        ),
    ),
    Quirk(
        "the reason with the last text",
        "Gemini, Groq",
        sends_events(
            lambda events: [
                *events[:-2],
                events[-2]
                | {"choices": [{"index": 0, "delta": events[-2]["choices"][0]["delta"], "finish_reason": "stop"}]},
            ]
        ),
    ),
    Quirk(
        "null as a word",
        "DashScope",
        sends_events(
            lambda events: [
                {"choices": [event["choices"][0] | {"finish_reason": event["choices"][0]["finish_reason"] or "null"}]}
                for event in events
            ]
        ),
    ),
    Quirk(
        "an empty reason",
        "one-api",
        sends_events(
            lambda events: [
                {"choices": [event["choices"][0] | {"finish_reason": event["choices"][0]["finish_reason"] or ""}]}
                for event in events
            ]
        ),
    ),
    Quirk("no reason, but DONE", "hand-written servers", sends_events(lambda events: [*events[:-1], "[DONE]"])),
    Quirk(
        "no reason, but tokens counted last",
        "older llama-cpp-python",
        sends_events(lambda events: [*events[:-1], counted(7, 3)]),
    ),
    Quirk(
        "the reason in capitals",
        "Gemini's gateway",
        sends_events(lambda events: [*events[:-1], {"choices": [{"index": 0, "delta": {}, "finish_reason": "STOP"}]}]),
    ),
    Quirk(
        "another word for its own end",
        "Anthropic, TGI",
        sends_events(lambda events: [*events[:-1], chunk(finish="end_turn")]),
    ),
    Quirk("content as parts", "Mistral", deltas(lambda text: {"content": [{"type": "text", "text": text}]})),
    Quirk("content as one part", "Cohere's gateway", deltas(lambda text: {"content": {"type": "text", "text": text}})),
    Quirk(
        "thinking in reasoning_content",
        "DeepSeek, llama.cpp",
        deltas(lambda text: {"reasoning_content": "Hmm. {", "content": text}),
    ),
    Quirk(
        "thinking in reasoning",
        "OpenRouter, Ollama, Groq",
        deltas(lambda text: {"reasoning": "Hm {", "content": text}),
    ),
    Quirk(
        "thinking as parts",
        "Mistral's Magistral",
        deltas(
            lambda text: {
                "content": [
                    {"type": "thinking", "thinking": [{"type": "text", "text": "Hm {"}]},
                    {"type": "text", "text": text},
                ]
            }
        ),
    ),
    Quirk(
        "thinking in tags",
        "Ollama and vLLM without a parser",
        lambda call, text: with_around()(call, f"<think>Hm {{\n</think>\n\n{text}"),
    ),
    Quirk(
        "thinking in Mistral's tags",
        "vLLM without a parser",
        lambda call, text: with_around()(call, f"[THINK]Hm {{[/THINK]{text}"),
    ),
    Quirk(
        "thinking in channels",
        "gpt-oss without a parser",
        lambda call, text: with_around()(
            call, f"<|channel|>analysis<|message|>Hm {{<|end|><|start|>assistant<|channel|>final<|message|>{text}"
        ),
    ),
    Quirk("characters in halves", "servers that stream UTF-16, as in Java and JavaScript", _in_utf16),
    Quirk(
        "a refusal that is null", "OpenAI", deltas(lambda text: {"content": text, "refusal": None, "tool_calls": None})
    ),
]

WHOLE = [
    Quirk("no stream", "servers that ignore stream", whole()),
    Quirk("no stream, pretty", "hand-written servers", whole(lambda body: json.dumps(body, indent=2))),
    Quirk("no stream, called one", "proxies", whole(Content_Type="text/event-stream")),
    Quirk(
        "no stream and no reason",
        "hand-written servers",
        whole(lambda body: {"choices": [{"message": body["choices"][0]["message"]}]}),
    ),
    Quirk(
        "no stream, parts",
        "Mistral's gateway",
        whole(
            lambda body: {
                "choices": [
                    {
                        "message": {"content": [{"type": "text", "text": body["choices"][0]["message"]["content"]}]},
                        "finish_reason": "stop",
                    }
                ]
            }
        ),
    ),
]
