"""How replies end that are not whole."""

from __future__ import annotations

from collections.abc import Iterable

from tests.llm.quirks.saying import USAGE, Quirk, Says, data_of, framed, pieces, whole
from tests.loopback import Call, chunk


def ends(reason: str | None, *, properly: bool = True, then: Iterable[object] = ()) -> Says:
    """A reply that ends for this reason, in a properly ended body or not."""

    def says(call: Call, text: str) -> None:
        call.begin_stream()
        for piece in pieces(text):
            call.event(chunk(piece))
        if reason:
            call.event(chunk(finish=reason))
        for event in then:
            call.event(event)
        if properly:
            call.event("[DONE]")
            call.end_stream()
        else:
            call.hang_up()

    return says


IS_NOT_WHOLE = [
    Quirk("its limit is reached", "all", ends("length")),
    Quirk("its limit is reached, in other words", "Anthropic", ends("max_tokens")),
    Quirk("filtered", "Azure, OpenAI", ends("content_filter")),
    Quirk("filtered, then an end", "Azure", ends("content_filter", then=[chunk(finish="stop")])),
    Quirk("filtered, in capitals", "Gemini", ends("SAFETY")),
    Quirk("a tool called", "models that want tools", ends("tool_calls")),
    Quirk("a function called", "older OpenAI", ends("function_call")),
    Quirk("an error as reason", "OpenRouter", ends("error")),
    Quirk("aborted", "vLLM", ends("abort")),
    Quirk("a reason nobody knows", "new servers", ends("insufficient_system_resource")),
    Quirk(
        "no stream, limit reached",
        "servers that ignore stream",
        whole(lambda body: {"choices": [body["choices"][0] | {"finish_reason": "length"}]}),
    ),
]

BREAKS_OFF = [
    Quirk("a cut connection", "all", ends(None, properly=False)),
    Quirk(
        "a cut connection, tokens counted before",
        "vLLM with continuous_usage_stats",
        ends(None, properly=False, then=[chunk(" x") | {"usage": USAGE}]),
    ),
    Quirk("an end without reason or DONE", "proxies", framed(lambda events: [data_of(events[:-1])])),
    Quirk(
        "an end after tokens in the middle",
        "gateways",
        framed(lambda events: [data_of([*events[:1], chunk(" x") | {"usage": USAGE}])]),
    ),
    Quirk("cut within an event", "proxies", framed(lambda events: [data_of(events[:-1]), 'data: {"choices": [{"del'])),
]
