"""What servers refuse, and take in another form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.llm.quirks.saying import Quirk, Says, sends_events, whole, with_around
from tests.loopback import Call, fails, sends


def refuses_if(message: str, when: Callable[[dict[str, Any]], bool], status: int = 400, body: object = None) -> Says:
    """An error for requests of a kind, and a regular stream or object for all others."""

    def says(call: Call, text: str) -> None:
        if when(call.body):
            (sends(body, status) if body else fails(status, message))(call)
        elif call.body["stream"]:
            with_around()(call, text)
        else:
            whole()(call, text)

    return says


def roles_of(body: dict[str, Any]) -> set[str]:
    return {message["role"] for message in body["messages"]}


def has(name: str) -> Callable[[dict[str, Any]], bool]:
    return lambda body: name in body


def format_of(body: dict[str, Any]) -> str:
    return str(body.get("response_format", {}).get("type", ""))


REFUSING = [
    Quirk(
        "no stream_options",
        "older vLLM, Mistral",
        refuses_if(
            "Extra inputs are not permitted",
            has("stream_options"),
            422,
            {
                "detail": [
                    {
                        "type": "extra_forbidden",
                        "loc": ["body", "stream_options"],
                        "msg": "Extra inputs are not permitted",
                    }
                ]
            },
        ),
    ),
    Quirk(
        "no max_tokens",
        "OpenAI's thinking models, Azure",
        refuses_if(
            "Unsupported parameter: 'max_tokens' is not supported here. Use 'max_completion_tokens' instead.",
            has("max_tokens"),
        ),
    ),
    Quirk(
        "no limit at all",
        "gateways",
        refuses_if(
            "Unknown field: max_tokens / max_completion_tokens", lambda body: any("max_" in name for name in body)
        ),
    ),
    Quirk(
        "no temperature",
        "OpenAI's thinking models",
        refuses_if("`temperature` is deprecated for this model.", has("temperature")),
    ),
    Quirk(
        "no system role",
        "Gemma in vLLM and llama.cpp",
        refuses_if("System role not supported", lambda body: "system" in roles_of(body)),
    ),
    Quirk(
        "roles that alternate",
        "Mistral 7B's template",
        refuses_if(
            "After the optional system message, conversation roles must alternate user/assistant/user/assistant/...",
            lambda body: "system" in roles_of(body),
        ),
    ),
    Quirk(
        "developer instead of system",
        "OpenAI's o1",
        refuses_if(
            "Unsupported value: 'messages[0].role' does not support 'system' with this model. Use 'developer' instead.",
            lambda body: "system" in roles_of(body),
        ),
    ),
    Quirk(
        "neither system nor developer",
        "Gemma at Google",
        refuses_if(
            "Developer instruction is not enabled for this model",
            lambda body: bool(roles_of(body) & {"system", "developer"}),
        ),
    ),
    Quirk(
        "no streaming",
        "OpenAI for organizations that are not verified",
        refuses_if("Your organization must be verified to stream this model.", lambda body: body["stream"] is True),
    ),
    Quirk(
        "no schema",
        "DeepSeek, LM Studio's older versions",
        refuses_if("This response_format type is unavailable now", lambda body: format_of(body) == "json_schema"),
    ),
    Quirk("no format at all", "TGI, MLX", refuses_if("response_format: unknown field", has("response_format"))),
    Quirk(
        "little room",
        "models with a small longest reply",
        refuses_if(
            "max_tokens is too large: 4156. This model supports at most 4096 completion tokens.",
            lambda body: body.get("max_tokens", 0) > 4096,
        ),
    ),
    Quirk(
        "refusals as text",
        "hand-written servers",
        refuses_if("", has("stream_options"), 400, "unknown field stream_options"),
    ),
    Quirk(
        "refusals in the stream",
        "gateways that have begun by then",
        lambda call, text: (
            sends_events(lambda _: [{"error": {"message": "stream_options is not supported"}}])
            if "stream_options" in call.body
            else with_around()
        )(call, text),
    ),
]
